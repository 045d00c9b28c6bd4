"""Parses the lines that state author, date and publication of an article."""

import re
from datetime import date
from typing import NamedTuple

from corpus.calendar_names import MONTH_NAME, WEEKDAY
from corpus.dates import AGO, find_date

MAX_BYLINE_LENGTH = 160
_MAX_NAME_LENGTH = 80
_LABEL = re.compile(
    r"(?:(?:written|reported|story|text|words|article|report)\s+)?by[:\s]\s*|authors?\s*:\s*",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"al|and|bin|da|das|de|del|den|der|di|dos|du|e|el|ibn|la|le|ten|ter|van|von|y|&|with",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:analyst|agency|bureau|chief|columnist|contributor|correspondent|critic|desk|editor"
    r"|fellow|guest|journalist|news|newspaper|note|press|producer|reporter|special|staff|writer"
    r"|international|times|post|today)s?\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?!may\b)(?:{WEEKDAY}|{MONTH_NAME})\b", re.IGNORECASE)
"""May is a name too."""
_NO_PERSON = re.compile(
    r"(?:new|los|hong|san|the|this|that|these|those|posted|published|updated|modified|last|first)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_](?:[\w.'’-]*\w)?\.?")
_WHEN = r"(?:(?:first|last|originally)\s+)?(?:published|posted|updated|modified|date)?"
_STAMP = re.compile(
    rf"(?<!\w){_WHEN}(?:\s+(?:on|at))?\s*:?\s*"
    r"(?:[0-9]{1,2}[:.][0-9]{2}\s*(?:[ap]\.?m\b\.?)?\s*[a-z]{0,5}[\s,|–—-]+)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+)?",
    re.IGNORECASE,
)
_AGE = re.compile(rf"{_WHEN}\s*:?\s*{AGO}\W*", re.IGNORECASE)
_AGENCY = re.compile(
    r"(?:the )?associated press|a\.?f\.?p|a\.?p|app|ani|dpa|efe|ians|pa(?: media)?|pti|reuters|tass"
    r"|upi|xinhua|(?:web|news) ?desk|(?:our|staff) (?:staff )?(?:reporter|correspondent|writer)s?",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"[\s,.|·•()TZ–—-]*(?:(?:at|@)\s+)?(?:[0-9]{1,2}[:.][0-9]{2}(?::[0-9.]+)?)?\s*"
    r"(?:[ap]\.?m\b\.?)?\s*(?:[A-Z]{1,5}\b|[+-][0-9:]+)?[\s.,|()]*",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"(?:this\s+(?:article|story|report)\s+(?:was\s+)?)?(?:(?:first|originally)\s+)?"
    r"(?:published|printed|appeared)\s+(?:in|by|on)\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+(?:for|in|at)\s+", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*[|·•–—/]\s*|\s+-+\s+|\s+//\s+")


class Byline(NamedTuple):
    """The author as written, and the date beside the name, if any."""

    author: str | None
    published: date | None


class Publication(NamedTuple):
    """The outlet that published an article, if given, and the date."""

    source: str | None
    published: date


def parse_byline(line: str) -> Byline | None:
    """Parse ``By Jane Doe, Reporter`` or ``Jane Doe October 5, 2012``; ``None`` otherwise."""
    line = " ".join(line[: MAX_BYLINE_LENGTH + 1].split())
    if len(line) > MAX_BYLINE_LENGTH:
        return None
    found = find_date(line)
    label = _LABEL.match(line)
    if label is None and (found is None or not _is_date_end(line[found.end :])):
        return None
    author = _parse_author(
        _strip_date_words(line[label.end() :] if label else line), labelled=bool(label)
    )
    return Byline(author, found.value if found else None) if author else None


def parse_name(line: str) -> str | None:
    """Return the person or agency on a line with nothing else, or ``None``."""
    if len(line) > _MAX_NAME_LENGTH:
        return None
    return line if _AGENCY.fullmatch(line) else _parse_author(line, labelled=False)


def is_date_line(line: str) -> bool:
    """Whether a line is only a date or a relative time."""
    is_age = len(line) <= MAX_BYLINE_LENGTH and _AGE.fullmatch(line) is not None
    return is_age or parse_date_line(line) is not None


def parse_date_line(line: str) -> date | None:
    """Return the date of a line with nothing else: ``Updated: 12 March 2021, 10:05 GMT``."""
    found = find_date(line) if len(line) <= MAX_BYLINE_LENGTH else None
    if found is None or not _STAMP.fullmatch(line[: found.start]):
        return None
    return found.value if _is_date_end(line[found.end :]) else None


def parse_publication(line: str) -> Publication | None:
    """Read ``Published in The Express Tribune, October 5th, 2012.``; ``None`` for other lines."""
    opening = _PUBLICATION.match(line) if len(line) <= MAX_BYLINE_LENGTH else None
    found = find_date(line) if opening else None
    if opening is None or found is None or not _AFTER_DATE.fullmatch(line[found.end :]):
        return None
    source = re.sub(r"(?:\s+on)?[\s,;:.–—-]*$", "", line[opening.end() : found.start])
    if source and (len(source) > _MAX_NAME_LENGTH or source[0].islower()):
        return None
    return Publication(source or None, found.value)


def _is_date_end(rest: str) -> bool:
    """Whether nothing follows a date but a time of day, or a second date with its own."""
    return bool(_AFTER_DATE.fullmatch(rest)) or parse_date_line(rest.strip(" ,|-–·•")) is not None


def _strip_date_words(words: str) -> str:
    """Return the text before the date and before its label and weekday."""
    found = find_date(words)
    if found is None:
        return words
    stamps = _STAMP.finditer(words, 0, found.start)
    return words[: next(stamp.start() for stamp in stamps if stamp.end() == found.start)]


def _parse_author(words: str, *, labelled: bool) -> str | None:
    """Return the names at the start, without roles and outlets; ``None`` if there is no name.

    Without a label such as "By", a name has at least two words and is not a role.
    """
    first = _SEPARATORS.split(words.strip(" ,|·•–—-"), maxsplit=1)[0]
    parts = [part.strip() for part in first.split(",") if part.strip()]
    names = [_PLACE.split(part)[0] for part in parts]
    if not parts or not _is_name(names[0], labelled=labelled):
        return None
    if not all(_is_name(name, labelled=True) or _is_role(name) for name in names[1:]):
        return None
    others = [name for name in names[1:] if _is_name(name, labelled=False)]
    author = ", ".join([names[0], *others])
    return author if len(author) <= _MAX_NAME_LENGTH else None


def _is_name(part: str, *, labelled: bool) -> bool:
    """Whether every word can belong to a name and the text is not a weekday or month."""
    words = [word for word in part.split() if not _PARTICLE.fullmatch(word)]
    if not words or _DAY.match(part) or not all(map(_is_capitalised, words)):
        return False
    is_person = not (_NO_PERSON.match(part) or _ROLE.search(part))
    return labelled or (len(words) > 1 and is_person)


def _is_role(part: str) -> bool:
    return len(part.split()) <= 5 and _ROLE.search(part) is not None


def _is_capitalised(word: str) -> bool:
    """Whether a word begins with a letter that is not lower case; many scripts have no case."""
    particle = re.match(r"(?:d|l|al|el)['’-]", word)
    word = word[particle.end() :] if particle else word
    return _WORD.fullmatch(word) is not None and not word[0].islower()
