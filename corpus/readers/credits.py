"""Who wrote an article, where it appeared and when, by the lines of its own text."""

from datetime import date
from typing import NamedTuple

from corpus.article import Zone, ZoneKind
from corpus.zoning.bylines import parse_byline, parse_date_line, parse_name, parse_publication


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
