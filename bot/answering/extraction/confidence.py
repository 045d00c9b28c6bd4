"""What speaks for a sentence as the answer, and how much of it counts: the trained reader's scales.

``python -m bot.evaluation.research.fit_confidence`` fits the weights into ``judgement.json``.
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
"""Log odds, of being right rather than the best one, within which another sentence is shown."""
_MIN_SHARE = 1e-3
_MAX_ANSWERS, _MAX_MARGIN = 8.0, 16.0


class ConfidenceFeatures(NamedTuple):
    """What speaks for one sentence, on absolute scales: never ranks or shares of the best.

    ``answers``: the log odds, by the model, that its passage answers (within 8); ``margin``: the
    log odds by which the passage's best span beats there being none (within 16); ``share``: ln of
    the share of the model's probability that the answer begins in the sentence; ``holds``: 1 where
    the best span lies in it; ``cosine``: the passage's; ``coverage``, ``title``, ``pairs``,
    ``heading``, ``query``: as in ``candidates.Features``; ``found``: the square root of how many of
    the question's content terms stand in it (at most 6); ``asked``: ln(1 + content terms of the
    question, at most 8); ``missing``: names and numbers of the question that are not in its
    passage or title (at most 2); ``unsaid``: the square root of how many of its other content terms
    are not (at most 6); ``nowhere``: names and numbers that stand in no passage (at most 2);
    ``nearest`` and ``surest``: the highest cosine and ``answers`` of any passage; ``likely``:
    ``answers`` where it is above 0; ``both``: ``answers`` times ``cosine``; ``around``, ``rare``:
    as in ``candidates.Features``; ``untyped``, ``spanned``, ``quoted``, ``apposed``: as in
    ``form.Form``.
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
    """Weights for one reader: ``rank`` orders sentences, ``confidence`` gives log odds.

    Both are sums of a sentence's signs times their weights; ``bias`` is added to the latter.
    """

    reader: str
    rank: ConfidenceFeatures
    confidence: ConfidenceFeatures
    bias: float

    def score(self, features: ConfidenceFeatures) -> float:
        """How well a sentence answers beside others: higher is better."""
        return float(sum(map(mul, self.rank, features)))

    def find_near_best(self, sentences: Sequence[ConfidenceFeatures]) -> list[int]:
        """The places of those within ``MAX_RANK_GAP`` of the best, best first."""
        ranks = [self.score(signs) for signs in sentences]
        order = sorted(range(len(ranks)), key=lambda place: -ranks[place])
        return [place for place in order if ranks[place] >= ranks[order[0]] - MAX_RANK_GAP]

    def compute_probability(self, features: ConfidenceFeatures) -> float:
        """How likely a sentence with these signs answers, in (0, 1)."""
        return 1 / (1 + exp(-self.bias - float(sum(map(mul, self.confidence, features)))))


@dataclass(frozen=True, slots=True)
class RetrievalContext:
    """What else was retrieved: its sentences, the nearest cosine, the surest reading."""

    candidate_set: CandidateSet
    max_cosine: float
    max_answers: float


@cache
def load_confidence_model() -> ConfidenceModel:
    """The weights that belong to the reader that is shipped."""
    kept = json.loads(
        files("bot.answering.extraction").joinpath("judgement.json").read_text("utf-8")
    )
    rank, confidence = (ConfidenceFeatures(**kept[name]) for name in ("rank", "confidence"))
    return ConfidenceModel(kept["reader"], rank, confidence, kept["bias"])


def compute_confidence_features(
    candidate: Candidate,
    span: Span,
    share: float,
    reading: PassageReading,
    context: RetrievalContext,
) -> ConfidenceFeatures:
    """The signs of one sentence of a passage that was read, at ``span`` of it."""
    asked, features = context.candidate_set.query_terms, candidate.features
    answers = _clamp(reading.answers, _MAX_ANSWERS)
    form = match_answer_form(candidate, asked).form
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
        found=sqrt(min(6.0, asked.count_content_terms(candidate.term_scores))),
        asked=log1p(min(8.0, asked.count_content_terms((1.0,) * len(asked.terms)))),
        missing=min(2, asked.count_missing_names(candidate.context_scores)),
        unsaid=sqrt(min(6.0, asked.count_missing_words(candidate.context_scores))),
        nowhere=min(2, asked.count_missing_names(context.candidate_set.term_scores)),
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
