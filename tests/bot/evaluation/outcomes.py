"""Outcomes made by hand."""

from bot.evaluation.folders import KnownQuestion
from bot.evaluation.judge import judged, rankings
from bot.evaluation.outcomes import Outcome, Shown
from bot.evaluation.results import FolderResult
from bot.replies import Timings


def question(question_id="q", *, answerable=True, answers=("forty",), **known):
    return KnownQuestion(question_id, "How many trees?", answerable, answers, **known)


def shown(excerpt="She planted forty trees.", marked=None, *, article="garden", exact=True):
    start = excerpt.index(marked) if marked else 0
    highlight = (start, start + len(marked)) if marked else None
    return Shown(article, f"{article}@0#0-1", "A headline", "", excerpt, highlight, exact)


def outcome(asked=None, *cited, answered=True, confidence=0.5, ranked=(), said="", ms=1.0):
    return Outcome(
        question=asked or question(),
        answered=answered,
        confidence=confidence,
        reason="",
        said=said,
        shown=cited,
        ranked=ranked,
        known_titles=(),
        timings=Timings(total=ms),
    )


def result(*outcomes, name="set"):
    ranked = rankings(outcomes)
    judgements = tuple(judged(each, ranked.get(each.question.id)) for each in outcomes)
    return FolderResult(name, 1, 1, "words", tuple(outcomes), judgements)
