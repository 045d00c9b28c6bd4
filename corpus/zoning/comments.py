"""Finds the start of the readers' comments below an article."""

import re
from collections.abc import Sequence
from itertools import accumulate

from corpus.dates import AGO, find_date

_NEAR = 4
_MAX_MARK_LENGTH = 120
_BUTTON = r"(?:reply|like|dislike|report|share|flag|recommend|upvote|downvote|permalink)"
_SEPARATOR = r"\s*[|·•–—-]\s*"
_HEAD = re.compile(
    rf".{{1,60}}?{_SEPARATOR}(?:{AGO}|.{{0,40}}[0-9].{{0,20}}?)(?:{_SEPARATOR}{_BUTTON})*"
    rf"{_SEPARATOR}reply(?:{_SEPARATOR}{_BUTTON})*\W*",
    re.IGNORECASE,
)
_SAYS = re.compile(r".{1,60}\b(?:says|said|wrote|commented)\s*:", re.IGNORECASE)
_TIME = re.compile(rf"(?:.{{1,60}}?[\s|·•,–—-])?\(?{AGO}\)?\W*", re.IGNORECASE)
_TIMED_BUTTONS = re.compile(
    rf"(?:{AGO}\W*)?(?:{_BUTTON}[\s|·•()0-9,/–—-]*)*\breply\b"
    rf"(?:[\s|·•()0-9,/–—-]*{_BUTTON})*\W*[0-9]*\W*(?:{AGO}|[0-9]+ ?[smhdwy])?",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"(?:(?:reader|user)s?['’]? )?(?:comments?|responses|replies)\s*[(\[:]\s*[0-9,]+\s*[)\]]?"
    r"|(?:(?:view|see|show|read)\s+)?(?:all\s+)?[0-9,]+ "
    r"(?:comments?|responses|replies|thoughts on\b.*)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:reader|user|your|latest|recent|top|all|view|show)s?['’]? )?comments?\s*:?"
    r"|(?:leave|post|add|write) (?:a|your) (?:comment|reply)|join the (?:conversation|discussion)"
    r"|(?:what (?:do|are) you(?:r)? (?:think|thoughts)|have your say)\W*",
    re.IGNORECASE,
)


def find_comments_start(blocks: Sequence[str]) -> int | None:
    """Return the index of the first block of the comment section, or ``None``.

    The section starts at the head of a comment ("name | 8 years ago | Reply"), at a label
    ("Comments (12)") near such a head, or at a label with a count and less text after it than
    before it, because a button at the top of a page says "12 comments" too.
    """
    before = [0, *accumulate(map(len, blocks))]
    starts = (
        number for number in range(1, len(blocks)) if _is_section_start(blocks, number, before)
    )
    return next(starts, None)


def is_counter(words: str) -> bool:
    """Whether a block is only a number of comments: ``Comments (12)``."""
    return _matches(_COUNTER, words)


def is_section_label(words: str) -> bool:
    """Whether a block is only the title or the button of a comment section."""
    return is_counter(words) or _matches(_LABEL, words)


def _is_section_start(blocks: Sequence[str], number: int, before: Sequence[int]) -> bool:
    """``before[i]`` is the number of characters in the blocks before block ``i``."""
    words = blocks[number]
    if len(words) > _MAX_MARK_LENGTH:
        return False
    if _is_head(blocks, number):
        return True
    if not is_section_label(words):
        return False
    near = range(number + 1, min(number + 1 + _NEAR, len(blocks)))
    is_above_one = any(
        _is_head(blocks, other) or _matches(_TIMED_BUTTONS, blocks[other]) for other in near
    )
    is_tail = before[-1] - before[number + 1] < before[number]
    return is_above_one or (is_counter(words) and is_tail)


def _is_head(blocks: Sequence[str], number: int) -> bool:
    """Whether a block is the name of a commenter, or the name and the time."""
    if _matches(_HEAD, blocks[number]):
        return True
    after = blocks[number + 1 : number + 1 + _NEAR]
    if _matches(_SAYS, blocks[number]):
        return bool(after) and (_matches(_TIME, after[0]) or _is_moment(after[0]))
    if _matches(_TIME, blocks[number]):
        return any(_matches(_TIMED_BUTTONS, words) for words in after)
    is_name = len(blocks[number]) <= 40 and blocks[number][-1] not in '.!?…,;:"”’'
    is_timed = bool(after) and _matches(_TIME, after[0])
    return is_name and is_timed and any(_matches(_TIMED_BUTTONS, words) for words in after)


def _is_moment(words: str) -> bool:
    """Whether a short line is a date with a time: ``October 5, 2012 at 3:02 pm``."""
    is_short = len(words) <= _MAX_MARK_LENGTH // 2
    return (
        is_short and find_date(words) is not None and re.search(r"[0-9]:[0-9]", words) is not None
    )


def _matches(pattern: re.Pattern[str], words: str) -> bool:
    return len(words) <= _MAX_MARK_LENGTH and pattern.fullmatch(" ".join(words.split())) is not None
