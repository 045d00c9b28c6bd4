"""Splits a text into blocks: paragraphs, headings and other separate lines."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_MAX_WRAP_WIDTH = 132
MIN_WRAP_WIDTH = 40
"""The smallest line width, in characters, that counts as wrapped text."""
_MIN_BREAKS = 3


class Block(NamedTuple):
    """``[start, end)`` of a text in code points, and its words without surrounding space.

    A block includes the whitespace after it; the first one also the whitespace before it.
    """

    start: int
    end: int
    words: str


class _Line(NamedTuple):
    start: int
    content: str
    follows_blank: bool


def split_blocks(text: str, min_width: int = MIN_WRAP_WIDTH) -> list[Block]:
    """Return the blocks that tile a text, in order; none for a blank text.

    Each line is a block, except in a text that is wrapped to a width of at least ``min_width``
    characters: there, the lines of a paragraph are one block.
    """
    lines = list(_split_lines(text))
    starts = list(_find_block_starts(lines, min_width))
    bounds = [0, *starts[1:], len(text)]
    return [Block(start, end, text[start:end].strip()) for start, end in pairwise(bounds) if starts]


def _split_lines(text: str) -> Iterator[_Line]:
    position, follows_blank = 0, True
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content:
            yield _Line(position + len(line) - len(line.lstrip()), content, follows_blank)
        follows_blank = not content
        position += len(line)


def _find_block_starts(lines: list[_Line], min_width: int) -> Iterator[int]:
    width = _find_wrap_width(lines, min_width)
    for previous, line in pairwise([None, *lines]):
        if line is None:
            continue
        joins = previous is not None and not line.follows_blank
        if not (joins and previous and width and _is_overflow(previous, line, width)):
            yield line.start


def _find_wrap_width(lines: list[_Line], min_width: int) -> int | None:
    """Return the width a text is wrapped to, or ``None`` if its lines are whole paragraphs.

    Wrapping breaks a line only where the next word does not fit, and mostly inside a sentence;
    most line breaks must have both properties.
    """
    breaks = [pair for pair in pairwise(lines) if not pair[1].follows_blank]
    if len(breaks) < _MIN_BREAKS:
        return None
    lengths = sorted(len(previous.content) for previous, _ in breaks)
    width = lengths[len(lengths) * 9 // 10]
    fitting = sum(
        _is_overflow(previous, line, width) and previous.content[-1] not in ".!?"
        for previous, line in breaks
    )
    is_wrapped = min_width <= width <= _MAX_WRAP_WIDTH and fitting > 0.6 * len(breaks)
    return width if is_wrapped else None


def _is_overflow(previous: _Line, line: _Line, width: int) -> bool:
    """Whether the first word of ``line`` does not fit on the previous line."""
    word = re.match(r"\S+", line.content)
    return len(previous.content) + 1 + (word.end() if word else 0) > width
