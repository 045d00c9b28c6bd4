"""What a document says about its article in named fields, and the article made of it."""

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


class Attribution(NamedTuple):
    """What a text says about itself; ``None`` for what it does not."""

    author: str | None
    source: str | None
    published: date | None


def parse_attribution(text: str, zones: tuple[Zone, ...]) -> Attribution:
    """Author, source and day from the byline and the dateline; the byline's day comes first."""
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


MAX_TITLE_LENGTH = 300
_MAX_BUILT_LENGTH = 120


def clean_title(title: str) -> str:
    """A title on one line, cut at a word where it is longer than 300 code points."""
    return _truncate_title(title, MAX_TITLE_LENGTH)


def build_title(text: str) -> str:
    """The first line of a text that has words in it, cut at a word near 120 code points."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return _truncate_title(line, _MAX_BUILT_LENGTH)


def _truncate_title(words: str, longest: int) -> str:
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    start = line[: longest - 1]
    # a line without a space has no word to cut at
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:–—-") + "…"


MAX_ID_LENGTH = 200
_NOT_IN_IDS = {"Cc", "Zl", "Zp"}


class ArticleMetadata(NamedTuple):
    """What is known about an article beside its text; ``None`` for what is not."""

    id: str | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None


def parse_metadata(record: Mapping[str, object]) -> ArticleMetadata:
    """The facts in a record's fields id, title, date, author, source and url; more are ignored.

    A given ``id`` is kept exactly. An unknown date, or an address that is not ``http`` or
    ``https``, is left out. Raises ``ReadError`` naming the field that is wrong.
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
    """The article of a record with ``text``, kept exactly, and the fields of ``facts_of``.

    Raises ``ReadError`` naming the field that is wrong.
    """
    text = _read_string(record, "text")
    if not text.strip():
        raise ReadError(message('It has no "text". Give the article\'s text in that field.'))
    given = _read_string(record, "title").strip()
    return _build_article(text, zone_body(text, given), parse_metadata(record))


def assemble_article(text: str, zones: tuple[Zone, ...], facts: ArticleMetadata) -> Article:
    """The article of a text and its zones; what ``facts`` leave open, its own lines may say."""
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
    """The address as it is, or ``None`` if it is not one of ``http`` or ``https``."""
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
    """The field's string, empty where it is missing or null."""
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
            message('Its field "{field}" holds a NUL character. Remove it.', field=field)
        )
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            message(
                'Its field "{field}" holds half a character (a lone surrogate) at {start}. '
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
        raise ReadError(message('Its "id" holds a line break or a control character. Remove it.'))
    return given if given.strip() else None
