"""Makes a follow-up question stand alone: pronouns, what was left out, the topic that goes on."""

import re
from collections.abc import Sequence

from bot.answering.answerer import LONGEST_QUESTION
from bot.conversation import articles, carrying, ellipsis
from bot.conversation.anaphors import Anaphor, Group, anaphors
from bot.conversation.antecedents import chosen
from bot.conversation.kinds import kind_of, names_of
from bot.conversation.mentions import Mention, mentions
from bot.conversation.turns import Reason, Resolved, Turn

_SURE = 0.08
"""The probability from which an anaphor is taken to stand for a mention."""
_OPENING = re.compile(
    r"^(?:and|but|so|also|then|ok(?:ay)?|well|interesting|thanks?(?: you)?|really|hm+)\b"
    r"[\s,.!?…-]+(?=\w)",
    re.IGNORECASE,
)


def resolve(question: str, turns: Sequence[Turn]) -> Resolved:
    """The question as it would be asked without the conversation, ``turns`` oldest first.

    A question that stands alone, that would become longer than a question may be, or that nothing
    said before completes, stays exactly as it is.
    """
    turns = [turn for turn in turns if _says_something(turn)]
    said = question.strip()
    if not turns or not said or len(said) > _LONGEST_FOLLOW_UP:
        return Resolved(question, question)
    read, reasons = _read(said, turns)
    if not reasons or len(read) > LONGEST_QUESTION:
        return Resolved(question, question)
    return Resolved(read, question, tuple(dict.fromkeys(reasons)))


_LONGEST_FOLLOW_UP = 400
"""Characters; a longer question says what it is about."""


def _says_something(turn: Turn) -> bool:
    return any(c.isalnum() for c in f"{turn.question}{' '.join((*turn.headlines, *turn.names))}")


def _read(said: str, turns: Sequence[Turn]) -> tuple[str, list[Reason]]:
    if about_article := articles.named(said, turns[-1]):
        return about_article, [Reason.ARTICLE]
    last = turns[-1].question
    if len(last) <= _LONGEST_FOLLOW_UP and (whole := _completed(said, turns)):
        if not anaphors(whole):
            return whole, [Reason.ELLIPSIS]
        said = whole
    found = mentions(turns)
    bare = _capital(_OPENING.sub("", said))
    read = _without_anaphors(bare, found, last)
    if read != bare:
        return read, [Reason.PRONOUN]
    if subject := carrying.topic(bare, found):
        return carrying.joined(bare, subject), [Reason.TOPIC]
    return said, []


def _completed(said: str, turns: Sequence[Turn]) -> str | None:
    texts = [text for turn in turns for text in (turn.question, *turn.excerpts)]
    return ellipsis.completed(said, turns[-1].question, texts)


def _without_anaphors(question: str, found: Sequence[Mention], last: str) -> str:
    """Each anaphor's first of a group replaced; the second of one group reads well as it is."""
    taken: dict[Group, Mention] = {}
    read, at = "", 0
    for anaphor in anaphors(question):
        if anaphor.group in taken or _is_named_before(anaphor, question):
            continue
        # "Where did she plant them?": two of a question stand for two things.
        best = chosen(anaphor, question, [each for each in found if each not in taken.values()])
        if best and best[1] >= _SURE:
            taken[anaphor.group] = best[0]
            read += question[at : anaphor.start] + _written(anaphor, best[0], last)
            at = anaphor.end
    return _capital(read + question[at:])


def _is_named_before(anaphor: Anaphor, question: str) -> bool:
    """Whether a person whom "his" or "she" may mean stands before it in the question itself."""
    if anaphor.group not in (Group.HE, Group.SHE):
        return False
    before = question[: anaphor.start]
    kinds = [kind_of(before[a:b], [question]) for a, b in names_of(before)]
    return any(not (kind.place or kind.group) for kind in kinds)


def _written(anaphor: Anaphor, mention: Mention, last: str) -> str:
    name = _as_said(mention, last)
    if anaphor.owns:
        return f"{name}’" if name.endswith("s") and mention.plural else f"{name}’s"
    return f"in {name}" if anaphor.group is Group.PLACE else name


def _as_said(mention: Mention, last: str) -> str:
    """A name as the last question has it, which is how the articles are likely to have it."""
    if not mention.is_name or mention.kind.group:
        return f"the {mention.text}" if mention.has_article else mention.text
    short = mention.text.split()[-1]
    is_short = mention.text not in last and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", last)
    return short if is_short and mention.kind.is_person else mention.text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() else text
