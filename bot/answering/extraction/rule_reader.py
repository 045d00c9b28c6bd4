"""The reader's weights: which sentence is the best evidence, and how likely it is to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p, sqrt
from operator import mul
from typing import NamedTuple

from bot.answering.extraction.base import Extraction
from bot.answering.extraction.candidates import (
    AnswerForm,
    Candidate,
    CandidateSet,
    SentenceFeatures,
    collect_candidates,
    match_answer_form,
)
from bot.answering.extraction.overlap import QueryTerms
from bot.answering.extraction.selection import (
    RankedSentence,
    select_conflicting,
    select_distinct,
    to_evidence,
)
from index.ports import Vector
from index.retriever import RetrievedPassage


class RuleFeatures(NamedTuple):
    """What speaks for the evidence chosen, on absolute scales: never ranks or shares of the best.

    ``found``: the square root of how many of the question's content terms stand in the sentence
    (at most 6); ``asked``: ln(1 + content terms of the question, at most 8); ``title``,
    ``pairs``, ``cosine``: as in ``SentenceFeatures``; ``untyped``: as in ``Form``;
    ``nowhere``: names and numbers of the question that stand in no passage (at most 2).
    """

    found_terms: float
    question_terms: float
    title: float
    pairs: float
    untyped: float
    cosine: float
    unseen_names: float


@dataclass(frozen=True, slots=True)
class RuleWeights:
    """One reader's weights.

    ``features`` and ``form`` order sentences, in log odds of being the one that answers; ``bias``
    and ``signs`` give the log odds that the evidence answers.
    """

    features: SentenceFeatures
    form: AnswerForm
    bias: float
    confidence_features: RuleFeatures

    def score_words(self, features: SentenceFeatures) -> float:
        """How well a sentence answers beside others of the same question, at a first glance."""
        return float(sum(map(mul, self.features, features)))

    def score(self, features: SentenceFeatures, form: AnswerForm) -> float:
        """The same after a closer look: higher is better."""
        return float(self.score_words(features) + sum(map(mul, self.form, form)))

    def compute_probability(self, features: RuleFeatures) -> float:
        """How likely evidence with these signs answers, in (0, 1)."""
        return float(1 / (1 + exp(-self.bias - sum(map(mul, self.confidence_features, features)))))


def compute_rule_features(
    best: Candidate, form: AnswerForm, candidate_set: CandidateSet
) -> RuleFeatures:
    """The signs of the best evidence among all that was retrieved."""
    asked, features = candidate_set.query_terms, best.features
    everything = (1.0,) * len(asked.terms)
    return RuleFeatures(
        found_terms=sqrt(min(6.0, asked.count_content_terms(best.term_scores))),
        question_terms=log1p(min(8.0, asked.count_content_terms(everything))),
        title=features.title,
        pairs=features.pairs,
        untyped=form.untyped,
        cosine=features.cosine,
        unseen_names=min(2, asked.count_missing_names(candidate_set.term_scores)),
    )


WEIGHTS = RuleWeights(
    features=SentenceFeatures(
        coverage=6.37,
        neighbour_coverage=2.03,
        title=4.62,
        idf_coverage=0.95,
        pairs=3.51,
        cosine=10.91,
        is_heading=-3.64,
        is_question=-2.77,
    ),
    form=AnswerForm(untyped=-1.73, spanned=1.67, quoted=0.8, apposed=2.0),
    bias=-2.48,
    confidence_features=RuleFeatures(
        found_terms=2.24,
        question_terms=-2.03,
        title=3.57,
        pairs=0.54,
        untyped=-0.02,
        cosine=3.41,
        unseen_names=-0.43,
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


MAX_SCORE_GAP = 0.8
"""Log odds by which a further sentence may stand behind the best one."""
_MAX_CANDIDATES = 8
"""Sentences looked at closely for one question: the best by their words."""


class RuleReader:
    """Reads passages sentence by sentence, each scored by its words, form and passage's cosine.

    Keeps nothing of a question and may be used from several threads at once.
    """

    def read(
        self,
        question: str,
        vector: Vector,  # noqa: ARG002 - the passages' cosines say what it has to say
        passages: Sequence[RetrievedPassage],
    ) -> Extraction:
        """Up to three pieces of evidence, best first; none and 0 where there is no sentence.

        A sentence that speaks of "it" or "they" is given together with the one before it. The
        confidence is 0 where no word of the question but generic ones stands in the evidence.
        """
        field = collect_candidates(question, passages)
        ranked = _rank_candidates(field)
        if not ranked:
            return Extraction((), 0.0)
        best = ranked[0]
        near = [each for each in ranked if each.score >= best.score - MAX_SCORE_GAP]
        others = select_conflicting(near)
        shown = others or select_distinct(near, field.query_terms)
        confidence = _compute_confidence(best, field)
        return Extraction(tuple(map(to_evidence, shown)), confidence, conflicting=bool(others))


def _rank_candidates(candidate_set: CandidateSet) -> list[RankedSentence]:
    """The sentences worth a closer look, best first."""
    by_words = sorted(
        candidate_set.candidates, key=lambda each: -WEIGHTS.score_words(each.features)
    )
    ranked = [
        _rank_candidate(each, candidate_set.query_terms) for each in by_words[:_MAX_CANDIDATES]
    ]
    return sorted(ranked, key=lambda each: -each.score)


def _rank_candidate(candidate: Candidate, query_terms: QueryTerms) -> RankedSentence:
    seen = match_answer_form(candidate, query_terms)
    return RankedSentence(candidate, WEIGHTS.score(candidate.features, seen.form), seen.span)


def _compute_confidence(best: RankedSentence, candidate_set: CandidateSet) -> float:
    signs = compute_rule_features(
        best.candidate,
        match_answer_form(best.candidate, candidate_set.query_terms).form,
        candidate_set,
    )
    return WEIGHTS.compute_probability(signs) if signs.found_terms else 0.0
