"""How high the right articles stand in a ranking, by ir-measures."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.evaluation.outcomes import Outcome

Ranking = Mapping[str, float]
"""A question's value for each of ``ndcg_10``, ``recall_1`` … ``recall_20`` and ``mrr_10``."""


def rankings(outcomes: Iterable[Outcome]) -> dict[str, Ranking]:
    """The rankings' values by question id, of the questions whose right articles are known.

    Recall@k is the share of the right articles among the first k, RR@10 one over the rank of the
    first right one, nDCG@10 that of Järvelin & Kekäläinen 2002 with gains of 0 and 1.
    """
    import ir_measures

    asked = [outcome for outcome in outcomes if outcome.question.article_ids]
    if not asked:
        return {}
    names = _names()
    right = [
        ir_measures.Qrel(outcome.question.id, article, 1)
        for outcome in asked
        for article in outcome.question.article_ids
    ]
    ranked = [
        ir_measures.ScoredDoc(outcome.question.id, article, float(-rank))
        for outcome in asked
        for rank, article in enumerate(outcome.ranked)
    ]
    values: dict[str, dict[str, float]] = {outcome.question.id: {} for outcome in asked}
    for found in ir_measures.iter_calc(list(names), right, ranked):
        values[found.query_id][names[found.measure]] = float(found.value)
    return dict(values)


@cache
def _names() -> dict[Any, str]:
    from ir_measures import RR, R, nDCG

    recalls = {R @ k: f"recall_{k}" for k in (1, 5, 10, 20)}
    return {nDCG @ 10: "ndcg_10", **recalls, RR @ 10: "mrr_10"}
