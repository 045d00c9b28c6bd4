"""Loads conversations from the question log.

The log stores no completed question, since it may have words of an article, but only which reading
was answered. The completed form is derived anew from the members' questions and the excerpts that
still exist.
"""

from collections.abc import Sequence

from bot.answering.citations import cite
from bot.conversation.readings import Reading, build_readings
from bot.conversation.turns import RewrittenQuestion, Turn, build_turn
from bot.replies import Abstention, Answer, Reply
from corpus.store.questions import QuestionStore
from corpus.store.records import LoggedQuestion

_MAX_QUESTIONS = 10
"""The maximum number of earlier questions of a conversation."""


def load_conversation(
    log: QuestionStore, key: str | None, *, private: bool
) -> list[LoggedQuestion]:
    """Return the question of a key and those it follows, oldest first; empty for an unknown key.

    Private questions are included only if the next question is ``private`` too.
    """
    questions: list[LoggedQuestion] = []
    while key and len(questions) < _MAX_QUESTIONS:
        logged = log.find(key)
        if logged is None or (logged.private and not private):
            break
        questions.insert(0, logged)
        key = logged.follows
    return questions


def build_turns(questions: Sequence[LoggedQuestion]) -> list[Turn]:
    """Return the turns of a conversation, oldest first; withdrawn articles are left out."""
    made: list[Turn] = []
    for each in questions:
        made.append(build_turn(_find_reading(each, made), _to_reply(each)))
    return made


def rewrite_stored(log: QuestionStore, question: LoggedQuestion) -> RewrittenQuestion:
    """Return a logged question as it was read."""
    before = load_conversation(log, question.follows, private=question.private)
    return _find_reading(question, build_turns(before))


def _find_reading(question: LoggedQuestion, turns: Sequence[Turn]) -> RewrittenQuestion:
    """Return the reading that was answered, or the nearest to it that can still be derived."""
    readings = build_readings(question.text, turns)
    # An older store does not say which: a question that could be completed was.
    stored = Reading.COMPLETED if question.reading is None else Reading(question.reading)
    alone = RewrittenQuestion(question.text, question.text)
    if stored is Reading.ALONE:
        return alone
    if question.reading is None:
        return readings.get(stored, alone)
    return readings.get(stored) or readings.get(Reading.IN_CONTEXT, alone)


def _to_reply(question: LoggedQuestion) -> Reply:
    if not question.answered:
        return Abstention(question.text, "")
    cited = tuple(
        cite(place.article, place.start, place.end, score=0.0, highlight=place.highlight)
        for place in question.citations
        if place.article
    )
    return Answer(question.text, cited, 0.0)
