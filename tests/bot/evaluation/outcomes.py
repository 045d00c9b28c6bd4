"""Outcomes made by hand."""

from bot.evaluation.dataset import KnownQuestion
from bot.evaluation.judge import compute_rankings, judge_outcome
from bot.evaluation.outcomes import QuestionOutcome, ShownCitation
from bot.evaluation.results import FolderResult
from bot.replies import Timings


def build_question(question_id="q", *, answerable=True, answers=("forty",), **known):
    return KnownQuestion(question_id, "How many trees?", answerable, answers, **known)


def build_shown(excerpt="She planted forty trees.", marked=None, *, article="garden", exact=True):
    start = excerpt.index(marked) if marked else 0
    highlight = (start, start + len(marked)) if marked else None
    return ShownCitation(article, f"{article}@0#0-1", "A headline", "", excerpt, highlight, exact)


def build_outcome(
    known=None, *cited, answered=True, confidence=0.5, ranked=(), own_words="", ms=1.0
):
    return QuestionOutcome(
        question=known or build_question(),
        answered=float(answered),
        confidence=confidence,
        reason="",
        own_words=own_words,
        shown=cited,
        ranked=ranked,
        known_titles=(),
        timings=Timings(total=ms),
    )


def build_result(*outcomes, name="set"):
    ranked = compute_rankings(outcomes)
    judgements = tuple(judge_outcome(each, ranked.get(each.question.id)) for each in outcomes)
    return FolderResult(name, 1, 1, "words", tuple(outcomes), judgements)
