"""The trained reader: a model reads the passages, and its signs and the words' choose sentences."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.extraction.base import Reading
from bot.answering.extraction.candidates import Candidate, Field, field_of
from bot.answering.extraction.confidence import Beside, Judgement, Signs, signs_of
from bot.answering.extraction.highlight import find_span
from bot.answering.extraction.selection import Ranked, differing, distinct, evidence
from bot.replies import Span
from index.ports import Vector
from index.reader.base import PassageReader
from index.reader.base import Reading as PassageReading
from index.retriever import RetrievedPassage

READ = 8
"""Passages that the model reads for one question; more cost time and found little more."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, what the model read in its passage, and what speaks for it."""

    candidate: Candidate
    read: PassageReading
    signs: Signs


class TrainedReader:
    """Reads passages with a model (``bot.answering.extraction.base.Reader``)."""

    def __init__(self, model: PassageReader, judgement: Judgement, most: int = READ) -> None:
        self._model = model
        self._judgement = judgement
        self._most = most

    def read(
        self,
        question: str,
        vector: Vector,  # noqa: ARG002 - the passages' cosines say what it has to say
        passages: Sequence[RetrievedPassage],
    ) -> Reading:
        """Up to three pieces of evidence, best first; none and 0 where there is no sentence."""
        field = field_of(question, passages[: self._most])
        judged = self.judged(question, field)
        if not judged:
            return Reading((), 0.0)
        near = [judged[at] for at in self._judgement.near([each.signs for each in judged])]
        ranked = [self._ranked(question, each) for each in near]
        confidence = self._judgement.probability(near[0].signs)
        others = differing(ranked)
        shown = others or distinct(ranked, field.asked)
        return Reading(tuple(map(evidence, shown)), confidence, differ=bool(others))

    def judged(self, question: str, field: Field) -> list[Judged]:
        """Every sentence of what was retrieved, read; those of one passage together."""
        by_passage = defaultdict(list)
        for candidate in field.candidates:
            by_passage[candidate.passage.passage_id].append(candidate)
        groups = list(by_passage.values())
        passages = [group[0].passage for group in groups]
        spans = [[_inside(each) for each in group] for group in groups]
        readings = self._model.read(question, [passage.flow for passage in passages], spans)
        beside = Beside(
            field,
            nearest=max((passage.cosine for passage in passages), default=0.0),
            surest=max((read.answers for read in readings), default=0.0),
        )
        return [
            Judged(candidate, read, signs_of(candidate, span, share, read, beside))
            for group, read, inside in zip(groups, readings, spans, strict=True)
            for candidate, span, share in zip(group, inside, read.shares, strict=True)
        ]

    def _ranked(self, question: str, judged: Judged) -> Ranked:
        candidate = judged.candidate
        return Ranked(candidate, self._judgement.ranked(judged.signs), _highlight(question, judged))


def _inside(candidate: Candidate) -> Span:
    """Where a sentence stands in its passage."""
    return candidate.start - candidate.passage.start, candidate.end - candidate.passage.start


def _highlight(question: str, judged: Judged) -> Span | None:
    """The words that the model points at where they lie in the sentence, else what rules find."""
    candidate, span = judged.candidate, judged.read.span
    text = candidate.passage.article.text
    if judged.signs.holds and span:
        start = candidate.passage.start + span[0]
        end = min(candidate.passage.start + span[1], candidate.end)
        if any(map(str.isalnum, text[start:end])):
            return start, end
    return find_span(question, text, candidate.start, candidate.end)
