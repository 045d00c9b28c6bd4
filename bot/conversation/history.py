"""Conversations as the store keeps them: each question with the one that it follows.

Nothing of what was read into a question is kept, as it may be an article's words: a conversation is
read anew each time, from the members' questions and the excerpts that still stand.
"""

from collections.abc import Sequence

from bot.answering.citations import cite
from bot.conversation.rewriter import resolve
from bot.conversation.turns import Resolved, Turn, turn_of
from bot.ports import QuestionLog
from bot.replies import Abstention, Answer, Reply
from corpus.store.records import Recalled

_MOST = 10
"""Questions of a conversation that are looked back at."""


def conversation(log: QuestionLog, key: str | None, *, private: bool) -> list[Recalled]:
    """The question of a key and those that it follows, the oldest first; none for a key of none.

    Unless what comes next is ``private`` too, nothing that was asked in private is part of it.
    """
    found: list[Recalled] = []
    while key and len(found) < _MOST:
        asked = log.find(key)
        if asked is None or (asked.private and not private):
            break
        found.insert(0, asked)
        key = asked.follows
    return found


def turns(asked: Sequence[Recalled]) -> list[Turn]:
    """The turns of a conversation, oldest first; a withdrawn article has no part in them."""
    made: list[Turn] = []
    for each in asked:
        made.append(turn_of(resolve(each.text, made), _reply(each)))
    return made


def read(log: QuestionLog, asked: Recalled) -> Resolved:
    """A kept question as it would be asked without the conversation that it was asked in."""
    return resolve(asked.text, turns(conversation(log, asked.follows, private=asked.private)))


def _reply(asked: Recalled) -> Reply:
    if not asked.answered:
        return Abstention(asked.text, "")
    cited = tuple(
        cite(place.article, place.start, place.end, score=0.0, highlight=place.highlight)
        for place in asked.places
        if place.article
    )
    return Answer(asked.text, "", cited, 0.0)
