"""Judges the outcome of each question: the numbers from which the metrics are computed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.evaluation.outcomes import QuestionOutcome
from index.reader.squad import normalize_answer, score_exact_match, score_f1

RankingScores = Mapping[str, float]
"""A question's value for each of ``ndcg_10``, ``recall_1`` … ``recall_20`` and ``mrr_10``."""


def compute_rankings(outcomes: Iterable[QuestionOutcome]) -> dict[str, RankingScores]:
    """Compute the ranking values by id of the questions whose right articles are known.

    Recall@k is the share of the right articles among the first k, RR@10 one over the rank of the
    first right one, nDCG@10 that of Järvelin & Kekäläinen 2002 with gains of 0 and 1.
    """
    import ir_measures

    asked = [outcome for outcome in outcomes if outcome.question.article_ids]
    if not asked:
        return {}
    names = _load_metric_names()
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
def _load_metric_names() -> dict[Any, str]:
    from ir_measures import RR, R, nDCG

    recalls = {R @ k: f"recall_{k}" for k in (1, 5, 10, 20)}
    return {nDCG @ 10: "ndcg_10", **recalls, RR @ 10: "mrr_10"}


_YES_OR_NO = frozenset({"yes", "no"})


def normalize_text(text: str) -> str:
    """Return the text in lower case with white space folded."""
    return " ".join(text.casefold().split())


def contains_words(text: str, wanted: str) -> bool:
    """Whether the text contains ``wanted`` as whole words; case and white space are ignored."""
    where, what = normalize_text(text), normalize_text(wanted)
    place = where.find(what) if what else -1
    while place >= 0:
        if _is_word_boundary(where, place) and _is_word_boundary(where, place + len(what)):
            return True
        place = where.find(what, place + 1)
    return False


def filter_statable(answers: Iterable[str]) -> tuple[str, ...]:
    """Return the answers that an excerpt can state; “yes” and “no” occur in any text."""
    return tuple(answer for answer in answers if normalize_answer(answer) not in _YES_OR_NO)


def _is_word_boundary(text: str, place: int) -> bool:
    """Whether this offset is at a word boundary."""
    inside = 0 < place < len(text)
    return not (inside and text[place - 1].isalnum() and text[place].isalnum())


Column = npt.NDArray[np.float64]
Columns = Mapping[str, Column]
"""One value a question under each name, in the same order; NaN where a value does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionJudgement:
    """The values of one question; ``None`` where a value does not apply.

    ``answered``: 1 for an answer, 0.5 for a possible answer, 0 for an abstention.
    ``right``: what was shown holds an answer or evidence string, 0 where nothing can; for an
    abstention it is said of the citations that it would have shown. ``answer_cited``: a citation
    of an answer holds an answer string. ``exact_match`` and ``f1``: the first highlight, or
    nothing where Byline abstained; the ``squad_`` two give a right abstention a 1.
    ``first_article``: the first citation is from a right article; ``misled``: a citation of an
    answer is from an article known to be wrong. Times are in milliseconds.
    """

    answerable: float
    answered: float
    confidence: float
    right: float | None = None
    answer_cited: float | None = None
    exact_match: float | None = None
    f1: float | None = None
    squad_exact_match: float | None = None
    squad_f1: float | None = None
    first_article: float | None = None
    misled: float | None = None
    ndcg_10: float | None = None
    recall_1: float | None = None
    recall_5: float | None = None
    recall_10: float | None = None
    recall_20: float | None = None
    mrr_10: float | None = None
    excerpts: float = 0
    inexact: float = 0
    embed_ms: float = 0
    search_ms: float = 0
    rerank_ms: float = 0
    read_ms: float = 0
    total_ms: float = 0


def judge_outcome(outcome: QuestionOutcome, ranking: RankingScores | None) -> QuestionJudgement:
    """Judge one outcome; ``ranking`` is given if its right articles are known."""
    span = _judge_span(outcome)
    first, misled = _judge_articles(outcome)
    times = outcome.timings
    return QuestionJudgement(
        answerable=float(outcome.question.answerable),
        answered=outcome.answered,
        confidence=outcome.confidence,
        right=_judge_right(outcome),
        answer_cited=_judge_answer_cited(outcome),
        **(span or {}),
        **_judge_squad(outcome, span),
        first_article=first,
        misled=misled,
        **(ranking or {}),
        excerpts=len(outcome.shown),
        inexact=sum(not shown.exact for shown in outcome.shown),
        embed_ms=times.embed,
        search_ms=times.search,
        rerank_ms=times.rerank,
        read_ms=times.read,
        total_ms=times.total,
    )


def to_columns(rows: Sequence[Any], kind: type) -> Columns:
    """Convert the fields of dataclass rows to arrays of shape ``(rows,)``."""
    return {field.name: _to_column(rows, field.name) for field in fields(kind)}


def _to_column(rows: Sequence[Any], name: str) -> Column:
    return np.array([getattr(row, name) for row in rows], dtype=np.float64)


def _judge_right(outcome: QuestionOutcome) -> float | None:
    question = outcome.question
    if not question.answerable:
        return 0.0
    wanted = (*filter_statable(question.answers), *question.evidence)
    return float(_contains_any(outcome, wanted)) if wanted else None


def _judge_answer_cited(outcome: QuestionOutcome) -> float | None:
    wanted = filter_statable(outcome.question.answers)
    applies = outcome.answered == 1 and outcome.question.answerable and wanted
    return float(_contains_any(outcome, wanted)) if applies else None


def _contains_any(outcome: QuestionOutcome, wanted: Iterable[str]) -> bool:
    words = [shown.excerpt for shown in outcome.shown] + [outcome.own_words]
    return any(contains_words(text, known) for known in wanted for text in words)


def _judge_span(outcome: QuestionOutcome) -> dict[str, float] | None:
    answers = filter_statable(outcome.question.answers)
    if not (outcome.question.answerable and answers):
        return None
    said = outcome.shown[0].highlighted if outcome.answered and outcome.shown else ""
    return {"exact_match": score_exact_match(said, answers), "f1": score_f1(said, answers)}


def _judge_squad(outcome: QuestionOutcome, span: dict[str, float] | None) -> dict[str, float]:
    """Compute the SQuAD 2.0 scores: an abstention is right for an unanswerable question."""
    if outcome.question.answerable:
        return {f"squad_{name}": value for name, value in (span or {}).items()}
    value = 1 - outcome.answered
    return {"squad_exact_match": value, "squad_f1": value}


def _judge_articles(outcome: QuestionOutcome) -> tuple[float | None, float | None]:
    known, wrong = outcome.question.article_ids, outcome.question.wrong_ids
    cited = [shown.article_id for shown in outcome.shown]
    applies = outcome.question.answerable and known
    first = float(bool(cited) and cited[0] in known) if applies else None
    misled = float(outcome.answered > 0 and not set(wrong).isdisjoint(cited)) if wrong else None
    return first, misled
