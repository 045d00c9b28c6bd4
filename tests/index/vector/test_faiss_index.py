from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ports import Hit, VectorIndex, Vectors
from index.vector.faiss_index import FaissIndex
from tests.index.vector.contract import (
    CHANGES,
    DIMENSION,
    EAST,
    IDS,
    ROWS,
    Change,
    VectorContract,
    apply_changes,
    build_unit_vectors,
)
from tests.index.vector.exact import ExactIndex
from tests.properties import examples


class TestFlat(VectorContract):
    def make(self, dimension: int = DIMENSION) -> VectorIndex:
        return FaissIndex(dimension)


class TestCoded(VectorContract):
    def make(self, dimension: int = DIMENSION) -> VectorIndex:
        return FaissIndex(dimension, code_above=2)


def pair(vectors: Vectors, code_above: int = 10_000) -> tuple[FaissIndex, ExactIndex]:
    """An index and the reference, both with these vectors under 0, 1, 2, …"""
    dimension = vectors.shape[1]
    index, reference = FaissIndex(dimension, code_above=code_above), ExactIndex(dimension)
    index.add(range(len(vectors)), vectors)
    reference.add(range(len(vectors)), vectors)
    return index, reference


def agreement(index: VectorIndex, reference: VectorIndex, queries: Vectors) -> float:
    """The part of the reference's best 20 that the index finds; its scores must be equal."""
    found, wanted = 0, 20 * len(queries)
    for query in queries:
        best = reference.search(query, len(reference))
        hits = index.search(query, 20)
        assert set(hits) <= set(best)
        found += len(set(hits) & set(best[:20]))
        wanted -= 20 - len(best[:20])
    return found / wanted if wanted else 1.0


def articles(count: int, dimension: int) -> tuple[Vectors, Vectors]:
    """Passages of articles, ten each, and 20 questions, each about one of the passages."""
    chance = np.random.default_rng(5)
    centres = chance.normal(size=(count // 10, dimension))
    vectors = np.repeat(centres, 10, axis=0) + 0.7 * chance.normal(size=(count, dimension))
    asked = vectors[:: count // 20] + 0.9 * chance.normal(size=(20, dimension))
    return normal(vectors), normal(asked)


def normal(vectors: npt.NDArray[np.float64]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@given(CHANGES, st.sampled_from([4, 1000]), st.integers(1, 6), st.none() | st.sets(IDS))
def test_changes_give_exactly_what_a_rebuild_of_the_reference_gives(
    changes: list[Change], code_above: int, k: int, among: set[int] | None
):
    index, reference = FaissIndex(DIMENSION, code_above=code_above), ExactIndex(DIMENSION)
    there = apply_changes(index, changes)
    reference.add(list(there), ROWS[list(there.values())])
    assert index.search(ROWS[5], k, among) == reference.search(ROWS[5], k, among)
    assert len(index) == len(reference)


def test_the_kind_follows_the_size_and_lags_when_it_shrinks():
    index, kinds = FaissIndex(DIMENSION, code_above=100), []
    for size in (100, 101, 60, 51, 50, 100, 101):
        index.remove(range(size, 200))
        index.add(range(size), build_unit_vectors(size, seed=size))
        kinds.append(index.kind)
    assert kinds == ["flat", "coded", "coded", "coded", "flat", "flat", "coded"]


@pytest.mark.parametrize("length", [1, 40])
def test_near_duplicates_beyond_single_precision_are_told_apart(length: int):
    vectors = build_unit_vectors(1, seed=1) + 1e-6 * np.random.default_rng(2).normal(
        size=(3000, DIMENSION)
    )
    vectors *= length / np.linalg.norm(vectors, axis=1, keepdims=True)
    index, reference = pair(np.asarray(vectors, dtype=np.float32))
    for query in ROWS:
        assert index.search(query, 10) == reference.search(query, 10)


@pytest.mark.slow
@pytest.mark.parametrize("dimension", [8, 31, 384])
def test_coded_finds_nearly_all_of_the_best_and_gives_their_exact_scores(dimension: int):
    vectors, queries = articles(6000, dimension)
    index, reference = pair(vectors, code_above=1000)
    assert index.kind == "coded"
    assert agreement(index, reference, queries) >= 0.98


@pytest.mark.slow
def test_codes_learnt_from_the_first_vectors_are_learnt_anew_for_many_others():
    vectors, queries = articles(6000, 32)
    index, reference = pair(np.tile(vectors[:1], (1100, 1)), code_above=1000)
    for each in (index, reference):
        each.add(range(2000, 8000), vectors)
    assert agreement(index, reference, queries) >= 0.98


@examples(20)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2500), st.integers(1, 2500)), max_size=6))
def test_coded_changes_in_bulk_leave_what_a_rebuild_holds(changes: list[tuple[bool, int, int]]):
    index, reference = pair(build_unit_vectors(3000, seed=1, dimension=16), code_above=1000)
    for seed, (is_added, start, count) in enumerate(changes):
        for each in (index, reference):
            if is_added:
                each.add(
                    range(start, start + count), build_unit_vectors(count, seed=seed, dimension=16)
                )
            else:
                each.remove(range(start, start + count))
    assert len(index) == len(reference)
    assert agreement(index, reference, build_unit_vectors(5, seed=99, dimension=16)) >= 0.95


@pytest.mark.parametrize("removed", [1, 8, 40])
def test_vectors_added_after_a_removal_are_found(removed: int):
    index, reference = pair(build_unit_vectors(3000, seed=1, dimension=16), code_above=1000)
    for each in (index, reference):
        each.remove(range(removed))
        each.add(range(5000, 5082), build_unit_vectors(82, seed=4, dimension=16))
    assert agreement(index, reference, build_unit_vectors(20, seed=99, dimension=16)) >= 0.99


def test_coded_among_is_exact():
    index, reference = pair(build_unit_vectors(3000, seed=1), code_above=1000)
    for among in (range(0, 3000, 7), range(50, 2900), [2999, 5, 5, 70000]):
        assert index.search(ROWS[3], 30, among) == reference.search(ROWS[3], 30, among)


def test_the_nearest_are_found_behind_many_replaced_ones():
    index, _ = pair(build_unit_vectors(3000, seed=1), code_above=1000)
    index.add(range(1200), np.tile(EAST, (1200, 1)))
    index.add(range(1200), np.tile(-EAST, (1200, 1)))
    index.add([5000], EAST[None])
    assert index.search(EAST, 1) == [Hit(5000, 1.0)]


def test_codes_are_learned_and_used_while_other_threads_search():
    index, reference = pair(build_unit_vectors(3000, seed=1), code_above=10_000)
    index.add(range(3000, 9000), build_unit_vectors(6000, seed=2))
    reference.add(range(3000, 9000), build_unit_vectors(6000, seed=2))
    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(index.search, ROWS[3], 20) for _ in range(200)]
        for each in (index, reference):
            each.add(range(9000, 10_100), np.tile(-ROWS[3], (1100, 1)))
    assert index.kind == "coded"
    best = reference.search(ROWS[3], 20)
    assert all(len(set(future.result()) & set(best)) >= 19 for future in found)


def test_among_more_ids_than_are_gathered_is_exact_among_equal_vectors_too():
    index, reference = pair(np.tile(build_unit_vectors(50, seed=1), (60, 1)))
    among = range(2990, 100, -1)
    for query in build_unit_vectors(5, seed=2):
        assert index.search(query, 70, among) == reference.search(query, 70, among)
