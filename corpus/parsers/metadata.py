"""What a document says about its article in named fields, and the article made of it."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from corpus.article import Article, Zone, ZoneKind, stable_id
from corpus.dates import parse_date
from corpus.errors import ReadError
from corpus.messages import said
from corpus.zoning.bylines import parse_byline, parse_date_line, parse_name, parse_publication
from corpus.zoning.zones import zone_body


class Credits(NamedTuple):
    """What a text says about itself; ``None`` for what it does not."""

    author: str | None
    source: str | None
    published: date | None


def credits_of(text: str, zones: tuple[Zone, ...]) -> Credits:
    """Author, source and day from the byline and the dateline; the byline's day comes first."""
    named, dated = (_lines(text, zones, kind) for kind in (ZoneKind.BYLINE, ZoneKind.DATELINE))
    bylines = [byline for line in named if (byline := parse_byline(line))]
    names = [name for line in named if (name := parse_name(line))]
    publications = [found for line in dated if (found := parse_publication(line))]
    days = [
        *(byline.published for byline in bylines),
        *(parse_date_line(line) for line in dated),
        *(publication.published for publication in publications),
    ]
    return Credits(
        author=next((byline.author for byline in bylines), next(iter(names), None)),
        source=next((found.source for found in publications if found.source), None),
        published=next((day for day in days if day), None),
    )


def _lines(text: str, zones: tuple[Zone, ...], kind: ZoneKind) -> list[str]:
    marks = "*_ \t\r\n>"
    return [text[zone.start : zone.end].strip().strip(marks) for zone in zones if zone.kind is kind]


LONGEST_TITLE = 300
_LONGEST_MADE = 120


def clean_title(title: str) -> str:
    """A title on one line, cut at a word where it is longer than 300 code points."""
    return _shortened(title, LONGEST_TITLE)


def title_from(text: str) -> str:
    """The first line of a text that has words in it, cut at a word near 120 code points."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return _shortened(line, _LONGEST_MADE)


def _shortened(words: str, longest: int) -> str:
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    start = line[: longest - 1]
    # a line without a space has no word to cut at
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:–—-") + "…"


LONGEST_ID = 200
_NOT_IN_IDS = {"Cc", "Zl", "Zp"}


class Facts(NamedTuple):
    """What is known about an article beside its text; ``None`` for what is not."""

    id: str | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None


def facts_of(record: Mapping[str, object]) -> Facts:
    """The facts in a record's fields id, title, date, author, source and url; more are ignored.

    A given ``id`` is kept exactly. An unknown date, or an address that is not ``http`` or
    ``https``, is left out. Raises ``ReadError`` naming the field that is wrong.
    """
    return Facts(
        id=_given_id(record),
        title=clean_title(_string(record, "title")) or None,
        author=_known(record, "author"),
        source=_known(record, "source"),
        published=parse_date(_string(record, "date")),
        url=web_address(_string(record, "url").strip()),
    )


def article_of(record: Mapping[str, object]) -> Article:
    """The article of a record with ``text``, kept exactly, and the fields of ``facts_of``.

    Raises ``ReadError`` naming the field that is wrong.
    """
    text = _string(record, "text")
    if not text.strip():
        raise ReadError(said('It has no "text". Give the article\'s text in that field.'))
    given = _string(record, "title").strip()
    return _made(text, zone_body(text, given), facts_of(record))


def assembled(text: str, zones: tuple[Zone, ...], facts: Facts) -> Article:
    """The article of a text and its zones; what ``facts`` leave open, its own lines may say."""
    own = credits_of(text, zones)
    headlines = (text[zone.start : zone.end] for zone in zones if zone.kind is ZoneKind.HEADLINE)
    headline = next(headlines, "").strip().lstrip("# ")
    known = facts._replace(
        title=facts.title or clean_title(headline) or None,
        author=facts.author or own.author,
        source=facts.source or own.source,
        published=facts.published or own.published,
    )
    return _made(text, zones, known)


def web_address(url: str) -> str | None:
    """The address as it is, or ``None`` if it is not one of ``http`` or ``https``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and bool(parts.netloc)
    return url if is_web and url.isprintable() and " " not in url else None


def _made(text: str, zones: tuple[Zone, ...], facts: Facts) -> Article:
    title = facts.title or title_from(text)
    made_id = stable_id(title, facts.source, facts.published, facts.url)
    return Article(facts.id or made_id, title, text, zones, *facts[2:])


def _string(record: Mapping[str, object], field: str) -> str:
    """The field's string, empty where it is missing or null."""
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(
            said('Its field "{field}" is not a string. Write it in quotation marks.', field=field)
        )
    return _storable(value, field)


def _storable(value: str, field: str) -> str:
    if "\0" in value:
        raise ReadError(said('Its field "{field}" holds a NUL character. Remove it.', field=field))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            said(
                'Its field "{field}" holds half a character (a lone surrogate) at {start}. '
                "Write the whole character.",
                field=field,
                start=str(error.start),
            )
        ) from error
    return value


def _known(record: Mapping[str, object], field: str) -> str | None:
    return " ".join(_string(record, field).split()) or None


def _given_id(record: Mapping[str, object]) -> str | None:
    value = record.get("id")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    given = str(value) if is_number else _string(record, "id")
    if len(given) > LONGEST_ID:
        raise ReadError(
            said(
                'Its "id" is longer than {most} characters. Give a shorter one.',
                most=LONGEST_ID,
            )
        )
    if any(unicodedata.category(character) in _NOT_IN_IDS for character in given):
        raise ReadError(said('Its "id" holds a line break or a control character. Remove it.'))
    return given if given.strip() else None
