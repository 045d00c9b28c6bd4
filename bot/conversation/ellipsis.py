"""Completes elliptical questions from the last one: "Why?", "And in 2011?", "What about Syria?"."""

import re
from collections.abc import Callable, Sequence

from bot.answering.extraction.answer_types import find_expressions
from bot.answering.extraction.question import AnswerType
from bot.conversation.entity_types import EntityType, classify_name, find_name_spans

Match = re.Match[str]

_WH = (
    r"(?:how (?:many|much|long|often|far|old)(?: \w+)?"
    r"|(?:what|which) (?:year|day|time|country|city)"
    r"|who|whom|whose|what|which|when|where|why|how)"
)
_AUX = r"(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might)"
_FEW_WORDS = r"[^\s?.!,;:]+(?:\s+[^\s?.!,;:]+){0,6}"
"""Up to seven words without an end of a clause."""
_BARE_QUESTION = re.compile(
    rf"(?:and\s+)?(?P<wh>{_WH})(?:\s+(?P<not>not|so|exactly|then))?\W*", re.IGNORECASE
)
_ELSE_QUESTION = re.compile(
    r"(?:and\s+)?(?P<wh>who|what|where|when|why|how|any(?:one|body|thing|where))\s+else\W*"
    r"|(?:any|what) (?:others?|more)\W*",
    re.IGNORECASE,
)
_ABOUT_QUESTION = re.compile(
    r"(?:and|but|so|ok|okay)?[\s,]*(?:(?:what|how)\s+about|and\s+(?:what|how)\s+of)\s+"
    rf"(?P<x>{_FEW_WORDS})[\s?.!]*",
    re.IGNORECASE,
)
_AND_QUESTION = re.compile(
    r"(?:and|but|or)[\s,]+(?P<x>(?!(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could"
    rf"|should|what|who|when|where|why|how|which)\b){_FEW_WORDS})[\s?.!]*",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    rf"(?P<x>(?:in|on|at|for|from|by|since|before|after|with)\s+{_FEW_WORDS})\s*\?+\s*",
    re.IGNORECASE,
)
_MORE_REQUEST = re.compile(
    r"(?:(?:please|can you|could you)\s+)?"
    r"(?:tell (?:me|us) more|more|go on|continue|more (?:details|information)(?: please)?)\W*",
    re.IGNORECASE,
)
_QUESTION_START = re.compile(rf"(?P<wh>{_WH})\s+(?=(?P<aux>{_AUX})\b)", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"(?:in|on|at|for|from|by|since|before|after|with|about|of|to|during|under)\s+", re.IGNORECASE
)
_TOPIC = re.compile(r"\b(about|on|of|with|to|for|in)\s+((?:(?!\b(?:about|on|of|with)\b).)+)$")

_HOW_MANY_WORDS = 2
"""Words of "how many"; one more is the thing counted."""


def complete_question(question: str, last: str, texts: Sequence[str] = ()) -> str | None:
    """Complete an elliptical question from the last one; return ``None`` for other questions.

    ``texts`` were shown before; they help to classify a name.
    """
    text, last = question.strip(), last.strip().rstrip("?.! ")
    if not last:
        return None
    for pattern, complete in _COMPLETERS:
        if match := pattern.fullmatch(text):
            return complete(match, last, texts)
    return None


def _complete_bare(match: Match, last: str, _: Sequence[str]) -> str:
    asks = " ".join(filter(None, [match.group("wh"), match.group("not")]))
    asks = asks[0].upper() + asks[1:]
    start = _QUESTION_START.match(last)
    counted = start and len(start.group("wh").split()) > _HOW_MANY_WORDS
    if start and not counted and not _is_who_subject(last):
        return f"{asks} {last[start.end() :]}?"
    if re.match(rf"{_AUX}\b", last, re.IGNORECASE):
        return f"{asks} {_lower_first(last)}?"
    return f"{asks}: {_lower_first(last)}?"


