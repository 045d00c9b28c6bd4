from hypothesis import given
from hypothesis import strategies as st

from tests.index.lexical.contract import (
    CHANGES,
    IDS,
    TEXTS,
    Change,
    Index,
    LexicalContract,
    apply_changes,
    are_same,
    rebuild,
)
from tests.index.lexical.exact import ExactLexicalIndex


class TestExactLexicalIndex(LexicalContract):
    def make(self) -> Index:
        return ExactLexicalIndex()


@given(CHANGES, TEXTS, st.integers(1, 5), st.none() | st.sets(IDS))
def test_changes_give_what_a_rebuild_gives(
    changes: list[Change], query: str, k: int, among: set[int] | None
):
    index = ExactLexicalIndex()
    passages = apply_changes(index, changes)
    assert are_same(index.search(query, k, among), rebuild(passages).search(query, k, among))
    assert (len(index), index.position) == (len(passages), 99)
