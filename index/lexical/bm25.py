"""BM25 (Robertson & Zaragoza 2009): the one formula behind the reference and the engine."""

import math
from collections.abc import Collection, Mapping, Sequence

from index.ports import Hit

K1 = 1.2
B = 0.75


def idf(passages: int, containing: int) -> float:
    """How telling a term is that ``containing`` of ``passages`` passages hold; above 0."""
    return math.log1p((passages - containing + 0.5) / (containing + 0.5))


def rounded(length: int) -> int:
    """A passage's length in terms as engines of Lucene's family keep it, in one byte.

    Exact up to 40 terms, then rounded down by at most a ninth. Reference and engine both count
    with it, so that their scores are the same.
    """
    rest = length - 24
    shift = max(rest.bit_length() - 4, 0) if rest > 0 else 0
    return 24 + (rest >> shift << shift) if shift else length


def score(terms: Sequence[str], weights: Mapping[str, float], average: float) -> float:
    """The BM25 score of a passage's terms for a query's terms and their ``idf``.

    ``average`` is the mean length of all passages in terms. A term counts once for the query,
    however often the query repeats it; the sum runs in the order of ``weights``.
    """
    penalty = K1 * (1 - B + B * rounded(len(terms)) / average)
    total = 0.0
    for term, weight in weights.items():
        if count := terms.count(term):
            total += weight * (K1 + 1) * count / (count + penalty)
    return total


def best(hits: Collection[Hit]) -> list[Hit]:
    """The hits above 0, best first, ties by lower id."""
    return sorted((h for h in hits if h.score > 0), key=lambda hit: (-hit.score, hit.passage_id))
