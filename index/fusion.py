"""Several rankings into one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from index.ports import Hit


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[Hit]],
    weights: Sequence[float] | None = None,
    constant: int = 60,
) -> list[Hit]:
    """Fuse rankings by rank alone (Cormack, Clarke & Büttcher 2009), best first, ties by lower id.

    A passage's score is the sum of ``weight / (constant + rank)`` over the rankings that hold it,
    rank 1 first; every weight is 1 unless told. The scores rank and mean nothing more: they are
    no measure of how well a passage answers. Raises ``ValueError`` where there is not one weight
    for each ranking.
    """
    scores: dict[int, float] = defaultdict(float)
    for ranking, weight in zip(
        rankings, [1.0] * len(rankings) if weights is None else weights, strict=True
    ):
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.passage_id] += weight / (constant + rank)
    return sorted(
        (Hit(*item) for item in scores.items()), key=lambda hit: (-hit.score, hit.passage_id)
    )


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
