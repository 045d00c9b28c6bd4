"""Dense and lexical scores into one ranking."""

from collections.abc import Mapping

from index.ports import Hit

BM25_WORTH = 30.0
"""The BM25 score that counts as much as a cosine of 1 (figures in index/TUNING.md)."""


def weighted_sum(cosines: Mapping[int, float], bm25: Mapping[int, float]) -> list[Hit]:
    """Fuse by score: cosine plus BM25 / ``BM25_WORTH``, best first, ties by lower id.

    A linear combination with fixed bounds (Bruch, Gai & Ingber 2023): unlike ranks, and unlike
    scores divided by the best of their question, it says how near a passage is, not only how it
    stands beside others. A passage that one mapping lacks scores 0 in it.
    """
    scored = (
        Hit(each, cosines.get(each, 0.0) + bm25.get(each, 0.0) / BM25_WORTH)
        for each in cosines.keys() | bm25.keys()
    )
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage_id))
