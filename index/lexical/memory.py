"""The exact BM25 that every lexical engine is held to."""

from collections.abc import Collection, Sequence

from index import analyzer
from index.lexical import bm25
from index.ports import Hit


class MemoryLexicalIndex:
    """Passages' terms in a dictionary, scored one by one; for tests and small collections.

    Like an index on disk it shows what was added and removed after ``commit`` only.
    """

    def __init__(self) -> None:
        self._passages: dict[int, list[str]] = {}
        self._pending: dict[int, list[str] | None] = {}
        self._position = 0

    @property
    def position(self) -> int:
        """The change-log position of the last commit; 0 before the first."""
        return self._position

    def __len__(self) -> int:
        """How many passages are committed."""
        return len(self._passages)

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Add passages; an id that is there already gets the new text.

        Raises ``ValueError`` where there is not one text for each id.
        """
        passages = list(zip(ids, texts, strict=True))
        self._pending.update((key, analyzer.extract_terms(text)) for key, text in passages)

    def remove(self, ids: Collection[int]) -> None:
        """Remove these ids; those that are not there are passed over."""
        self._pending.update(dict.fromkeys(ids))

    def commit(self, position: int) -> None:
        """Show everything since the last commit, which is then at ``position``."""
        merged = self._passages | self._pending
        self._passages = {key: terms for key, terms in merged.items() if terms is not None}
        self._pending, self._position = {}, position

    def rollback(self) -> None:
        """Forget everything since the last commit."""
        self._pending = {}

    def reload(self) -> None:
        """Do nothing: there is no other writer."""

    def clear(self) -> None:
        """Remove everything, at once, and go back to position 0."""
        self._passages, self._pending, self._position = {}, {}, 0

    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]:
        """The ``k`` passages of the highest BM25 score above 0, best first, ties by lower id."""
        passages = self._passages
        weights = self._weights(analyzer.extract_terms(query))
        average = sum(map(len, passages.values())) / max(len(passages), 1)
        wanted = passages if among is None else passages.keys() & set(among)
        if not weights:
            return []
        hits = [Hit(key, bm25.score(passages[key], weights, average)) for key in wanted]
        return bm25.best(hits)[: max(k, 0)]

    def _weights(self, terms: list[str]) -> dict[str, float]:
        """The query's terms that stand in a passage, in alphabetical order, with their idf."""
        found = {t: sum(t in own for own in self._passages.values()) for t in sorted(set(terms))}
        return {term: bm25.idf(len(self), n) for term, n in found.items() if n}
