"""Makes a follow-up question stand alone: pronouns, what was left out, the topic that goes on."""

import re
from collections.abc import Sequence

from bot.answering.answerer import LONGEST_QUESTION
from bot.answering.extraction.overlap import GENERIC
from bot.conversation import ellipsis
from bot.conversation.coreference import Anaphor, Group, anaphors, chosen
from bot.conversation.entity_types import kind_of, names_of
from bot.conversation.mentions import Mention, mentions
from bot.conversation.turns import Reason, Resolved, Turn
from bot.replies import in_one_line
from index.analyzer import terms

_MOST_TERMS = 4
"""Content terms of a question that may lean on the last one; with more it says its subject."""
_FEW_TERMS = 2
"""Content terms of a question that says too little to be about anything by itself."""
_ASKING = re.compile(
    r"\W*(?:who|whom|whose|what|which|when|where|why|how|did|do|does|is|are|was|were|has|have|had"
    r"|will|would|can|could|any|tell|describe|name)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\W*(?:what|who)(?:\s+(?:is|are|was|were)|[’']s)\s+(?:an?\s+)?[\w’'-]+(?:\s+[\w’'-]+)?\W*$",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:else|other|others|another|more|again|any|anyone|anything|someone|something|after"
    r"|before|next|later|instead|also)\b",
    re.IGNORECASE,
)


def topic(question: str, found: Sequence[Mention]) -> str:
    """The mention that a question leans on without a word for it; nothing where it stands alone."""
    own = set(terms(question))
    telling = len(own - GENERIC)
    if not _may_lean(question) or telling > (
        _MOST_TERMS if _LEANS.search(question) else _FEW_TERMS
    ):
        return ""
    names = [each for each in found if any(each.asked) and not own & set(terms(each.text))]
    if any(own & set(terms(each.text)) - GENERIC for each in found if any(each.asked[:1])):
        return ""
    best = max(names, key=_weight, default=None)
    return best.text if best else ""


def joined(question: str, words: str) -> str:
    """The question, and what it is about, behind it in parentheses."""
    end = re.search(r"[?.!\s]*$", question)
    bare = question[: end.start()] if end else question
    return f"{bare} ({words})?"


def _may_lean(question: str) -> bool:
    if next(names_of(question), None) or re.search(r"\d", question):
        return False
    return bool(_ASKING.match(question)) and not _DEFINES.match(question)


def _weight(mention: Mention) -> float:
    recency = sum(0.5**back for back, asked in enumerate(mention.asked) if asked)
    return recency + 0.5 * mention.is_name + 0.3 * mention.known + 0.2 * mention.first


_ORDER = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_NTH = re.compile(
    rf"\b(?:the\s+)?(?P<nth>{'|'.join(_ORDER)}|last)\s+(?:one|article|story|report)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|that|the)\s+(?:article|story|report|piece)\b(?!\s+(?:about|on|titled|called|from|by))",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"who (?:wrote|reported)(?: (?:it|this|that))?|when was (?:it|this|that) (?:published|written)",
    re.IGNORECASE,
)
_LONGEST = 200


def named(question: str, last: Turn) -> str | None:
    """The question with the headline of the article it points at; ``None`` where it does not."""
    if not last.headlines:
        return None
    if (match := _NTH.search(question)) and len(last.headlines) > 1:
        place = _place(match.group("nth").casefold(), len(last.headlines))
        return _put(question, match.span(), last.headlines[place]) if place is not None else None
    if match := _THIS.search(question):
        return _put(question, match.span(), last.headlines[0])
    if _WROTE.fullmatch(question.strip().rstrip("?.! ")):
        asks = re.sub(
            r"\s(?:it|this|that)\b", "", question.strip().rstrip("?.! "), flags=re.IGNORECASE
        )
        return _fact(asks, _quoted(last.headlines[0]))
    return None


def _place(nth: str, many: int) -> int | None:
    place = many - 1 if nth == "last" else _ORDER.index(nth)
    return place if place < many else None


def _put(question: str, span: tuple[int, int], headline: str) -> str:
    return f"{question[: span[0]]}{_quoted(headline)}{question[span[1] :]}"


def _fact(asks: str, headline: str) -> str:
    if asks.casefold().startswith("when was"):
        return f"{asks[:8]} {headline} {asks[8:].strip()}?"
    return f"{asks} {headline}?"


def _quoted(headline: str) -> str:
    return f"“{in_one_line(headline)[:_LONGEST].replace('“', '').replace('”', '')}”"


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
    if about_article := named(said, turns[-1]):
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
    if subject := topic(bare, found):
        return joined(bare, subject), [Reason.TOPIC]
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
