import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.ports import VectorIndex
from index.vector.faiss import FaissIndex
from index.vector.memory import ExactIndex
from tests.index.vector.contract import (
    CHANGES,
    DIMENSION,
    IDS,
    ROWS,
    Change,
    VectorContract,
    changed,
    unit,
)


class TestFlat(VectorContract):
    def make(self, dimension: int = DIMENSION) -> VectorIndex:
        return FaissIndex(dimension)


class TestHalf(VectorContract):
    def make(self, dimension: int = DIMENSION) -> VectorIndex:
        return FaissIndex(dimension, halve_above=2)


@settings(deadline=None)
@given(CHANGES, st.sampled_from([4, 1000]), st.integers(1, 6), st.none() | st.sets(IDS))
def test_changes_give_exactly_what_a_rebuild_of_the_reference_gives(
    changes: list[Change], halve_above: int, k: int, among: set[int] | None
):
    index, reference = FaissIndex(DIMENSION, halve_above=halve_above), ExactIndex(DIMENSION)
    there = changed(index, changes)
    reference.add(list(there), ROWS[list(there.values())])
    assert index.search(ROWS[5], k, among) == reference.search(ROWS[5], k, among)
    assert len(index) == len(reference)


def test_the_kind_follows_the_size_and_lags_when_it_shrinks():
    index, kinds = FaissIndex(DIMENSION, halve_above=100), []
    for size in (100, 101, 60, 51, 50, 100, 101):
        index.remove(range(size, 200))
        index.add(range(size), unit(size, seed=size))
        kinds.append(index.kind)
    assert kinds == ["flat", "half", "half", "half", "flat", "flat", "half"]


def test_scores_do_not_depend_on_the_kind():
    vectors, queries = unit(3000, seed=1, dimension=96), unit(30, seed=2, dimension=96)
    flat, half = FaissIndex(96), FaissIndex(96, halve_above=10)
    for index in (flat, half):
        index.add(range(3000), vectors)
    assert (flat.kind, half.kind) == ("flat", "half")
    assert [flat.search(q, 20) for q in queries] == [half.search(q, 20) for q in queries]


@pytest.mark.parametrize("length", [1, 40])
def test_near_duplicates_beyond_half_precision_are_told_apart(length: int):
    vectors = unit(1, seed=1) + 3e-4 * np.random.default_rng(2).normal(size=(3000, DIMENSION))
    vectors *= length / np.linalg.norm(vectors, axis=1, keepdims=True)
    index, reference = FaissIndex(DIMENSION, halve_above=10), ExactIndex(DIMENSION)
    for each in (index, reference):
        each.add(range(3000), np.asarray(vectors, dtype=np.float32))
    for query in ROWS:
        assert index.search(query, 10) == reference.search(query, 10)


def test_contents_are_all_ids_with_their_vectors():
    index = FaissIndex(DIMENSION)
    index.add([4, 2, 9], ROWS[:3])
    index.remove([4])
    ids, vectors = index.contents()
    assert sorted(zip(ids.tolist(), vectors.tolist(), strict=True)) == [
        (2, ROWS[1].tolist()),
        (9, ROWS[2].tolist()),
    ]
