"""Reads the numbers of a text: ``1,500,000``, ``1.5 million``, ``twenty-five``, ``a dozen``."""

import re
from typing import NamedTuple

from index.analyzer import extract_terms

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {
    **{word: number for number, word in enumerate(_UNITS)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "dozen": 12,
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_LETTER_SCALES = frozenset({"k", "m", "mn", "bn", "tn"})
"""Scales that follow digits only."""
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:st|nd|rd|th|s)?"
    rf"|(?P<words>(?:{_WORD})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?))"
    rf"(?P<scales>(?:[ -]?(?:{_SCALE}))*)(?![\w])",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"(?:about|around|some|nearly|almost|roughly|approximately|over|under|than|least|most|up to|"
    r"close to|estimated|to|only|just|by|past|exceed\w*|top\w*)\s+(?:\w+\s+)?[$€£]?\s*$",
    re.IGNORECASE,
)
_NEXT_WORDS = re.compile(r"\s*[-–]?\s*(?:percent|per cent|%)|(?:[\s-]+[A-Za-z]+){1,2}")
_CURRENCY = re.compile(r"([$€£])\s*$")


class Number(NamedTuple):
    """A number: its value, the terms of what it counts, and whether it is said to be inexact.

    ``is_word`` is true of a number in letters below 13, which a text may imply by a list.
    """

    value: float
    unit: frozenset[str]
    is_approximate: bool
    is_word: bool


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text in order, without "one", which is mostly no number."""
    found = []
    for match in _NUMBER.finditer(text):
        value = _parse(match)
        if value is not None:
            found.append(value)
    return found


def _parse(match: re.Match[str]) -> Number | None:
    text, words = match.string, match["words"]
    if words:
        if words.casefold() == "one" and not match["scales"]:
            return None
        value = float(sum(_WORDS[part] for part in re.split(r"[- ]", words.casefold())))
    else:
        value = float(match["digits"].replace(",", ""))
    for scale in re.findall(_SCALE, match["scales"].casefold()):
        if not words or scale not in _LETTER_SCALES:
            value *= _SCALES[scale]
    before = text[max(0, match.start() - 40) : match.start()]
    return Number(
        value,
        _find_unit(before, text[match.end() : match.end() + 40]),
        bool(_APPROXIMATE.search(before)),
        bool(words) and value < 13,
    )


def _find_unit(before: str, after: str) -> frozenset[str]:
    """Return the terms that say what is counted: money, percent, or the next two words."""
    if _CURRENCY.search(before):
        return frozenset({"dollar", "pound", "euro"})
    match = _NEXT_WORDS.match(after)
    if match is None:
        return frozenset()
    words = match.group().replace("%", " percent").replace("per cent", "percent")
    return frozenset(extract_terms(words))
