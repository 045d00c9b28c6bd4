"""Conversations as the store keeps them: each question with the one that it follows.

Nothing of what was read into a question is kept, as it may be an article's words: a conversation is
read anew each time, from the members' questions and the excerpts that still stand.
"""

from collections.abc import Sequence

from bot.answering.citations import cite
from bot.conversation.rewriter import rewrite
from bot.conversation.turns import RewrittenQuestion, Turn, build_turn
from bot.replies import Abstention, Answer, Reply
from corpus.store.questions import QuestionStore
from corpus.store.records import LoggedQuestion

_MAX_QUESTIONS = 10
"""Questions of a conversation that are looked back at."""


def load_conversation(
    log: QuestionStore, key: str | None, *, private: bool
) -> list[LoggedQuestion]:
    """The question of a key and those that it follows, the oldest first; none for a key of none.

    Unless what comes next is ``private`` too, nothing that was asked in private is part of it.
    """
    found: list[LoggedQuestion] = []
    while key and len(found) < _MAX_QUESTIONS:
        asked = log.find(key)
        if asked is None or (asked.private and not private):
            break
        found.insert(0, asked)
        key = asked.follows
    return found


def build_turns(questions: Sequence[LoggedQuestion]) -> list[Turn]:
    """The turns of a conversation, oldest first; a withdrawn article has no part in them."""
    made: list[Turn] = []
    for each in questions:
        made.append(build_turn(rewrite(each.text, made), _to_reply(each)))
    return made


def rewrite_stored(log: QuestionStore, question: LoggedQuestion) -> RewrittenQuestion:
    """A kept question as it would be asked without the conversation that it was asked in."""
    return rewrite(
        question.text,
        build_turns(load_conversation(log, question.follows, private=question.private)),
    )


def _to_reply(question: LoggedQuestion) -> Reply:
    if not question.answered:
        return Abstention(question.text, "")
    cited = tuple(
        cite(place.article, place.start, place.end, score=0.0, highlight=place.highlight)
        for place in question.citations
        if place.article
    )
    return Answer(question.text, cited, 0.0)
