"""Parses the metadata of an article, and builds the article from text and metadata."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from corpus.article import Article, Zone, ZoneKind, build_stable_id
from corpus.dates import parse_date
from corpus.errors import ReadError
from corpus.messages import message
from corpus.zoning.bylines import parse_byline, parse_date_line, parse_name, parse_publication
from corpus.zoning.zones import zone_body

MAX_TITLE_LENGTH = 300
MAX_ID_LENGTH = 200
_MAX_BUILT_LENGTH = 120
_NOT_IN_IDS = {"Cc", "Zl", "Zp"}


class Attribution(NamedTuple):
    """What an article's own text states about it; ``None`` for what it does not."""

    author: str | None
    source: str | None
    published: date | None


def parse_attribution(text: str, zones: tuple[Zone, ...]) -> Attribution:
    """Read author, source and date from byline and dateline; the byline's date comes first."""
    named, dated = (_find_lines(text, zones, kind) for kind in (ZoneKind.BYLINE, ZoneKind.DATELINE))
    bylines = [byline for line in named if (byline := parse_byline(line))]
    names = [name for line in named if (name := parse_name(line))]
    publications = [found for line in dated if (found := parse_publication(line))]
    days = [
        *(byline.published for byline in bylines),
        *(parse_date_line(line) for line in dated),
        *(publication.published for publication in publications),
    ]
    return Attribution(
        author=next((byline.author for byline in bylines), next(iter(names), None)),
        source=next((found.source for found in publications if found.source), None),
        published=next((day for day in days if day), None),
    )


def _find_lines(text: str, zones: tuple[Zone, ...], kind: ZoneKind) -> list[str]:
    marks = "*_ \t\r\n>"
    return [text[zone.start : zone.end].strip().strip(marks) for zone in zones if zone.kind is kind]


def clean_title(title: str) -> str:
    """Return a title on one line, truncated at a word to 300 code points."""
    return _truncate_title(title, MAX_TITLE_LENGTH)


def build_title(text: str) -> str:
    """Return the first line that is not blank, truncated at a word to 120 code points."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return _truncate_title(line, _MAX_BUILT_LENGTH)


def _truncate_title(words: str, max_length: int) -> str:
    line = " ".join(words.split())
    if len(line) <= max_length:
        return line
    start = line[: max_length - 1]
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:–—-") + "…"


class ArticleMetadata(NamedTuple):
    """What is known about an article besides its text; ``None`` for what is unknown."""

    id: str | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None


def parse_metadata(record: Mapping[str, object]) -> ArticleMetadata:
    """Read the fields id, title, date, author, source and url; other fields are ignored.

    The ``id`` is kept exactly. A date that cannot be read and an address that is not ``http`` or
    ``https`` are left out. Raises ``ReadError`` with the name of an invalid field.
    """
    return ArticleMetadata(
        id=_read_id(record),
        title=clean_title(_read_string(record, "title")) or None,
        author=_read_optional(record, "author"),
        source=_read_optional(record, "source"),
        published=parse_date(_read_string(record, "date")),
        url=check_web_url(_read_string(record, "url").strip()),
    )


def parse_article(record: Mapping[str, object]) -> Article:
    """Return the article of a record with ``text`` and the fields of ``parse_metadata``.

    Raises ``ReadError`` with the name of an invalid field.
    """
    text = _read_string(record, "text")
    if not text.strip():
        raise ReadError(message('It has no "text". Give the article\'s text in that field.'))
    given = _read_string(record, "title").strip()
    return _build_article(text, zone_body(text, given), parse_metadata(record))


def assemble_article(text: str, zones: tuple[Zone, ...], facts: ArticleMetadata) -> Article:
    """Build an article; its byline, dateline and headline complete ``facts``."""
    own = parse_attribution(text, zones)
    headlines = (text[zone.start : zone.end] for zone in zones if zone.kind is ZoneKind.HEADLINE)
    headline = next(headlines, "").strip().lstrip("# ")
    known = facts._replace(
        title=facts.title or clean_title(headline) or None,
        author=facts.author or own.author,
        source=facts.source or own.source,
        published=facts.published or own.published,
    )
    return _build_article(text, zones, known)


def check_web_url(url: str) -> str | None:
    """Return ``url`` unchanged if it is an ``http`` or ``https`` address, else ``None``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and bool(parts.netloc)
    return url if is_web and url.isprintable() and " " not in url else None


def _build_article(text: str, zones: tuple[Zone, ...], facts: ArticleMetadata) -> Article:
    title = facts.title or build_title(text)
    made_id = build_stable_id(title, facts.source, facts.published, facts.url)
    return Article(facts.id or made_id, title, text, zones, *facts[2:])


def _read_string(record: Mapping[str, object], field: str) -> str:
    """Return the string of a field; empty if it is missing or null."""
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(
            message(
                'Its field "{field}" is not a string. Write it in quotation marks.', field=field
            )
        )
    return _check_storable(value, field)


def _check_storable(value: str, field: str) -> str:
    if "\0" in value:
        raise ReadError(
            message('Its field "{field}" contains a NUL character. Remove it.', field=field)
        )
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            message(
                'Its field "{field}" contains half a character (a lone surrogate) at {start}. '
                "Write the whole character.",
                field=field,
                start=str(error.start),
            )
        ) from error
    return value


def _read_optional(record: Mapping[str, object], field: str) -> str | None:
    return " ".join(_read_string(record, field).split()) or None


def _read_id(record: Mapping[str, object]) -> str | None:
    value = record.get("id")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    given = str(value) if is_number else _read_string(record, "id")
    if len(given) > MAX_ID_LENGTH:
        raise ReadError(
            message(
                'Its "id" is longer than {most} characters. Give a shorter one.',
                most=MAX_ID_LENGTH,
            )
        )
    if any(unicodedata.category(character) in _NOT_IN_IDS for character in given):
        raise ReadError(
            message('Its "id" contains a line break or a control character. Remove it.')
        )
    return given if given.strip() else None
