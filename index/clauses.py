"""How much a text weighs for the model, and where to cut a sentence that weighs too much."""

import re
import unicodedata
from collections.abc import Iterator

from index.sentences import Span, trimmed

_DENSE = re.compile(r"[^\x00-\u024f\u2000-\u206f\u20a0-\u20cf\s]")
"""Characters that a model of English words reads nearly one by one."""
_DENSE_WEIGHT = 4
"""An English token has four characters and more: what one dense character counts for."""

_CLAUSE_END = re.compile(r"[;:,.!?)\]”…—–](?=\s)|\s(?=[(\[“—–])|[、，；：]")
_SPACE = re.compile(r"\s")
_JOINERS = "\u200d\u200c"


def weight(text: str) -> int:
    """Characters of a text, where one beyond the Latin script counts as four."""
    return len(text) + (_DENSE_WEIGHT - 1) * len(_DENSE.findall(text))


def pieces(text: str, span: Span, limit: int) -> Iterator[Span]:
    """A sentence as it is, or cut into trimmed spans that weigh no more than ``limit``.

    Cut after a clause where one ends in the later half, else at white space, and inside a word
    only where the word alone is too heavy; a letter keeps its accents.
    """
    start, end = span
    while start < end:
        stop = _stop(text, start, end, limit)
        piece = trimmed(text, start, stop)
        if piece[0] < piece[1]:
            yield piece
        start = stop


def _stop(text: str, start: int, end: int, limit: int) -> int:
    """Where the piece that begins at ``start`` ends, at the latest at ``end``."""
    full = _full(text, start, min(end, start + limit), limit)
    if full >= end:
        return end
    half = start + (full - start) // 2
    for pattern, earliest in ((_CLAUSE_END, half), (_SPACE, start)):
        if ends := [found.end() for found in pattern.finditer(text, earliest, full + 1)]:
            return min(ends[-1], full)
    return _whole_letter(text, start, full)


def _full(text: str, start: int, end: int, limit: int) -> int:
    """The last offset up to ``end`` that keeps ``text[start:offset]`` within the limit."""
    room = limit
    for offset in range(start, end):
        room -= _DENSE_WEIGHT if _DENSE.match(text[offset]) else 1
        if room < 0:
            return max(offset, start + 1)
    return end


def _whole_letter(text: str, start: int, offset: int) -> int:
    """``offset``, moved back to where no letter is parted from its marks, if there is such."""
    at = offset
    while at > start and (_clings(text[at]) or text[at - 1] in _JOINERS):
        at -= 1
    return at if at > start else offset


def _clings(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")
