"""How much a text weighs for the model, and where to cut a sentence that weighs too much."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from index.sentences import Span, trim

_DENSE = re.compile(r"[^\x00-\u024f\u2000-\u206f\u20a0-\u20cf\s]")
"""Characters that a model of English words reads nearly one by one."""
_DENSE_WEIGHT = 4
"""An English token has four characters and more: what one dense character counts for."""

_CLAUSE_END = re.compile(r"[;:,.!?)\]”…—–](?=\s)|\s(?=[(\[“—–])|[、，；：]")
_SPACE = re.compile(r"\s")
_JOINERS = "\u200d\u200c"


class TextWeight:
    """Weighs any range of one text by two look-ups: where its dense characters are is listed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._dense = [] if text.isascii() else [m.start() for m in _DENSE.finditer(text)]

    def weight(self, start: int, end: int) -> int:
        """Characters of ``text[start:end]``, where one beyond the Latin script counts as four."""
        if not self._dense:
            return end - start
        dense = bisect_left(self._dense, end) - bisect_left(self._dense, start)
        return end - start + (_DENSE_WEIGHT - 1) * dense


def split_sentence(scale: TextWeight, span: Span, limit: int) -> Iterator[Span]:
    """A sentence as it is, or cut into trimmed spans that weigh no more than ``limit`` (4 or more).

    Cut after a clause where one ends in the later half, else at white space, and inside a word
    only where the word alone is too heavy; a letter keeps its accents.
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
    """Where the piece that begins at ``start`` ends, at the latest at ``end``."""
    if scale.weight(start, end) <= limit:
        return end
    text, full = scale.text, _find_limit(scale, start, end, limit)
    half = start + (full - start) // 2
    for pattern, earliest in ((_CLAUSE_END, half), (_SPACE, start)):
        if ends := [found.end() for found in pattern.finditer(text, earliest, full + 1)]:
            return min(ends[-1], full)
    return _align_to_letter(text, start, full)


def _find_limit(scale: TextWeight, start: int, end: int, limit: int) -> int:
    """The last offset that keeps ``text[start:offset]`` within the limit; one character at least.

    The whole range up to ``end`` is heavier than that.
    """
    offsets = range(start + 1, end)
    return start + max(bisect_right(offsets, limit, key=lambda at: scale.weight(start, at)), 1)


def _align_to_letter(text: str, start: int, offset: int) -> int:
    """``offset``, moved back to where no letter is parted from its marks, if there is such."""
    at = offset
    while at > start and (_is_combining(text[at]) or text[at - 1] in _JOINERS):
        at -= 1
    return at if at > start else offset


def _is_combining(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")
