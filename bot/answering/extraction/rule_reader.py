"""The reader's weights: which sentence is the best evidence, and how likely it is to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p, sqrt
from operator import mul
from typing import NamedTuple

from bot.answering.extraction.base import Reading
from bot.answering.extraction.candidates import Candidate, Features, Field, Form, field_of, look
from bot.answering.extraction.overlap import Asked
from bot.answering.extraction.selection import Ranked, differing, distinct, evidence
from index.ports import Vector
from index.retriever import RetrievedPassage


class Signs(NamedTuple):
    """What speaks for the evidence chosen, on absolute scales: never ranks or shares of the best.

    ``found``: the square root of how many of the question's content terms stand in the sentence
    (at most 6); ``asked``: ln(1 + content terms of the question, at most 8); ``title``,
    ``pairs``, ``cosine``: as in ``Features``; ``untyped``: as in ``Form``;
    ``nowhere``: names and numbers of the question that stand in no passage (at most 2).
    """

    found: float
    asked: float
    title: float
    pairs: float
    untyped: float
    cosine: float
    nowhere: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """One reader's weights.

    ``features`` and ``form`` order sentences, in log odds of being the one that answers; ``bias``
    and ``signs`` give the log odds that the evidence answers.
    """

    features: Features
    form: Form
    bias: float
    signs: Signs

    def by_words(self, features: Features) -> float:
        """How well a sentence answers beside others of the same question, at a first glance."""
        return float(sum(map(mul, self.features, features)))

    def rank(self, features: Features, form: Form) -> float:
        """The same after a closer look: higher is better."""
        return float(self.by_words(features) + sum(map(mul, self.form, form)))

    def probability(self, signs: Signs) -> float:
        """How likely evidence with these signs answers, in (0, 1)."""
        return float(1 / (1 + exp(-self.bias - sum(map(mul, self.signs, signs)))))


def signs_of(best: Candidate, form: Form, field: Field) -> Signs:
    """The signs of the best evidence among all that was retrieved."""
    asked, features = field.asked, best.features
    everything = (1.0,) * len(asked.terms)
    return Signs(
        found=sqrt(min(6.0, asked.content(best.credits))),
        asked=log1p(min(8.0, asked.content(everything))),
        title=features.title,
        pairs=features.pairs,
        untyped=form.untyped,
        cosine=features.cosine,
        nowhere=min(2, asked.names_missing(field.credits)),
    )


WEIGHTS = Calibration(
    features=Features(
        coverage=6.37,
        around=2.03,
        title=4.62,
        rare=0.95,
        pairs=3.51,
        cosine=10.91,
        heading=-3.64,
        query=-2.77,
    ),
    form=Form(untyped=-1.73, spanned=1.67, quoted=0.8, apposed=2.0),
    bias=-2.48,
    signs=Signs(
        found=2.24,
        asked=-2.03,
        title=3.57,
        pairs=0.54,
        untyped=-0.02,
        cosine=3.41,
        nowhere=-0.43,
    ),
)
"""``features`` and ``form`` are a conditional logit over the ten best sentences of each answerable
question, ``signs`` a logistic regression on whether the evidence shown holds an answer; both on
those questions of SQuAD 2.0, CLAPNQ, MultiHop-RAG and RealTime QA whose ids have an even CRC-32,
over full collections, collections without the answering article, and single articles. SQuAD
2.0's adversarial questions count 0.3, since no such score tells them apart. ``quoted`` and
``apposed`` are set by hand, so that a quotation or a title decides between equals: the fit, on very
few cases, gave the first about nothing and the second less than nothing. Which features there are
was chosen while looking at the questions with an odd CRC-32 too, so no part was held out.

Embedding the eight best sentences as well took a hundred times as long and put the right one
first in none to three more of a hundred questions, so it is left out.
"""


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
