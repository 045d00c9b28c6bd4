"""What every lexical index does; a test class inherits it and says how one is made."""

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import log
from typing import Protocol

import pytest
from hypothesis import strategies as st

from index.ports import Hit
from tests.index.lexical.exact import ExactLexicalIndex

WORDS = ["drone", "strike", "rain", "harvest", "minister", "port", "vote", "the"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
IDS = st.integers(0, 12)
Change = tuple[str, int, str]
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("add"), IDS, TEXTS),
        st.tuples(st.just("remove"), IDS, st.just("")),
        st.tuples(st.just("commit"), IDS, st.just("")),
    ),
    max_size=30,
)


class Index(Protocol):
    @property
    def position(self) -> int: ...
    def __len__(self) -> int: ...
    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None: ...
    def remove(self, ids: Collection[int]) -> None: ...
    def commit(self, position: int) -> None: ...
    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]: ...
    def count_terms(self, prefix: str) -> dict[str, int]: ...


def fill(index: Index, passages: dict[int, str]) -> Index:
    index.add(list(passages), list(passages.values()))
    index.commit(1)
    return index


def rebuild(passages: dict[int, str]) -> Index:
    return fill(ExactLexicalIndex(), passages)


def are_same(left: list[Hit], right: list[Hit], off_by: float = 1e-5) -> bool:
    """The same passages, in the order of their scores, which differ by ``off_by`` at most.

    Scores that an engine rounds to float32 may be in another order than the exact ones.
    """
    ordered = sorted(left, key=lambda hit: (-hit.score, hit.passage_id))
    return left == ordered and dict(left) == pytest.approx(dict(right), rel=off_by)


def get_ids(hits: list[Hit]) -> list[int]:
    return [hit.passage_id for hit in hits]


