"""The reader without a model: picks whole sentences by what they share with the question."""

from collections.abc import Sequence

from bot.answering.calibration import WEIGHTS, signs_of
from bot.answering.candidates import Candidate, Field, field_of
from bot.answering.choosing import Ranked, distinct, evidence
from bot.answering.differing import differing
from bot.answering.form import look
from bot.answering.matching import Asked
from bot.answering.ports import Reading
from index.ports import Vector
from index.retriever import RetrievedPassage

MARGIN = 0.8
"""Log odds by which a further sentence may stand behind the best one."""
_LOOKED_AT = 8
"""Sentences looked at closely for one question: the best by their words."""


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
        best = ranked[0]
        near = [each for each in ranked if each.score >= best.score - MARGIN]
        others = differing(near)
        shown = others or distinct(near, field.asked)
        confidence = _confidence(best, field)
        return Reading(tuple(map(evidence, shown)), confidence, differ=bool(others))


def _ranked(field: Field) -> list[Ranked]:
    """The sentences worth a closer look, best first."""
    by_words = sorted(field.candidates, key=lambda each: -WEIGHTS.by_words(each.features))
    ranked = [_looked_at(each, field.asked) for each in by_words[:_LOOKED_AT]]
    return sorted(ranked, key=lambda each: -each.score)


def _looked_at(candidate: Candidate, asked: Asked) -> Ranked:
    seen = look(candidate, asked)
    return Ranked(candidate, WEIGHTS.rank(candidate.features, seen.form), seen.span)


def _confidence(best: Ranked, field: Field) -> float:
    signs = signs_of(best.candidate, look(best.candidate, field.asked).form, field)
    return WEIGHTS.probability(signs) if signs.found else 0.0
