"""Answers what a member writes: a question, a topic, or small talk."""

import time
from dataclasses import replace
from datetime import date

from bot.answering.answerer import Answerer, build_possible_answer, validate_question
from bot.answering.heading_answers import HeadingAnswerer
from bot.answering.metadata.record_answerer import RecordAnswerer
from bot.answering.small_talk import answer_small_talk, strip_courtesies
from bot.answering.topic_queries import parse_statement_topic, parse_topic
from bot.answering.topics import TopicAnswerer
from bot.replies import Abstention, Answer, AnswerKind, Reply
from corpus.scope import EVERYTHING, Scope
from index.spelling import NameSpeller


class QueryAnswerer:
    """Decides what a text is, and has it answered.

    A greeting before a question is not read, and misspelt names are read as the articles write
    them.
    """

    def __init__(
        self,
        answerer: Answerer,
        record_answerer: RecordAnswerer,
        topic_answerer: TopicAnswerer,
        heading_answerer: HeadingAnswerer,
        speller: NameSpeller,
    ) -> None:
        self._heading_answerer = heading_answerer
        self._speller = speller
        self._answerer = answerer
        self._record_answerer = record_answerer
        self._topic_answerer = topic_answerer

    def answer(
        self,
        text: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        context: str = "",
    ) -> Reply:
        """Reply to a text, from the articles in scope published by ``asked_on``.

        Passages are searched with the ``context`` too, the earlier question of a conversation.
        Raises ``QuestionError`` as ``Answerer.answer`` does.
        """
        started = time.perf_counter()
        text = validate_question(text)
        reply = answer_small_talk(text) or self._answer_corrected(
            strip_courtesies(text), asked_on, scope, context
        )
        total = (time.perf_counter() - started) * 1000
        return replace(reply, question=text, timings=replace(reply.timings, total=total))

    def _answer_corrected(
        self, query: str, asked_on: date | None, scope: Scope, context: str
    ) -> Reply:
        corrected = self._speller.correct(query)
        reply = self._answer_query(corrected, asked_on, scope, context)
        return reply if corrected == query else replace(reply, read_as=corrected)

    def _answer_query(self, query: str, asked_on: date | None, scope: Scope, context: str) -> Reply:
        """Answer a topic with what the articles say about it, and a question with its answer.

        A topic that was named alone can be a question in short ("bridge repair cost"), so that a
        sure answer comes first. A follow-up ("What about Syria?") names no topic of its own.
        """
        query_topic = None if context else parse_topic(query)
        if query_topic and query_topic.requested:
            found = self._record_answerer.answer(query, asked_on, scope)
            found = found or self._topic_answerer.answer(query_topic.topic, asked_on, scope)
            if found:
                return found
        reply = self._answerer.answer(query, asked_on, scope, context)
        if isinstance(reply, Answer) and reply.kind is not AnswerKind.POSSIBLE:
            return reply
        if query_topic and not query_topic.requested:
            return self._topic_answerer.answer(query_topic.topic, asked_on, scope) or reply
        found = self._heading_answerer.answer(query, asked_on, scope)
        return found or self._find_statement(query, asked_on, scope, reply)

    def _find_statement(
        self, query: str, asked_on: date | None, scope: Scope, reply: Reply
    ) -> Reply:
        """Show what the articles have on speaker and topic if the reader finds no statement."""
        topic = parse_statement_topic(query) if isinstance(reply, Abstention) else None
        found = self._topic_answerer.answer(topic, asked_on, scope) if topic else None
        if found is None:
            return reply
        return build_possible_answer(query, found.citations[0], reply.confidence, reply.timings)
