"""Several rankings into one."""

from collections import defaultdict
from collections.abc import Sequence

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
