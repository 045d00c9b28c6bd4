"""Weighs text for the model, and splits sentences that weigh too much."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from index.sentences import Span, trim

_DENSE = re.compile(r"[^\x00-\u024f\u2000-\u206f\u20a0-\u20cf\s]")
"""Characters that a model of English reads nearly one by one."""
_DENSE_WEIGHT = 4
"""The weight of a dense character, since an English token has four characters or more."""

_CLAUSE_END = re.compile(r"[;:,.!?)\]”…—–](?=\s)|\s(?=[(\[“—–])|[、，；：]")
_SPACE = re.compile(r"\s")
_JOINERS = "\u200d\u200c"


class TextWeight:
    """Weighs any range of a text with two look-ups in a list of its dense characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._dense = [] if text.isascii() else [m.start() for m in _DENSE.finditer(text)]

    def weight(self, start: int, end: int) -> int:
        """Return the length of ``text[start:end]``; a dense character counts as four."""
        if not self._dense:
            return end - start
        dense = bisect_left(self._dense, end) - bisect_left(self._dense, start)
        return end - start + (_DENSE_WEIGHT - 1) * dense


def split_sentence(scale: TextWeight, span: Span, limit: int) -> Iterator[Span]:
    """Yield a sentence, or trimmed parts of it with a weight of at most ``limit`` (4 or more).

    The sentence is split after a clause in the later half, otherwise at white space, and inside a
    word only if the word alone is too heavy. A letter keeps its accents.
    """
    start, end = span
    text = scale.text
    while start < end:
        stop = _find_stop(scale, start, end, limit)
        piece = trim(text, start, stop)
        if piece[0] < piece[1]:
            yield piece
        start = stop


def _find_stop(scale: TextWeight, start: int, end: int, limit: int) -> int:
    """Return where the part that begins at ``start`` ends, at most ``end``."""
    if scale.weight(start, end) <= limit:
        return end
    text, full = scale.text, _find_limit(scale, start, end, limit)
    half = start + (full - start) // 2
    for pattern, earliest in ((_CLAUSE_END, half), (_SPACE, start)):
        if ends := [found.end() for found in pattern.finditer(text, earliest, full + 1)]:
            return min(ends[-1], full)
    return _align_to_letter(text, start, full)


def _find_limit(scale: TextWeight, start: int, end: int, limit: int) -> int:
    """Return the last offset with ``text[start:offset]`` within the limit; at least one character.

    The range up to ``end`` must be heavier than the limit.
    """
    offsets = range(start + 1, end)
    return start + max(bisect_right(offsets, limit, key=lambda at: scale.weight(start, at)), 1)


def _align_to_letter(text: str, start: int, offset: int) -> int:
    """Move ``offset`` back so that no letter loses its marks, if possible."""
    at = offset
    while at > start and (_is_combining(text[at]) or text[at - 1] in _JOINERS):
        at -= 1
    return at if at > start else offset


def _is_combining(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")
