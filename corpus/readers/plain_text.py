"""Plain text: one article a file, as saved or copied from a web page."""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, NamedTuple

from corpus.article import Article, Zone, ZoneKind, stable_id
from corpus.bylines import parse_byline, parse_date_line, parse_name, parse_publication
from corpus.decoding import decode
from corpus.errors import ReadError
from corpus.readers.ports import Unreadable
from corpus.readers.titles import clean_title, title_from
from corpus.zoning import zone_page

LARGEST_TEXT = 20_000_000
"""The most bytes one plain text may have."""


class _Credits(NamedTuple):
    author: str | None
    source: str | None
    published: date | None


class PlainTextReader:
    """Reads a text as one article; what its lines do not say about it stays unknown."""

    def read(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` whose ``text`` is exactly the document's, or one ``Unreadable``."""
        content = stream.read(LARGEST_TEXT + 1)
        try:
            yield _article(_text(content))
        except ReadError as error:
            yield Unreadable(name, str(error))


def _text(content: bytes) -> str:
    if len(content) > LARGEST_TEXT:
        raise ReadError(
            f"It is larger than {LARGEST_TEXT // 1_000_000} MB, too large for one article. "
            "Split it, or give JSON Lines."
        )
    text = decode(content)
    if not text.strip():
        raise ReadError("It is empty. Give a text with at least one line.")
    if re.match(r"\s*<(?:!doctype html|html)\b", text, re.IGNORECASE):
        raise ReadError("It is a web page (HTML). Save the article's text as plain text.")
    return text


def _article(text: str) -> Article:
    zones = zone_page(text)
    title = _title(text, zones)
    author, source, published = _credits(text, zones)
    identity = stable_id(title, source, published)
    return Article(identity, title, text, zones, author, source, published)


def _title(text: str, zones: tuple[Zone, ...]) -> str:
    headlines = [text[z.start : z.end] for z in zones if z.kind is ZoneKind.HEADLINE]
    return clean_title(headlines[0]) if headlines else title_from(text)


def _credits(text: str, zones: tuple[Zone, ...]) -> _Credits:
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
    return _Credits(
        author=next((byline.author for byline in bylines), next(iter(names), None)),
        source=next((found.source for found in publications if found.source), None),
        published=next((day for day in days if day), None),
    )


def _lines(text: str, zones: tuple[Zone, ...], kind: ZoneKind) -> list[str]:
    return [text[zone.start : zone.end].strip() for zone in zones if zone.kind is kind]
