"""Follow-ups to a list or an excerpt that speak of an article: "the second one", "this article"."""

import re

from bot.conversation.turns import Turn
from bot.wording import in_one_line

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