class LexicalContract:
    def make(self) -> Index:
        raise NotImplementedError

    def test_a_score_is_the_bm25_computed_by_hand(self):
        index = fill(self.make(), {1: "rain rain port", 2: "rain vote vote vote vote", 3: "port"})
        # rain: in 2 of 3 passages; twice in one of 3 terms, once in one of 5; 3 on average.
        idf = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
        first = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 3))
        second = idf * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 5 / 3))
        assert index.search("rain", 5) == [
            Hit(1, pytest.approx(first, rel=1e-5)),
            Hit(2, pytest.approx(second, rel=1e-5)),
        ]

    def test_a_long_passage_counts_with_its_length_rounded_down(self):
        index = fill(self.make(), {1: "rain " + "vote " * 42, 2: "port " * 57})
        # 43 terms are kept as 42 in one byte; the average, 50, is exact.
        expected = log(1 + 1.5 / 1.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 42 / 50))
        assert index.search("rain", 1) == [Hit(1, pytest.approx(expected, rel=1e-5))]

    def test_a_word_repeated_in_the_query_counts_once(self):
        index = fill(self.make(), {1: "rain port", 2: "vote"})
        assert index.search("rain rain rains", 5) == index.search("rain", 5) != []

    def test_ties_go_to_the_lower_ids_however_many_there_are(self):
        index = fill(self.make(), dict.fromkeys(range(200, 0, -1), "rain over the port"))
        assert get_ids(index.search("rain", 3)) == [1, 2, 3]

    def test_a_passage_without_a_word_of_the_query_is_not_found(self):
        assert fill(self.make(), {1: "rain", 2: ""}).search("minister", 5) == []

    @pytest.mark.parametrize("query", ["", "?!", "unheard"])
    def test_a_query_without_known_words_finds_nothing(self, query: str):
        assert fill(self.make(), {1: "rain"}).search(query, 5) == []

    def test_an_empty_index_finds_nothing(self):
        assert self.make().search("rain", 5) == []

    def test_passages_without_words_are_counted(self):
        index = fill(self.make(), {1: "", 2: "?!"})
        assert (len(index), index.search("rain", 5)) == (2, [])

    @pytest.mark.parametrize("k", [0, -1])
    def test_no_hits_wanted_are_none_found(self, k: int):
        assert fill(self.make(), {1: "rain"}).search("rain", k) == []

    def test_more_hits_wanted_than_there_are_finds_all(self):
        assert get_ids(fill(self.make(), {1: "rain", 2: "rain"}).search("rain", 10**9)) == [1, 2]

    def test_an_id_added_again_has_the_new_text_only(self):
        index = fill(self.make(), {1: "rain", 2: "port vote"})
        fill(index, {1: "harvest"})
        assert (get_ids(index.search("rain", 5)), get_ids(index.search("harvest", 5))) == ([], [1])
        assert len(index) == 2

    def test_the_later_of_two_texts_in_one_call_stands(self):
        index = self.make()
        index.add([1, 1], ["rain", "port"])
        index.commit(1)
        assert (len(index), get_ids(index.search("rain port", 5))) == (1, [1])
        assert index.search("rain", 5) == []

    def test_what_is_removed_is_not_found_and_what_was_never_there_is_passed_over(self):
        index = fill(self.make(), {1: "rain", 2: "rain"})
        index.remove([1, 99])
        index.commit(2)
        assert (len(index), get_ids(index.search("rain", 5))) == (1, [2])

    def test_among_keeps_to_its_ids_and_leaves_scores_alone(self):
        index = fill(self.make(), {i: "rain " + "port " * i for i in range(1, 40)})
        scores = dict(index.search("rain", 50))
        expected = [Hit(i, scores[i]) for i in (7, 30)]
        assert are_same(index.search("rain", 2, among=[7, 30, 31, 99]), expected)
        assert index.search("rain", 2, among=[]) == []

    def test_a_large_among_is_exact_too(self):
        index = fill(self.make(), {i: "rain " + "port " * (i % 50) for i in range(2000)})
        odd = range(1, 2000, 2)
        expected = [hit for hit in index.search("rain", 2000) if hit.passage_id in odd]
        assert are_same(index.search("rain", 60, among=odd), expected[:60])

    def test_terms_are_counted_by_their_passages(self):
        index = fill(self.make(), {1: "Rain, rain and rails", 2: "The port in the rain"})
        assert index.count_terms("ra") == {"rain": 2, "rail": 1}
        assert index.count_terms("rain") == {"rain": 2}
        assert index.count_terms("x") == {}

    def test_nothing_shows_before_the_commit(self):
        index = fill(self.make(), {1: "rain"})
        index.add([2], ["rain"])
        index.remove([1])
        assert (get_ids(index.search("rain", 5)), index.position) == ([1], 1)
        index.commit(2)
        assert (get_ids(index.search("rain", 5)), index.position) == ([2], 2)

    def test_a_text_too_few_is_refused_and_nothing_added(self):
        index = self.make()
        with pytest.raises(ValueError):
            index.add([1, 2], ["rain"])
        index.commit(1)
        assert len(index) == 0

    def test_searches_during_writes_see_whole_commits(self):
        index = fill(self.make(), {1: "rain"})
        with ThreadPoolExecutor(2) as pool:
            found = [pool.submit(lambda: len(index.search("rain", 500))) for _ in range(60)]
            for batch in range(3):
                fill(index, dict.fromkeys(range(batch * 100, batch * 100 + 100), "rain"))
        assert {future.result() for future in found} <= {1, 100, 200, 300}


def apply_changes(index: Index, changes: list[Change]) -> dict[int, str]:
    """Apply the changes; returns the passages that are there after them."""
    passages: dict[int, str] = {}
    for kind, passage_id, text in changes:
        if kind == "add":
            index.add([passage_id], [text])
            passages[passage_id] = text
        elif kind == "remove":
            index.remove([passage_id])
            passages.pop(passage_id, None)
        else:
            index.commit(passage_id)
    index.commit(99)
    return passages
