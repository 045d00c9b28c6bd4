"""Aligns the span that the model marks with whole words, numbers, names and quotations."""

import re

from bot.answering.extraction.answer_types import find_names
from bot.answering.extraction.question import AnswerType, analyze_question
from bot.replies import Span

_TOKEN = re.compile(r"[$€£¥]?\d+(?:[.,:]\d+)*(?:\s?%)?|\w+(?:[’'.]\w+)*")
"""A word or a number with its separators, currency and percent sign, which are never cut."""
_EDGES = " \t\n\r,;:–—-"
_PAIRS = ("“”", "()", "[]", "«»")


def align_span(question: str, sentence: str, span: Span) -> Span | None:
    """Return a span of a sentence with whole words, or ``None`` if no word is left.

    White space, commas, dashes and unpaired quotation marks at its ends are left out. If the
    question asks for a person, a part of a name becomes the whole name.
    """
    start, end = max(0, span[0]), min(span[1], len(sentence))
    for token in _TOKEN.finditer(sentence):
        if token.start() < start < token.end():
            start = token.start()
        if token.start() < end < token.end():
            end = token.end()
    if analyze_question(question).answer_type is AnswerType.PERSON:
        start, end = _complete_name(sentence, start, end)
    start, end = _trim(sentence, start, end)
    return (start, end) if any(map(str.isalnum, sentence[start:end])) else None


def _complete_name(sentence: str, start: int, end: int) -> Span:
    whole = ((a, b) for a, b in find_names(sentence) if a <= start < end <= b)
    return next(whole, (start, end))


def _trim(sentence: str, start: int, end: int) -> Span:
    """Leave out what the span begins or ends with but does not need."""
    while start < end:
        first, last = sentence[start], sentence[end - 1]
        words = sentence[start:end]
        if first in _EDGES or _is_unpaired(words, first, opening=True):
            start += 1
        elif last in _EDGES or _is_unpaired(words, last, opening=False):
            end -= 1
        else:
            break
    return start, end


def _is_unpaired(words: str, mark: str, *, opening: bool) -> bool:
    """Whether a quotation mark or bracket at one end of a span lacks its other one."""
    if mark == '"':
        return words.count(mark) % 2 == 1
    pair = next((pair for pair in _PAIRS if mark in pair), "")
    if not pair:
        return False
    less = words.count(pair[1]) < words.count(pair[0])
    more = words.count(pair[1]) > words.count(pair[0])
    return less if opening and mark == pair[0] else more if mark == pair[1] else less
