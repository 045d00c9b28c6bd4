"""What every vector index does; a test class inherits it and says how one is made."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import strategies as st

from index.ports import Hit, VectorIndex, Vectors

DIMENSION = 8
IDS = st.integers(0, 12)
Change = tuple[str, int, int]
CHANGES = st.lists(st.tuples(st.sampled_from(["add", "remove"]), IDS, IDS), max_size=30)


def build_unit_vectors(count: int, seed: int, dimension: int = DIMENSION) -> Vectors:
    """Random unit vectors around a few centres, as passages of a few articles are."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(5, dimension))
    vectors = centres[chance.integers(0, 5, count)] + 0.3 * chance.normal(size=(count, dimension))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def rank_by_hand(vectors: dict[int, list[float]], query: list[float], k: int) -> list[Hit]:
    """The nearest by a plain sum of products, which owes nothing to the code under test."""
    hits = [Hit(i, sum(a * b for a, b in zip(v, query, strict=True))) for i, v in vectors.items()]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:k]


def are_same(left: list[Hit], right: list[Hit]) -> bool:
    return left == [Hit(i, pytest.approx(score, abs=1e-6)) for i, score in right]


def get_ids(hits: list[Hit]) -> list[int]:
    return [hit.passage_id for hit in hits]


def apply_changes(index: VectorIndex, changes: list[Change]) -> dict[int, int]:
    """Apply the changes; returns the row of ``ROWS`` that each id is left with."""
    there: dict[int, int] = {}
    for kind, passage_id, row in changes:
        if kind == "add":
            index.add([passage_id], ROWS[[row]])
            there[passage_id] = row
        else:
            assert index.remove([passage_id]) == (passage_id in there)
            there.pop(passage_id, None)
    return there


ROWS = build_unit_vectors(13, seed=3)
EAST, NORTH, BETWEEN = np.eye(DIMENSION, dtype=np.float32)[[0, 1, 2]]


