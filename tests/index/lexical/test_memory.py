from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical.memory import MemoryLexicalIndex
from tests.index.lexical.contract import (
    CHANGES,
    IDS,
    TEXTS,
    Change,
    Index,
    LexicalContract,
    changed,
    rebuilt,
    same,
)


class TestMemoryLexicalIndex(LexicalContract):
    def make(self) -> Index:
        return MemoryLexicalIndex()


@settings(deadline=None)
@given(CHANGES, TEXTS, st.integers(1, 5), st.none() | st.sets(IDS))
def test_changes_give_what_a_rebuild_gives(
    changes: list[Change], query: str, k: int, among: set[int] | None
):
    index = MemoryLexicalIndex()
    passages = changed(index, changes)
    assert same(index.search(query, k, among), rebuilt(passages).search(query, k, among))
    assert (len(index), index.position) == (len(passages), 99)
