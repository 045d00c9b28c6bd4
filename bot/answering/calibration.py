"""The reader's weights: which sentence is the best evidence, and how likely the evidence answers."""

from dataclasses import dataclass
from math import exp, log1p, sqrt
from operator import mul
from typing import NamedTuple

from bot.answering.candidates import Candidate, Features, Field


class Signs(NamedTuple):
    """What speaks for the evidence chosen, on absolute scales: never ranks or shares of the best.

    ``found``: the square root of how many of the question's content terms stand in the sentence
    (at most 6); ``asked``: ln(1 + content terms of the question, at most 8); ``near``: the
    weighted share of the question in it, its neighbours and what is known of the article;
    ``title``, ``pairs``, ``untyped``, ``cosine``: as in ``Features``; ``gap``: how much nearer
    another passage is by cosine; ``apart``: the share of the question that stands in some
    passage, but not near the sentence; ``nowhere``: names and numbers of the question that stand
    in no passage (at most 2); ``meaning``: the cosine of question and sentence, 0 where sentences
    are not embedded.
    """

    found: float
    asked: float
    near: float
    title: float
    pairs: float
    untyped: float
    cosine: float
    gap: float
    apart: float
    nowhere: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """One reader's weights.

    ``ranking`` and ``meaning`` (of the sentence's cosine) order sentences, in log odds of being
    the one that answers; ``bias`` and ``signs`` give the log odds that the evidence answers.
    """

    ranking: Features
    meaning: float
    bias: float
    signs: Signs

    def rank(self, features: Features, meaning: float = 0.0) -> float:
        """How well a sentence answers beside others of the same question: higher is better."""
        return sum(map(mul, self.ranking, features)) + self.meaning * meaning

    def probability(self, signs: Signs) -> float:
        """How likely evidence with these signs answers, in (0, 1)."""
        return 1 / (1 + exp(-self.bias - sum(map(mul, self.signs, signs))))


def signs_of(best: Candidate, field: Field, meaning: float = 0.0) -> Signs:
    """The signs of the best evidence among all that was retrieved."""
    asked, features = field.asked, best.features
    near = features.coverage + features.around + features.title
    return Signs(
        found=sqrt(min(6.0, sum(best.credits[term] for term in asked.content))),
        asked=log1p(min(8, len(asked.content))),
        near=near,
        title=features.title,
        pairs=features.pairs,
        untyped=features.untyped,
        cosine=features.cosine,
        gap=field.nearest - features.cosine,
        apart=asked.share(field.credits) - near,
        nowhere=min(2, sum(field.credits[name] == 0 for name in asked.names if name in field.credits)),
        meaning=meaning,
    )


LEXICAL = Calibration(
    ranking=Features(
        coverage=8.57, around=7.05, title=10.15, rare=3.0, pairs=3.26, typed=0.0, untyped=-1.6, cosine=13.0, heading=-3.4, query=-2.4,
    ),
    meaning=0.0,
    bias=-3.76,
    signs=Signs(
        found=1.7, asked=-0.54, near=0.45, title=0.0, pairs=0.22, untyped=-0.46, cosine=3.44, gap=-5.3, apart=-0.12, nowhere=-0.48, meaning=0.0,
    ),
)
SEMANTIC = LEXICAL
