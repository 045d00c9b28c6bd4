"""The default reader: picks whole sentences by what they share with the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.calibration import WEIGHTS, signs_of
from bot.answering.candidates import Candidate, Field, field_of
from bot.answering.form import Look, look
from bot.answering.matching import Asked
from bot.answering.ports import Evidence, Reading
from bot.replies import Span
from index.ports import Vector
from index.retrieval import RetrievedPassage

MOST = 3
"""Pieces of evidence in one reading at the most."""
MARGIN = 0.8
"""Log odds by which a further sentence may stand behind the best one."""
_TWIN = 0.6
"""The share of its terms beyond the question from which on it says what another one says."""
_LOOKED_AT = 8
"""Sentences looked at closely for one question: the best by their words."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    candidate: Candidate
    look: Look
    score: float


class SentenceReader:
    """Reads passages sentence by sentence, each scored by its words, form and passage's cosine.

    Keeps nothing of a question and may be used from several threads at once.
    """

    def read(
        self,
        question: str,
        vector: Vector,  # noqa: ARG002 - the passages' cosines say what it has to say
        passages: Sequence[RetrievedPassage],
    ) -> Reading:
        """Up to three pieces of evidence, best first; none and 0 where there is no sentence.

        A sentence that speaks of "it" or "they" is given together with the one before it. The
        confidence is 0 where no word of the question but generic ones stands in the evidence.
        """
        field = field_of(question, passages)
        ranked = _ranked(field)
        if not ranked:
            return Reading((), 0.0)
        chosen = _chosen(ranked, frozenset(field.asked.terms))
        return Reading(tuple(map(_evidence, chosen)), _confidence(ranked[0], field))


def _ranked(field: Field) -> list[_Ranked]:
    """The sentences worth a closer look, best first."""
    by_words = sorted(field.candidates, key=lambda each: -WEIGHTS.by_words(each.features))
    ranked = [_looked_at(each, field.asked) for each in by_words[:_LOOKED_AT]]
    return sorted(ranked, key=lambda each: -each.score)


def _looked_at(candidate: Candidate, asked: Asked) -> _Ranked:
    seen = look(candidate, asked)
    return _Ranked(candidate, seen, WEIGHTS.rank(candidate.features, seen.form))


def _confidence(best: _Ranked, field: Field) -> float:
    signs = signs_of(best.candidate, best.look.form, field)
    return WEIGHTS.probability(signs) if signs.found else 0.0


def _chosen(ranked: Sequence[_Ranked], asked: frozenset[str]) -> list[_Ranked]:
    """The best sentence, and those near it that say something else; ``asked`` says nothing new."""
    chosen = [ranked[0]]
    for each in ranked[1:]:
        if len(chosen) == MOST or each.score < chosen[0].score - MARGIN:
            break
        if _may_join(each.candidate, chosen, asked):
            chosen.append(each)
    return chosen


def _may_join(candidate: Candidate, chosen: Sequence[_Ranked], asked: frozenset[str]) -> bool:
    is_statement = not (candidate.features.heading or candidate.features.query)
    return is_statement and not any(
        _are_twins(candidate, other.candidate, asked) for other in chosen
    )


def _are_twins(one: Candidate, other: Candidate, asked: frozenset[str]) -> bool:
    """Whether two sentences overlap, once each has what it leans on, or add nearly the same."""
    if one.passage.article.id == other.passage.article.id:
        (a, b), (c, d) = _span(one), _span(other)
        if a < d and c < b:
            return True
    news, others = one.sentence.terms - asked, other.sentence.terms - asked
    return len(news & others) >= _TWIN * min(len(news), len(others))


def _evidence(ranked: _Ranked) -> Evidence:
    candidate = ranked.candidate
    return Evidence(candidate.passage, *_span(candidate), ranked.score, ranked.look.span)


def _span(candidate: Candidate) -> Span:
    """The sentence, from the start of the one before it where it leans on that."""
    before = candidate.before if candidate.sentence.leans_back else None
    return (before or (candidate.start,))[0], candidate.end