class VectorContract:
    def make(self, dimension: int = DIMENSION) -> VectorIndex:
        raise NotImplementedError

    def filled(self, count: int = 500) -> VectorIndex:
        index = self.make()
        index.add(range(1000, 1000 + count), build_unit_vectors(count, seed=1))
        return index

    def test_the_nearest_have_the_cosine_as_their_score(self):
        index = self.make()
        slant = np.float32([0.6, 0.8, 0, 0, 0, 0, 0, 0])
        index.add([5, 3, 9], np.stack([EAST, slant, -EAST]))
        expected = [(5, 1.0), (3, 0.6), (9, -1.0)]
        assert are_same(index.search(EAST, 5), [Hit(*pair) for pair in expected])

    def test_ids_and_values_are_those_of_a_plain_sum_of_products(self):
        index, vectors = (
            self.filled(),
            dict(enumerate(build_unit_vectors(500, seed=1).tolist(), start=1000)),
        )
        for query in build_unit_vectors(20, seed=2):
            assert are_same(index.search(query, 20), rank_by_hand(vectors, query.tolist(), 20))

    def test_replaced_and_removed_vectors_leave_no_trace(self):
        index, vectors = (
            self.filled(),
            dict(enumerate(build_unit_vectors(500, seed=1).tolist(), start=1000)),
        )
        index.add(range(1100, 1300), build_unit_vectors(200, seed=4))
        vectors |= dict(enumerate(build_unit_vectors(200, seed=4).tolist(), start=1100))
        assert index.remove([*range(1000, 1500, 3), 7]) == 167
        for gone in range(1000, 1500, 3):
            del vectors[gone]
        for query in build_unit_vectors(20, seed=2):
            assert are_same(index.search(query, 20), rank_by_hand(vectors, query.tolist(), 20))
        assert len(index) == 333

    def test_among_is_exact_whatever_its_size(self):
        index, vectors = (
            self.filled(),
            dict(enumerate(build_unit_vectors(500, seed=1).tolist(), start=1000)),
        )
        for size in (1, 7, 499):
            kept = [*range(1500 - size, 1500)]
            expected = rank_by_hand({i: vectors[i] for i in kept}, ROWS[0].tolist(), 5)
            assert are_same(index.search(ROWS[0], 5, among=[*kept, 7, 99999]), expected)

    def test_among_nothing_finds_nothing(self):
        index = self.filled(5)
        assert index.search(ROWS[0], 5, among=[]) == index.search(ROWS[0], 5, among={7}) == []

    def test_ties_go_to_the_lower_ids_however_many_there_are(self):
        index = self.make()
        index.add(range(299, -1, -1), np.tile(ROWS[:1], (300, 1)))
        assert get_ids(index.search(ROWS[1], 3)) == [0, 1, 2]
        assert get_ids(index.search(ROWS[1], 3, among=range(40, 200))) == [40, 41, 42]

    def test_more_hits_wanted_than_there_are_finds_all(self):
        assert sorted(get_ids(self.filled(5).search(ROWS[0], 10**9))) == [
            1000,
            1001,
            1002,
            1003,
            1004,
        ]

    @pytest.mark.parametrize("k", [0, -1])
    def test_no_hits_wanted_are_none_found(self, k: int):
        assert self.filled(5).search(ROWS[0], k) == []

    def test_an_empty_index_finds_nothing(self):
        index = self.make()
        assert (len(index), index.search(EAST, 3), index.search(EAST, 3, among=[1])) == (0, [], [])
        assert index.remove([1]) == 0

    def test_an_index_emptied_again_finds_nothing(self):
        index = self.filled(300)
        assert index.remove(range(1000, 1300)) == 300
        assert (len(index), index.search(EAST, 3)) == (0, [])

    def test_the_largest_id_is_kept_whole(self):
        index = self.make()
        index.add([2**63 - 1], ROWS[:1])
        assert get_ids(index.search(ROWS[0], 1)) == [2**63 - 1]

    def test_vectors_longer_than_one_are_ranked_rightly_too(self):
        index, vectors = self.make(), 40 * build_unit_vectors(300, seed=8)
        index.add(range(300), vectors)
        expected = rank_by_hand(dict(enumerate(vectors.tolist())), ROWS[0].tolist(), 10)
        assert get_ids(index.search(ROWS[0], 10)) == get_ids(expected)

    def test_a_vector_changed_after_it_was_added_changes_nothing(self):
        index, vectors = self.make(), ROWS.copy()
        index.add(range(13), vectors)
        vectors[:] = 0
        assert index.search(ROWS[4], 1) == [Hit(4, pytest.approx(1.0))]

    @pytest.mark.parametrize(
        ("added", "vectors"),
        [
            ([1, 2], ROWS[:1]),
            ([1], ROWS[:1, :7]),
            ([1], ROWS[0]),
            ([1, 1], ROWS[:2]),
            ([-1], ROWS[:1]),
            ([1], ROWS[:1] * np.nan),
            ([1], ROWS[:1] * np.inf),
        ],
    )
    def test_what_does_not_fit_is_refused_and_nothing_added(
        self, added: list[int], vectors: Vectors
    ):
        index = self.filled(3)
        with pytest.raises(ValueError):
            index.add(added, vectors)
        assert len(index) == 3

    @pytest.mark.parametrize("query", [ROWS[0, :7], ROWS[:1], ROWS[0] * np.nan, ROWS[0] * np.inf])
    def test_a_query_that_does_not_fit_is_refused(self, query: Vectors):
        with pytest.raises(ValueError):
            self.filled(3).search(query, 1)

    def test_adding_nothing_changes_nothing(self):
        index = self.filled(3)
        index.add([], np.empty((0, DIMENSION), np.float32))
        assert len(index) == 3

    def test_searches_during_writes_see_whole_vectors(self):
        index = self.filled(50)
        with ThreadPoolExecutor(2) as pool:
            found = [pool.submit(index.search, EAST, 1) for _ in range(100)]
            for _ in range(20):
                index.add([1], EAST[None])
                index.remove([1])
        before = index.search(EAST, 1)
        assert all(future.result() in (before, [Hit(1, 1.0)]) for future in found)
