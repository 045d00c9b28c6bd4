"""Analyses a question: the type of answer it expects, and the words it is about."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_STEM_LENGTH = 5
WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
FUNCTION_WORDS = frozenset(
    WORD.findall(
        "a an the of in on at by for from with to into as is are was were be been being do "
        "does did has have had will would can could may might shall should it its this that "
        "these those there he she they we you i his her their our your my and or but not no "
        "so if than then what which who whom whose when where why how many much long old "
        "often far about after before during between under over out up off also"
    )
)
"""Words that say nothing about the subject of a question."""
_W = r"\b(?:what|which)"
_OTHER_THAN = r"(?:type|kind|sort|did|do|does|is|was|were|are|has|had)\b"
_THING = rf"(?:\s+(?!{_OTHER_THAN})[\w’'-]+){{0,2}}?\s+"
_REGION = "country|city|town|state|county|province|continent|village|island|nation|capital"
_NAMED = (
    r"company|group|organi[sz]ation|team|party|agency|firm|bank|newspaper|book|film|movie|show"
    r"|song|album|award|university|school|club|airline|artist|actor|actress|singer|player"
    r"|president|king|queen|leader|ship|treaty|person|man|woman|politician|minister|celebrity"
    r"|author|river|lake|band|network|court|museum|emperor|pope|senator|governor|scientist"
)
_EXTENT = r"much|far|tall|high|big|fast|deep|large|heavy|wide"
_FOLLOWING_WORD = re.compile(r"\b(?:who(?:se|m)?|how many|how much|(?:what|which) \w+)\s+(\w+)")


class AnswerType(StrEnum):
    """The type of the expected answer."""

    PERSON = "person"
    NAME = "name"
    PLACE = "place"
    TIME = "time"
    YEAR = "year"
    CENTURY = "century"
    COUNT = "count"
    AMOUNT = "amount"
    AGE = "age"
    DURATION = "duration"
    FREQUENCY = "frequency"
    PERCENTAGE = "percentage"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """A question's answer type; ``stems`` are those of its content words, in lower case.

    ``next_word`` is the stem of the word after the question word ("Who *explored* …", "How many
    *ships* …") if it is a content word.
    """

    answer_type: AnswerType
    stems: frozenset[str]
    next_word: str | None


@lru_cache(maxsize=256)
def analyze_question(question: str) -> QuestionAnalysis:
    """Analyse a question by its question word; other sentences have the type ``OTHER``."""
    folded = question.casefold()
    kind = next(
        (kind for kind, pattern in _TYPE_PATTERNS if pattern.search(folded)), AnswerType.OTHER
    )
    words = (word.group() for word in WORD.finditer(folded))
    stems = frozenset(stem(word) for word in words if word not in FUNCTION_WORDS)
    following = _FOLLOWING_WORD.search(folded)
    word = following.group(1) if following else ""
    return QuestionAnalysis(
        kind, stems, stem(word) if word and word not in FUNCTION_WORDS else None
    )


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the first five letters as a rough stem: "visits" and "visit" have the same."""
    bare = word.casefold().removesuffix("’s").removesuffix("'s")
    if len(bare) > _STEM_LENGTH:
        return bare[:_STEM_LENGTH]
    return bare.removesuffix("s") if len(bare) > len("was") else bare


_PATTERNS = {
    r"\bhow many\b": AnswerType.COUNT,
    r"\bhow old\b|\b(?:what|which) age\b": AnswerType.AGE,
    r"\bhow (?:often|frequently|regularly)\b": AnswerType.FREQUENCY,
    r"\bhow (?:long ago|recently|soon)\b|\b(?:since|until|till) when\b": AnswerType.TIME,
    r"\bhow long\b": AnswerType.DURATION,
    rf"\bhow (?:{_EXTENT})\b": AnswerType.AMOUNT,
    r"^why\b|\bwhy (?:did|was|were|is|are|do|does|has|have)\b": AnswerType.REASON,
    r"\bfor what reason\b": AnswerType.REASON,
    r"\bhow\b": AnswerType.OTHER,
    rf"{_W} (?:percent|proportion|share of)": AnswerType.PERCENTAGE,
    rf"{_W} years?\b": AnswerType.YEAR,
    rf"{_W} century\b": AnswerType.CENTURY,
    rf"{_W} (?:date|day|month|decade|time)\b": AnswerType.TIME,
    rf"\b(?:in|from|to|at|of|near) (?:what|which){_THING}(?:{_REGION})\b": AnswerType.PLACE,
    rf"{_W}{_THING}(?:{_REGION}|{_NAMED})\b": AnswerType.NAME,
    _W: AnswerType.OTHER,
    r"\bwho(?:m|se)?\b": AnswerType.PERSON,
    r"\bwhere\b": AnswerType.PLACE,
    r"\bwhen\b": AnswerType.TIME,
}
"""In order of precedence: "What did the man who …" asks for what, not for whom."""
_TYPE_PATTERNS = [(kind, re.compile(pattern)) for pattern, kind in _PATTERNS.items()]
