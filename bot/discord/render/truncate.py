"""Truncation of text to Discord's limits, at the end of a word and never inside a character."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.discord.render.escape import escape

T = TypeVar("T")

ELLIPSIS = "…"
_JOINER = "\u200d"


def count_units(text: str) -> int:
    """Count UTF-16 code units, the largest length that Discord may count for a text."""
    return len(text) + sum(1 for character in text if character > "\uffff")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Text with a marked range ``[start, end)``; ``start == end`` means no mark."""

    text: str
    start: int = 0
    end: int = 0

    def window(self, start: int, end: int) -> "MarkedText":
        """Return the part ``[start, end)``, with an ellipsis at each end that was cut."""
        part = self.text[start:end]
        left = len(part) - len(part.lstrip())
        body = part.strip()
        before = f"{ELLIPSIS} " if start > 0 else ""
        after = f" {ELLIPSIS}" if end < len(self.text) else ""
        shift = len(before) - start - left
        low, high = len(before), len(before) + len(body)
        return MarkedText(
            before + body + after,
            min(max(self.start + shift, low), high),
            min(max(self.end + shift, low), high),
        )


def truncate(text: str, limit: int, transform: Callable[[str], str] = escape) -> str:
    """Transform the text; cut it first so that the result has at most ``limit`` UTF-16 units."""

    def fits(marked: MarkedText) -> bool:
        return count_units(transform(marked.text)) <= limit

    return transform(truncate_marked(MarkedText(text), fits).text)


def render_blocks(items: Sequence[T], room: int, render: Callable[[T, int], str]) -> list[str]:
    """Render each item in an equal share of ``room`` UTF-16 units; a share not used is passed on.

    The blocks fit ``room`` with an empty line between them.
    """
    blocks: list[str] = []
    for item in items:
        blocks.append(render(item, room // (len(items) - len(blocks)) - 2))
        room -= count_units(blocks[-1]) + 2
    return blocks


def truncate_marked(marked: MarkedText, fits: Callable[[MarkedText], bool]) -> MarkedText:
    """Return the largest part of whole words that fits, around the mark or from its start."""
    start, end, size = marked.start, marked.end, len(marked.text)
    whole = marked.window(0, size)
    if fits(whole):
        return whole
    if start < end and fits(marked.window(start, end)):
        radius = _find_largest(size, lambda radius: fits(_expand_around(marked, radius)))
        return _expand_around(marked, radius)
    last = start + _find_largest(
        size - start, lambda length: fits(marked.window(start, start + length))
    )
    return marked.window(start, find_cut(marked.text, last, start))


def _expand_around(marked: MarkedText, radius: int) -> MarkedText:
    text = marked.text
    start, end = max(marked.start - radius, 0), min(marked.end + radius, len(text))
    while start < marked.start and not _is_word_boundary(text, start):
        start += 1
    while end > marked.end and not _is_word_boundary(text, end):
        end -= 1
    return marked.window(start, end)


def find_cut(text: str, last: int, start: int) -> int:
    """Return the end of the last whole word of ``text[start:last]``, or of the last character."""
    word = character = last
    while word > start and not _is_word_boundary(text, word):
        word -= 1
    while character > start and not _is_character_boundary(text, character):
        character -= 1
    return word if text[start:word].strip() else character


def _find_largest(size: int, fits: Callable[[int], bool]) -> int:
    """Return the largest length in ``[0, size]`` that fits, if all shorter ones fit too."""
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _is_word_boundary(text: str, at: int) -> bool:
    return at in (0, len(text)) or text[at - 1].isspace() or text[at].isspace()


def _is_character_boundary(text: str, at: int) -> bool:
    """Whether ``at`` is between two grapheme clusters (the common cases of UAX #29)."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    extends = unicodedata.category(after).startswith("M") or "\U0001f3fb" <= after <= "\U0001f3ff"
    jamo = "\u1160" <= after <= "\u11ff"
    return not (extends or jamo or _JOINER in (before, after) or _splits_flag(text, at))


def _splits_flag(text: str, at: int) -> bool:
    first = at
    while first > 0 and _is_flag_letter(text[first - 1]):
        first -= 1
    return _is_flag_letter(text[at]) and (at - first) % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
