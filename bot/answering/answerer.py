"""Answers a question: retrieves and reads passages, verifies citations, and answers or abstains."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.abstention import (
    EMPTY_COLLECTION,
    NO_NEAR_PASSAGE,
    OUTSIDE_PERIOD,
    explain_abstention,
)
from bot.answering.citations import cite
from bot.answering.extraction.base import Evidence, EvidenceReader, Extraction
from bot.answering.extraction.dates import select_timely
from bot.answering.metadata.record_answerer import RecordAnswerer
from bot.answering.verifier import Verifier
from bot.errors import QuestionError
from bot.replies import Abstention, Answer, AnswerKind, Citation, Reply, Timings
from corpus.messages import message
from corpus.scope import EVERYTHING, Scope
from index.retriever import Retriever

MAX_QUESTION_LENGTH = 4000
"""In characters; a Discord message has at most as many (with Nitro)."""

_MAX_EXCERPTS = 3
_MAX_NEAREST = 3
_MAX_PASSAGES = 10

CONFLICT_HEADING = message("The articles give different answers:")
POSSIBLE_HEADING = message("The articles may answer this:")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least confidence of an answer, and of a possible answer; below both, Byline abstains."""

    answer: float
    possible: float


class Answerer:
    """Answers questions about one collection, or abstains."""

    def __init__(
        self,
        retriever: Retriever,
        reader: EvidenceReader,
        record_answerer: RecordAnswerer,
        verifier: Verifier,
        thresholds: Thresholds,
    ) -> None:
        self._retriever = retriever
        self._reader = reader
        self._record_answerer = record_answerer
        self._verifier = verifier
        self._thresholds = thresholds

    def answer(
        self,
        question: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        context: str = "",
    ) -> Reply:
        """Answer from the articles in scope published by ``asked_on``, with citations, or abstain.

        Passages are searched with the ``context`` of a follow-up and the question. Raises
        ``QuestionError`` for a question that is empty or longer than ``MAX_QUESTION_LENGTH``.
        """
        started = time.perf_counter()
        question = validate_question(question)
        about_articles = self._record_answerer.answer(question, asked_on, scope)
        reply = about_articles or self._answer_from_passages(question, asked_on, scope, context)
        total = (time.perf_counter() - started) * 1000
        return replace(reply, timings=replace(reply.timings, total=total))

    def _answer_from_passages(
        self, question: str, asked_on: date | None, scope: Scope, context: str
    ) -> Reply:
        query = f"{context} {question}" if context else question
        found = self._retriever.retrieve(query, _MAX_PASSAGES, asked_on, scope)
        started = time.perf_counter()
        timely = select_timely(found.passages)
        reading = self._reader.read(question, found.vector, timely or found.passages)
        confidence = reading.confidence if timely else 0.0
        citations = self._verifier.verify(map(_to_citation, reading.evidence))
        timings = Timings(
            embed=found.embed_ms,
            search=found.search_ms,
            read=(time.perf_counter() - started) * 1000,
        )
        if citations and confidence >= self._thresholds.answer:
            return _build_answer(question, citations[:_MAX_EXCERPTS], reading, timings)
        if citations and confidence >= self._thresholds.possible:
            return build_possible_answer(question, citations[0], confidence, timings)
        why = (
            explain_abstention(question, found.passages)
            if found.passages
            else self._explain_no_passages(scope)
        )
        return Abstention(question, why, citations[:_MAX_NEAREST], confidence, timings)

    def _explain_no_passages(self, scope: Scope) -> str:
        if not self._record_answerer.has_articles():
            return EMPTY_COLLECTION
        return OUTSIDE_PERIOD if scope != EVERYTHING else NO_NEAR_PASSAGE


def validate_question(question: str) -> str:
    """Return the question without surrounding white space. Raises ``QuestionError``."""
    question = question.strip()
    if not any(character.isalnum() for character in question):
        raise QuestionError(message("The question is empty. Ask it in words."))
    if len(question) > MAX_QUESTION_LENGTH:
        raise QuestionError(
            message(
                "The question has {length} characters; at most {longest} are read. "
                "Ask it in a sentence or two.",
                length=len(question),
                longest=MAX_QUESTION_LENGTH,
            )
        )
    return question


def _to_citation(evidence: Evidence) -> Citation:
    return cite(
        evidence.passage.article,
        evidence.start,
        evidence.end,
        score=evidence.score,
        highlight=evidence.highlight,
    )


def _build_answer(
    question: str, citations: Sequence[Citation], reading: Extraction, timings: Timings
) -> Answer:
    dates = [citation.published for citation in citations if citation.published]
    is_conflict = reading.conflicting and len(citations) > 1
    return Answer(
        question=question,
        citations=tuple(citations),
        confidence=reading.confidence,
        kind=AnswerKind.CONFLICT if is_conflict else AnswerKind.QUOTES,
        heading=CONFLICT_HEADING if is_conflict else "",
        as_of=max(dates, default=None),
        timings=timings,
    )


def build_possible_answer(
    question: str, citation: Citation, confidence: float, timings: Timings
) -> Answer:
    """Return the answer that shows one excerpt as possible."""
    return Answer(
        question=question,
        citations=(citation,),
        confidence=confidence,
        kind=AnswerKind.POSSIBLE,
        heading=POSSIBLE_HEADING,
        as_of=citation.published,
        timings=timings,
    )
