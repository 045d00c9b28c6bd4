"""The confidence model: features of a candidate sentence, and weights that rank and calibrate it.

``python -m bot.evaluation.research.fit_confidence`` fits the weights in ``judgement.json``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from operator import mul
from typing import NamedTuple

from bot.answering.extraction.candidates import Candidate, compute_apposition, is_untyped
from bot.answering.extraction.overlap import QueryTerms

MAX_RANK_GAP = 1.0
"""In log odds: sentences within this gap of the best one are shown too."""
_MAX_ANSWERS, _MAX_MARGIN = 8.0, 16.0
NO_MARGIN = -_MAX_MARGIN
"""Of a sentence that the model did not read: the passage is too long."""


class ConfidenceFeatures(NamedTuple):
    """Features of a candidate, on absolute scales: no ranks and no shares of the best.

    ``answers``: the model's log odds that the passage answers (within ±8); ``margin``: its log odds
    of the best span in the sentence against no span (within ±16); ``title``, ``pairs``, ``around``,
    ``query``: as ``title``, ``pairs``, ``neighbour_coverage`` and ``is_question`` of
    ``SentenceFeatures``; ``retrieval``: ``relevance`` of the passage; ``found``: the square root of
    the number of the question's content terms in it (at most 6); ``missing``: names and numbers of
    the question, and its time, that its passage and title lack (at most 2); ``unsaid``: the square
    root of the number of other content terms that they lack (at most 6); ``untyped``: 1 if the
    sentence has no expression of the question's answer type; ``heading``: 1 for a headline or
    heading; ``apposed``: the share, in [0, 1], of
    the words of a "who is" question directly before a name.
    """

    answers: float
    margin: float
    title: float
    pairs: float
    around: float
    query: float
    retrieval: float
    found: float
    missing: float
    unsaid: float
    untyped: float
    heading: float
    apposed: float


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Linear weights for one reader: ``rank`` orders sentences, ``confidence`` gives log odds.

    ``bias`` is added to the log odds.
    """

    reader: str
    rank: ConfidenceFeatures
    confidence: ConfidenceFeatures
    bias: float

    def score(self, features: ConfidenceFeatures) -> float:
        """Return the score of a sentence among those of one question; higher is better."""
        return float(sum(map(mul, self.rank, features)))

    def find_near_best(self, sentences: Sequence[ConfidenceFeatures]) -> list[int]:
        """Return the indices of the sentences within ``MAX_RANK_GAP`` of the best, best first."""
        ranks = [self.score(features) for features in sentences]
        order = sorted(range(len(ranks)), key=lambda place: -ranks[place])
        return [place for place in order if ranks[place] >= ranks[order[0]] - MAX_RANK_GAP]

    def compute_probability(self, features: ConfidenceFeatures) -> float:
        """Return the probability that a sentence answers, in (0, 1)."""
        return 1 / (1 + exp(-self.bias - float(sum(map(mul, self.confidence, features)))))


@cache
def load_confidence_model() -> ConfidenceModel:
    """Load the weights of the reader that ships with Byline."""
    stored = json.loads(
        files("bot.answering.extraction").joinpath("judgement.json").read_text("utf-8")
    )
    rank, confidence = (ConfidenceFeatures(**stored[name]) for name in ("rank", "confidence"))
    return ConfidenceModel(stored["reader"], rank, confidence, stored["bias"])


def compute_confidence_features(
    candidate: Candidate, terms: QueryTerms, answers: float, margin: float
) -> ConfidenceFeatures:
    """Compute the features of a sentence from the model's reading of it and of its passage."""
    features = candidate.features
    return ConfidenceFeatures(
        answers=_clamp(answers, _MAX_ANSWERS),
        margin=_clamp(margin, _MAX_MARGIN),
        title=features.title,
        pairs=features.pairs,
        around=features.neighbour_coverage,
        query=features.is_question,
        retrieval=candidate.passage.relevance,
        found=sqrt(min(6.0, terms.count_content_terms(candidate.term_scores))),
        missing=min(2, terms.count_missing_names(candidate.context_scores)),
        unsaid=sqrt(min(6.0, terms.count_missing_words(candidate.context_scores))),
        untyped=float(is_untyped(candidate, terms)),
        heading=features.is_heading,
        apposed=compute_apposition(candidate, terms),
    )


def _clamp(value: float, bound: float) -> float:
    return max(-bound, min(bound, value))
