"""The evidence reader: a passage model and the confidence model choose sentences."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from bot.answering.extraction.base import Extraction
from bot.answering.extraction.candidates import Candidate, CandidateSet, collect_candidates
from bot.answering.extraction.confidence import (
    NO_MARGIN,
    ConfidenceFeatures,
    ConfidenceModel,
    compute_confidence_features,
)
from bot.answering.extraction.conflicts import select_conflicting
from bot.answering.extraction.highlight import align_span
from bot.answering.extraction.selection import (
    RankedSentence,
    select_distinct,
    to_evidence,
)
from bot.replies import Span
from index.passages import build_context
from index.ports import Vector
from index.reader.base import PassageReader, ScoredSpan
from index.retriever import RetrievedPassage

MAX_PASSAGES = 8
"""Passages that the model reads for one question; more take longer and find little more."""
FIRST_PASSAGES = 3
"""Passages that are always read."""
_UNDECIDED = 0.0
"""The log odds assumed of a passage that is not read yet, and of the spans in its sentences: higher
ones would have more passages read, for next to no better answers (index/README.md)."""


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate with the best span inside it, in offsets of its passage, and its features."""

    candidate: Candidate
    span: ScoredSpan | None
    features: ConfidenceFeatures


class ModelReader:
    """An ``EvidenceReader`` that ranks sentences with a passage model."""

    def __init__(
        self,
        model: PassageReader,
        confidence_model: ConfidenceModel,
        max_passages: int = MAX_PASSAGES,
    ) -> None:
        self._model = model
        self._confidence_model = confidence_model
        self._max_passages = max_passages

    def read(
        self,
        question: str,
        vector: Vector,  # noqa: ARG002 - the passages' cosines say what it has to say
        passages: Sequence[RetrievedPassage],
    ) -> Extraction:
        """Return up to three pieces of evidence, best first, or none with confidence 0.

        A passage after the first three is read only if it has a sentence whose own features, such
        as the words of the question in it, leave it a chance to be better than the best of these.
        """
        candidate_set = collect_candidates(question, passages[: self._max_passages])
        scored = self._score_promising_candidates(candidate_set)
        if not scored:
            return Extraction((), 0.0)
        near = [
            scored[index]
            for index in self._confidence_model.find_near_best([each.features for each in scored])
        ]
        ranked = [self._rank(question, each) for each in near]
        confidence = self._confidence_model.compute_probability(near[0].features)
        others = select_conflicting(ranked, candidate_set.query_terms)
        shown = others or select_distinct(ranked, candidate_set.query_terms)
        return Extraction(tuple(map(to_evidence, shown)), confidence, conflicting=bool(others))

    def score_candidates(self, candidate_set: CandidateSet) -> list[ScoredCandidate]:
        """Read each passage once, and score all its candidate sentences."""
        return self._read_groups(candidate_set, _group_by_passage(candidate_set))

    def _score_promising_candidates(self, candidate_set: CandidateSet) -> list[ScoredCandidate]:
        """Score those of the first passages, then those of others that may have a better one."""
        groups = _group_by_passage(candidate_set)
        scored = self._read_groups(candidate_set, groups[:FIRST_PASSAGES])
        best = max((self._confidence_model.score(each.features) for each in scored), default=-inf)
        promising = [
            group
            for group in groups[FIRST_PASSAGES:]
            if self._assume_best_score(candidate_set, group) > best
        ]
        return scored + self._read_groups(candidate_set, promising) if promising else scored

    def _assume_best_score(self, candidate_set: CandidateSet, group: Sequence[Candidate]) -> float:
        terms = candidate_set.query_terms
        return max(
            self._confidence_model.score(
                compute_confidence_features(each, terms, _UNDECIDED, _UNDECIDED)
            )
            for each in group
        )

    def _read_groups(
        self, candidate_set: CandidateSet, groups: Sequence[Sequence[Candidate]]
    ) -> list[ScoredCandidate]:
        """Read the passages of groups of candidates, each once."""
        passages = [group[0].passage for group in groups]
        readings = self._model.read(
            candidate_set.query_terms.question,
            [passage.flow for passage in passages],
            [[_to_passage_range(each) for each in group] for group in groups],
            [build_context(each.article, each.start, each.end) for each in passages],
        )
        return [
            _score(candidate, candidate_set, reading.answers, span)
            for group, reading in zip(groups, readings, strict=True)
            for candidate, span in zip(group, reading.spans, strict=True)
        ]

    def _rank(self, question: str, scored: ScoredCandidate) -> RankedSentence:
        return RankedSentence(
            scored.candidate,
            self._confidence_model.score(scored.features),
            _find_highlight(question, scored),
        )


def _group_by_passage(candidate_set: CandidateSet) -> list[list[Candidate]]:
    by_passage = defaultdict(list)
    for candidate in candidate_set.candidates:
        by_passage[candidate.passage.passage_id].append(candidate)
    return list(by_passage.values())


def _to_passage_range(candidate: Candidate) -> Span:
    return candidate.start - candidate.passage.start, candidate.end - candidate.passage.start


def _score(
    candidate: Candidate, candidate_set: CandidateSet, answers: float, span: ScoredSpan | None
) -> ScoredCandidate:
    margin, terms = span.margin if span else NO_MARGIN, candidate_set.query_terms
    return ScoredCandidate(
        candidate, span, compute_confidence_features(candidate, terms, answers, margin)
    )


def _find_highlight(question: str, scored: ScoredCandidate) -> Span | None:
    """Return the model's span in the sentence, with whole words, in article offsets."""
    candidate, span = scored.candidate, scored.span
    if span is None:
        return None
    offset = candidate.passage.start - candidate.start
    aligned = align_span(question, candidate.text, (offset + span.start, offset + span.end))
    return aligned and (candidate.start + aligned[0], candidate.start + aligned[1])
