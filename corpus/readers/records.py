"""One record of named fields to an article."""

import unicodedata
from collections.abc import Mapping
from urllib.parse import urlsplit

from corpus.article import Article, stable_id
from corpus.dates import parse_date
from corpus.errors import ReadError
from corpus.readers.titles import clean_title, title_from
from corpus.zoning import zone_body

LONGEST_ID = 200
_NOT_IN_IDS = {"Cc", "Zl", "Zp"}


def article_of(record: Mapping[str, object]) -> Article:
    """The article of a record with ``text`` and, if known, the other fields; more are ignored.

    ``text`` and a given ``id`` are kept exactly. An unknown date, or an address that is not
    ``http`` or ``https``, is left out. Raises ``ReadError`` naming the field that is wrong.
    """
    text = _string(record, "text")
    if not text.strip():
        raise ReadError('It has no "text". Give the article\'s text in that field.')
    given = _string(record, "title").strip()
    title = clean_title(given) if given else title_from(text)
    source = _known(record, "source")
    published = parse_date(_string(record, "date"))
    return Article(
        id=_given_id(record) or stable_id(title, source, published),
        title=title,
        text=text,
        zones=zone_body(text, given),
        author=_known(record, "author"),
        source=source,
        published=published,
        url=_web_address(_string(record, "url").strip()),
    )


def _string(record: Mapping[str, object], field: str) -> str:
    """The field's string, empty where it is missing or null."""
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(f'Its field "{field}" is not a string. Write it in quotation marks.')
    return _storable(value, field)


def _storable(value: str, field: str) -> str:
    if "\0" in value:
        raise ReadError(f'Its field "{field}" holds a NUL character. Remove it.')
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReadError(
            f'Its field "{field}" holds half a character (a lone surrogate) at {error.start}. '
            "Write the whole character."
        ) from error
    return value


def _known(record: Mapping[str, object], field: str) -> str | None:
    return " ".join(_string(record, field).split()) or None


def _given_id(record: Mapping[str, object]) -> str | None:
    value = record.get("id")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    given = str(value) if is_number else _string(record, "id")
    if len(given) > LONGEST_ID:
        raise ReadError(f'Its "id" is longer than {LONGEST_ID} characters. Give a shorter one.')
    if any(unicodedata.category(character) in _NOT_IN_IDS for character in given):
        raise ReadError('Its "id" holds a line break or a control character. Remove it.')
    return given if given.strip() else None


def _web_address(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and bool(parts.netloc)
    return url if is_web and url.isprintable() and " " not in url else None
