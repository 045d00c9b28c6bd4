"""BM25 (Robertson & Zaragoza 2009), computed passage by passage: what the engine is held to."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from index import analyzer
from index.ports import Hit

K1 = 1.2
B = 0.75


def idf(passages: int, containing: int) -> float:
    """The weight of a term that ``containing`` of ``passages`` passages hold; above 0."""
    return math.log1p((passages - containing + 0.5) / (containing + 0.5))


def rounded(length: int) -> int:
    """A passage's length in terms as engines of Lucene's family keep it, in one byte.

    Exact up to 40 terms, then rounded down by at most a ninth.
    """
    rest = length - 24
    shift = max(rest.bit_length() - 4, 0) if rest > 0 else 0
    return 24 + (rest >> shift << shift) if shift else length


def score(terms: Sequence[str], weights: Mapping[str, float], average: float) -> float:
    """The BM25 score of a passage's terms for a query's terms and their ``idf``.

    ``average`` is the mean length of all passages in terms. A term counts once for the query,
    however often the query repeats it.
    """
    penalty = K1 * (1 - B + B * rounded(len(terms)) / average)
    total = 0.0
    for term, weight in weights.items():
        if count := terms.count(term):
            total += weight * (K1 + 1) * count / (count + penalty)
    return total


class ExactLexicalIndex:
    """Passages' terms in a dictionary; changes show after ``commit`` only."""

    def __init__(self) -> None:
        self._passages: dict[int, list[str]] = {}
        self._pending: dict[int, list[str] | None] = {}
        self._position = 0

    @property
    def position(self) -> int:
        return self._position

    def __len__(self) -> int:
        return len(self._passages)

    def add(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        passages = list(zip(ids, texts, strict=True))
        self._pending.update((key, analyzer.extract_terms(text)) for key, text in passages)

    def remove(self, ids: Collection[int]) -> None:
        self._pending.update(dict.fromkeys(ids))

    def commit(self, position: int) -> None:
        merged = self._passages | self._pending
        self._passages = {key: terms for key, terms in merged.items() if terms is not None}
        self._pending, self._position = {}, position

    def search(self, query: str, k: int, among: Collection[int] | None = None) -> list[Hit]:
        passages = self._passages
        weights = self._weights(analyzer.extract_terms(query))
        average = sum(map(len, passages.values())) / max(len(passages), 1)
        wanted = passages if among is None else passages.keys() & set(among)
        if not weights:
            return []
        scored = (Hit(key, score(passages[key], weights, average)) for key in wanted)
        hits = [hit for hit in scored if hit.score > 0]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(k, 0)]

    def count_terms(self, prefix: str) -> dict[str, int]:
        held = [term for terms in self._passages.values() for term in set(terms)]
        return dict(Counter(term for term in held if term.startswith(prefix)))

    def _weights(self, terms: list[str]) -> dict[str, float]:
        """The query's terms that stand in a passage, in alphabetical order, with their idf."""
        found = {t: sum(t in own for own in self._passages.values()) for t in sorted(set(terms))}
        return {term: idf(len(self), n) for term, n in found.items() if n}
