"""An article: its exact text, its metadata, and the zones that tile the text."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from corpus.page_key import normalize_url

_SLUG_LENGTH = 40
"""The most characters of the headline in an id."""
_WRAP = re.compile(r"(?<=[^\s])[ \t]*(?:\r\n|\n|\r)(?=[ \t]*[^\s])")
"""A line break between two lines that are not blank."""


class ZoneKind(StrEnum):
    """The role of a range of an article's text."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"

    @property
    def is_evidence(self) -> bool:
        """Whether the text of such a zone may answer a question."""
        return self in _EVIDENCE


_EVIDENCE = frozenset(
    {ZoneKind.HEADLINE, ZoneKind.STANDFIRST, ZoneKind.BODY, ZoneKind.HEADING, ZoneKind.CAPTION}
)


class Zone(NamedTuple):
    """A labelled range ``[start, end)`` of the text, in Unicode code points."""

    kind: ZoneKind
    start: int
    end: int


class ZoneError(ValueError):
    """Zones with a gap, an overlap, or an end beyond the text."""


@dataclass(frozen=True)
class Article:
    """One version of an article; a corrected version is another ``Article`` with the same id.

    All offsets in Byline count Unicode code points of ``text``, which is stored exactly as it was
    read. ``zones`` tile the text: in order, without gap or overlap; otherwise ``ZoneError``.
    """

    id: str
    title: str
    text: str
    zones: tuple[Zone, ...]
    author: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        check_tiling(self.zones, len(self.text))

    @cached_property
    def version(self) -> str:
        """The SHA-256 of the text (UTF-8), as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _ends(self) -> list[int]:
        return [zone.end for zone in self.zones]

    def flow(self, start: int = 0, end: int | None = None) -> str:
        """Return ``text[start:end]`` with the line breaks that wrap a paragraph as spaces.

        The length does not change, so the offsets are those of the text. Line breaks between zones
        and blank lines stay.
        """
        stop = len(self.text) if end is None else end
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, stop - 1)
        parts = (
            self.text[max(zone.start, start) : min(zone.end, stop)]
            for zone in self.zones[first : last + 1]
        )
        return "".join(map(_unwrap, parts))

    def zone_at(self, offset: int) -> Zone | None:
        """Return the zone at ``offset``, or ``None`` outside the text."""
        index = bisect_right(self._ends, offset)
        return self.zones[index] if offset >= 0 and index < len(self.zones) else None

    def find_zones(self, *kinds: ZoneKind) -> tuple[Zone, ...]:
        """Return the zones of these kinds, in text order."""
        return tuple(zone for zone in self.zones if zone.kind in kinds)

    def is_evidence(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` is a range of the text inside evidence zones only."""
        if not 0 <= start < end <= len(self.text):
            return False
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        return all(zone.kind in _EVIDENCE for zone in self.zones[first : last + 1])


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """The metadata of an article's newest version, without its text."""

    id: str
    version: str
    title: str
    author: str | None
    source: str | None
    published: date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One version of an article: ``number`` counts from 1, ``version`` is the text's SHA-256.

    Versions that differ only in their metadata have the same ``version``.
    """

    number: int
    version: str
    title: str
    author: str | None
    source: str | None
    published: date | None
    url: str | None
    added_at: datetime


def check_tiling(zones: Iterable[Zone], length: int) -> None:
    """Raise ``ZoneError`` unless the zones cover ``[0, length)`` in order, without overlap."""
    position = 0
    for zone in zones:
        if zone.start != position or zone.end <= zone.start:
            raise ZoneError(f"zone {zone} should start at {position} and not be empty")
        position = zone.end
    if position != length:
        raise ZoneError(f"zones end at {position}, the text at {length}")


def build_stable_id(
    title: str, source: str | None, published: date | None, url: str | None = None
) -> str:
    """Return an id for an article without one; the same page or record gives the same id.

    The id is the start of the headline and eight hexadecimal digits of a hash: of the normalized
    web address if there is one (``normalize_url``), otherwise of headline, outlet and date.
    """
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_title.lower())
    slug = "-".join(words) or "article"
    if len(slug) > _SLUG_LENGTH:
        slug = slug[:_SLUG_LENGTH].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    record = [title.casefold(), (source or "").casefold(), str(published or "")]
    key = normalize_url(url) or "\n".join(record)
    return f"{slug}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _unwrap(paragraph: str) -> str:
    words = paragraph.strip()
    if "\n" not in words and "\r" not in words:
        return paragraph
    return _WRAP.sub(lambda found: " " * len(found[0]), paragraph)
