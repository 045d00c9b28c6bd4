"""Reads a follow-up question as asked and with its conversation, and keeps the surer reading."""

import re
from collections.abc import Callable, Sequence
from enum import IntEnum

from bot.answering.extraction.overlap import GENERIC_TERMS
from bot.conversation.rewriter import complete_question
from bot.conversation.turns import RewrittenQuestion, Turn
from bot.replies import Answer, Reply
from index.analyzer import extract_terms

_MAX_CONTEXT_LENGTH = 600
"""In characters."""
_PREFERENCE = 0.2
"""What is added to the confidence of the completed reading: it says what "he" or "it" means."""
_MAX_TERMS = 4
"""A question with more content terms says what it is about."""
_HAS_DETAIL = re.compile(r"\d|(?<=[a-z] )[A-Z]")
"""A number or a name."""


class Reading(IntEnum):
    """How a question is read; the numbers are stored."""

    ALONE = 0
    """The member's words."""
    IN_CONTEXT = 1
    """The member's words; passages are searched with the question and headline before."""
    COMPLETED = 2
    """Completed from the conversation; passages are searched as for ``IN_CONTEXT``."""


def answer_in_conversation(
    ask: Callable[[RewrittenQuestion], Reply], question: str, turns: Sequence[Turn]
) -> tuple[Reading, RewrittenQuestion, Reply]:
    """Answer a question in its possible readings, and return the surest.

    A question that needs its conversation is read alone only if nothing else answers. ``turns`` are
    oldest first. Raises ``QuestionError`` as ``ask`` does.
    """
    readings = build_readings(question, turns)
    replies = [(key, each, ask(each)) for key, each in readings.items()]
    if Reading.ALONE not in readings and not any(isinstance(row[2], Answer) for row in replies):
        alone = RewrittenQuestion(question, question)
        replies.append((Reading.ALONE, alone, ask(alone)))
    return max(
        replies, key=lambda row: row[2].confidence + _PREFERENCE * (row[0] is Reading.COMPLETED)
    )


def build_readings(question: str, turns: Sequence[Turn]) -> dict[Reading, RewrittenQuestion]:
    """Return the readings to try, the preferred one first."""
    alone = {Reading.ALONE: RewrittenQuestion(question, question)}
    if not turns:
        return alone
    context = " ".join((turns[-1].question, *turns[-1].headlines[:1]))[:_MAX_CONTEXT_LENGTH]
    in_context = {Reading.IN_CONTEXT: RewrittenQuestion(question, question, context)}
    if completed := complete_question(question, turns):
        return {Reading.COMPLETED: RewrittenQuestion(completed, question, context), **in_context}
    return {**alone, **in_context} if _may_depend(question) else alone


def _may_depend(question: str) -> bool:
    terms = set(extract_terms(question)) - GENERIC_TERMS
    return len(terms) <= _MAX_TERMS and not _HAS_DETAIL.search(question)
