"""From a question to a reply: retrieve, read, verify, and answer or abstain."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answering.abstention import EMPTY, NOTHING_NEAR, OUTSIDE, reason
from bot.answering.citations import cite
from bot.answering.extraction.base import Evidence, Reader, Reading
from bot.answering.metadata.record_answerer import FactAnswerer
from bot.answering.verifier import Verifier
from bot.errors import QuestionError
from bot.replies import Abstention, Answer, Citation, Reply, Timings, quoted
from corpus.messages import said
from corpus.scope import EVERYTHING, Scope
from index.retriever import Retriever

LONGEST_QUESTION = 4000
"""Characters; a Discord message of a paying member has as many."""

_EXCERPTS = 3
_NEAREST = 3
_PASSAGES_READ = 10

DIFFER = said("The articles give different answers:")


class Answerer:
    """Answers questions about one collection; abstains below ``threshold`` confidence."""

    def __init__(
        self,
        retriever: Retriever,
        reader: Reader,
        facts: FactAnswerer,
        verifier: Verifier,
        threshold: float,
    ) -> None:
        self._retriever = retriever
        self._reader = reader
        self._facts = facts
        self._verifier = verifier
        self._threshold = threshold

    def answer(
        self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Reply:
        """Answer from the articles in scope published by ``asked_on``, cited, or abstain.

        Raises ``QuestionError`` for a question that is empty or far too long.
        """
        started = time.perf_counter()
        question = checked(question)
        about_articles = self._facts.answer(question, asked_on, scope)
        reply = about_articles or self._from_passages(question, asked_on, scope)
        total = (time.perf_counter() - started) * 1000
        return replace(reply, timings=replace(reply.timings, total=total))

    def _from_passages(self, question: str, asked_on: date | None, scope: Scope) -> Reply:
        found = self._retriever.retrieve(question, _PASSAGES_READ, asked_on, scope)
        started = time.perf_counter()
        reading = self._reader.read(question, found.vector, found.passages)
        citations = self._verifier.verified(map(_citation, reading.evidence))
        timings = Timings(
            embed=found.embed_ms,
            search=found.search_ms,
            read=(time.perf_counter() - started) * 1000,
        )
        if citations and reading.confidence >= self._threshold:
            return _answer(question, citations[:_EXCERPTS], reading, timings)
        why = reason(question, found.passages) if found.passages else self._nothing(scope)
        return Abstention(question, why, citations[:_NEAREST], reading.confidence, timings)

    def _nothing(self, scope: Scope) -> str:
        """Why there is no passage at all."""
        if not self._facts.has_articles():
            return EMPTY
        return OUTSIDE if scope != EVERYTHING else NOTHING_NEAR


def checked(question: str) -> str:
    """The question without white space around it. Raises ``QuestionError``."""
    question = question.strip()
    if not any(character.isalnum() for character in question):
        raise QuestionError(said("The question is empty. Ask it in words."))
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            said(
                "The question has {length} characters; at most {longest} are read. "
                "Ask it in a sentence or two.",
                length=len(question),
                longest=LONGEST_QUESTION,
            )
        )
    return question


def _citation(evidence: Evidence) -> Citation:
    return cite(
        evidence.passage.article,
        evidence.start,
        evidence.end,
        score=evidence.score,
        highlight=evidence.highlight,
    )


def _answer(
    question: str, citations: Sequence[Citation], reading: Reading, timings: Timings
) -> Answer:
    dates = [citation.published for citation in citations if citation.published]
    differ = reading.differ and len(citations) > 1
    return Answer(
        question=question,
        text=f"{DIFFER}\n{quoted(citations)}" if differ else quoted(citations),
        citations=tuple(citations),
        confidence=reading.confidence,
        as_of=max(dates, default=None),
        differ=differ,
        heading=DIFFER if differ else "",
        timings=timings,
    )