def _complete_else(match: Match, last: str, _: Sequence[str]) -> str:
    wh = match.group("wh") or "what"
    asks = {"anyone": "who", "anybody": "who", "anything": "what", "anywhere": "where"}
    wh = asks.get(wh.casefold(), wh)
    start = re.match(
        r"(?:who|what|where|when|why|how)\b(?!\s+(?:many|much|else))", last, re.IGNORECASE
    )
    rest = last[start.end() :] if start else f": {_lower_first(last)}"
    return f"{wh[0].upper()}{wh[1:]} else{rest}?"


def _complete_about(match: Match, last: str, texts: Sequence[str]) -> str:
    return substitute_words(match.group("x"), last, texts)


def _complete_more(_: Match, last: str, __: Sequence[str]) -> str:
    topic = _QUESTION_START.sub("", re.sub(rf"^(?:{_WH})\s+", "", last, flags=re.IGNORECASE))
    topic = re.sub(rf"^{_AUX}\s+", "", topic, flags=re.IGNORECASE)
    return f"Tell me more about {topic.removeprefix('tell me more about ')}."


_COMPLETERS: tuple[tuple[re.Pattern[str], Callable[[Match, str, Sequence[str]], str]], ...] = (
    (_BARE_QUESTION, _complete_bare),
    (_ELSE_QUESTION, _complete_else),
    (_ABOUT_QUESTION, _complete_about),
    (_AND_QUESTION, _complete_about),
    (_FRAGMENT, _complete_about),
    (_MORE_REQUEST, _complete_more),
)


def substitute_words(words: str, last: str, texts: Sequence[str] = ()) -> str:
    """Return the last question with the words in place of its expression of their type."""
    bare = (
        _PREPOSITION.sub("", words.strip(), count=1) if _PREPOSITION.match(words) else words.strip()
    )
    lead = words.strip()[: len(words.strip()) - len(bare)]
    if span := _find_same_type(bare, last, texts, needs_same=bool(lead)):
        start = _find_lead_start(last, span[0]) if lead else span[0]
        return f"{last[:start]}{lead}{bare}{last[span[1] :]}?"
    topic = _TOPIC.search(last)
    if topic and not lead:
        return f"{last[: topic.start(2)]}{bare}?"
    return f"{last} {lead or 'about '}{bare}?"


def _find_same_type(
    words: str, last: str, texts: Sequence[str], *, needs_same: bool
) -> tuple[int, int] | None:
    """Return the span in the last question with the same type: a time, a person or a place."""
    if _is_whole_expression(words, AnswerType.TIME):
        times = list(find_expressions(AnswerType.TIME, last))
        return times[-1] if times else None
    named = list(find_name_spans(last))
    if not named or not words[:1].isupper():
        return None
    want = _classify(classify_name(words, texts))
    sorts = [(_classify(classify_name(last[a:b], [last, *texts])), (a, b)) for a, b in named]
    same = [span for sort, span in sorts if want and sort == want]
    if same:
        return same[-1]
    if needs_same:
        return None
    unknown = [span for sort, span in sorts if not (want and sort)]
    return unknown[-1] if unknown else None


def _classify(kind: EntityType) -> str:
    if kind.is_person:
        return "person"
    return "place" if kind.place else "group" if kind.organization else ""


def _is_whole_expression(words: str, kind: AnswerType) -> bool:
    return any(b - a >= len(words) - 4 for a, b in find_expressions(kind, words))


def _find_lead_start(last: str, start: int) -> int:
    before = re.search(rf"{_PREPOSITION.pattern}$", last[:start], re.IGNORECASE)
    return before.start() if before else start


def _is_who_subject(last: str) -> bool:
    """Whether "who" is the subject ("Who is selling …"): then the question has no other."""
    return bool(
        re.match(
            r"who\s+(?:is|was|are|were|has|have|had|will)\s+\w+(?:ing|ed)\b", last, re.IGNORECASE
        )
    )


def _lower_first(last: str) -> str:
    first = last.split(maxsplit=1)[0]
    is_plain = re.fullmatch(rf"{_WH.replace(' ', ' ')}|{_AUX}", first, re.IGNORECASE)
    return last[0].lower() + last[1:] if is_plain else last
