"""The confidence model: features of a candidate sentence, and weights that rank and calibrate it.

``python -m bot.evaluation.research.fit_confidence`` fits the weights in ``judgement.json``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log, log1p, sqrt
from operator import mul
from typing import NamedTuple

from bot.answering.extraction.candidates import Candidate, CandidateSet, match_answer_form
from bot.replies import Span
from index.reader.base import PassageReading

MAX_RANK_GAP = 1.0
"""In log odds: sentences within this gap of the best one are shown too."""
_MIN_SHARE = 1e-3
_MAX_ANSWERS, _MAX_MARGIN = 8.0, 16.0


class ConfidenceFeatures(NamedTuple):
    """Features of a candidate, on absolute scales: no ranks and no shares of the best.

    ``answers``: the model's log odds that the passage answers (within ±8); ``margin``: its log odds
    of the best span against no span (within ±16); ``share``: ln of the probability that the answer
    begins in the sentence; ``holds``: 1 if the best span begins in it; ``cosine``: of the passage;
    ``coverage``, ``title``, ``pairs``, ``heading``, ``query``, ``around``, ``rare``: as
    ``coverage``, ``title``, ``pairs``, ``is_heading``, ``is_question``, ``neighbour_coverage`` and
    ``idf_coverage`` of ``SentenceFeatures``; ``found``: the square root of the number of the
    question's content terms in it (at most 6); ``asked``: ln(1 + content terms of the question, at
    most 8); ``missing``: names and numbers of the question that its passage and title lack (at most
    2); ``unsaid``: the square root of the number of other content terms that they lack (at most 6);
    ``nowhere``: names and numbers that all passages lack (at most 2); ``nearest`` and ``surest``:
    the highest cosine and ``answers`` of any passage; ``likely``: ``max(0, answers)``; ``both``:
    ``answers`` times ``cosine``; ``untyped``, ``spanned``, ``quoted``, ``apposed``: as in
    ``AnswerForm``.
    """

    answers: float
    margin: float
    share: float
    holds: float
    cosine: float
    coverage: float
    title: float
    pairs: float
    heading: float
    query: float
    found: float
    asked: float
    missing: float
    unsaid: float
    nowhere: float
    nearest: float
    surest: float
    likely: float
    both: float
    around: float
    rare: float
    untyped: float
    spanned: float
    quoted: float
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


@dataclass(frozen=True, slots=True)
class RetrievalContext:
    """What else was retrieved: all candidates, the highest cosine, the highest ``answers``."""

    candidate_set: CandidateSet
    max_cosine: float
    max_answers: float


@cache
def load_confidence_model() -> ConfidenceModel:
    """Load the weights of the reader that ships with Byline."""
    stored = json.loads(
        files("bot.answering.extraction").joinpath("judgement.json").read_text("utf-8")
    )
    rank, confidence = (ConfidenceFeatures(**stored[name]) for name in ("rank", "confidence"))
    return ConfidenceModel(stored["reader"], rank, confidence, stored["bias"])


def compute_confidence_features(
    candidate: Candidate,
    span: Span,
    share: float,
    reading: PassageReading,
    context: RetrievalContext,
) -> ConfidenceFeatures:
    """Compute the features of a sentence at ``span`` of its passage."""
    terms, features = context.candidate_set.query_terms, candidate.features
    answers = _clamp(reading.answers, _MAX_ANSWERS)
    form = match_answer_form(candidate, terms).form
    return ConfidenceFeatures(
        answers=answers,
        margin=_clamp(reading.margin, _MAX_MARGIN),
        share=log(share + _MIN_SHARE),
        holds=float(reading.span is not None and span[0] <= reading.span[0] < span[1]),
        cosine=features.cosine,
        coverage=features.coverage,
        title=features.title,
        pairs=features.pairs,
        heading=features.is_heading,
        query=features.is_question,
        found=sqrt(min(6.0, terms.count_content_terms(candidate.term_scores))),
        asked=log1p(min(8.0, terms.count_content_terms((1.0,) * len(terms.terms)))),
        missing=min(2, terms.count_missing_names(candidate.context_scores)),
        unsaid=sqrt(min(6.0, terms.count_missing_words(candidate.context_scores))),
        nowhere=min(2, terms.count_missing_names(context.candidate_set.term_scores)),
        nearest=context.max_cosine,
        surest=_clamp(context.max_answers, _MAX_ANSWERS),
        likely=max(0.0, answers),
        both=answers * features.cosine,
        around=features.neighbour_coverage,
        rare=features.idf_coverage,
        **form._asdict(),
    )


def _clamp(value: float, bound: float) -> float:
    return max(-bound, min(bound, value))
