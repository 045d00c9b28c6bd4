"""Finds the lines that give a list item, a table row or the text under a question its meaning."""

import re
from typing import NamedTuple

from bot.answering.extraction.overlap import is_heading_text
from bot.replies import Span
from corpus.article import Article, Zone, ZoneKind

_MAX_LINES = 30
"""Lines of a list on each side that are looked at."""
_MAX_PARAGRAPHS = 3
"""Paragraphs after a heading that asks a question which can answer it."""
_MARK = re.compile(r"\s*(?:[-*•·‣–]|\d{1,3}[.)]|[a-z]\)|\|)\s*\S")
_TABLE_ROW = re.compile(r"\s*\|")
_HEADING_MARK = re.compile(r"[\s#*_]*")


class Lead(NamedTuple):
    """What comes before a line and gives it its meaning.

    ``spans`` are a heading or the line before a list, and the header row of a table, in offsets of
    the article; ``block`` is the whole list or table, or ``None`` for text under a heading.
    """

    spans: tuple[Span, ...]
    block: Span | None


def find_lead(article: Article, start: int) -> Lead | None:
    """Return the lead of the sentence at ``start``, or ``None`` if it has none.

    A line of a list or table always has one, though it may have no spans. Text has one if it is in
    the first paragraphs after a heading that asks a question.
    """
    zone = article.zone_at(start)
    if zone is None or zone.kind is not ZoneKind.BODY:
        return None
    if is_list_line(article, zone):
        return _find_list_lead(article, zone)
    heading = _find_question_heading(article, zone)
    return Lead((_trim(article, heading),), None) if heading else None


def is_question_heading(article: Article, start: int) -> bool:
    """Whether a section heading at ``start`` asks a question, which the text after it answers."""
    zone = article.zone_at(start)
    return zone is not None and _asks(article, zone)


def find_section(article: Article, heading: Zone, limit: int) -> Span | None:
    """Return a heading with the body after it, as whole lines of at most ``limit`` characters.

    Returns ``None`` if no line after it fits.
    """
    start, end = _trim(article, heading)
    zone, last = article.zone_at(heading.end), end
    while (
        zone is not None and zone.kind is ZoneKind.BODY and _trim(article, zone)[1] - start <= limit
    ):
        last = _trim(article, zone)[1]
        zone = article.zone_at(zone.end)
    return (start, last) if last > end else None


def is_list_line(article: Article, zone: Zone) -> bool:
    """Whether a zone is an item of a list or a row of a table.

    It has a mark, or it is a short line without a full stop beside another one.
    """
    if zone.kind is not ZoneKind.BODY:
        return False
    if _MARK.match(article.text, zone.start, zone.end):
        return True
    beside = article.zone_at(zone.start - 1), article.zone_at(zone.end)
    return _is_short_line(article, zone) and any(
        each is not None and _is_short_line(article, each) for each in beside
    )


def _is_short_line(article: Article, zone: Zone) -> bool:
    text = article.text[zone.start : zone.end].strip()
    return zone.kind is ZoneKind.BODY and bool(text) and is_heading_text(text)


def _find_list_lead(article: Article, zone: Zone) -> Lead:
    first = _find_edge(article, zone, forward=False)
    last = _find_edge(article, zone, forward=True)
    spans = []
    before = article.zone_at(first.start - 1)
    if before is not None and _introduces(article, before):
        spans.append(_trim(article, before))
    if first != zone and _is_header(article, first, zone):
        spans.append(_trim(article, first))
    return Lead(tuple(spans), (first.start, _trim(article, last)[1]))


def _find_edge(article: Article, zone: Zone, *, forward: bool) -> Zone:
    """Return the first or the last line of the list that a line is in."""
    for _ in range(_MAX_LINES):
        beside = article.zone_at(zone.end if forward else zone.start - 1)
        if beside is None or not is_list_line(article, beside):
            break
        zone = beside
    return zone


def _introduces(article: Article, zone: Zone) -> bool:
    """Whether a line is a heading, or a sentence that ends with a colon."""
    if zone.kind is ZoneKind.HEADING:
        return True
    return zone.kind is ZoneKind.BODY and article.text[zone.start : zone.end].rstrip()[-1:] == ":"


def _is_header(article: Article, first: Zone, row: Zone) -> bool:
    """Whether the first line of a list names its columns: it alone has no digit."""
    if _TABLE_ROW.match(article.text, first.start, first.end):
        return True
    texts = (article.text[each.start : each.end] for each in (first, row))
    has_digits = [any(map(str.isdigit, text)) for text in texts]
    return has_digits == [False, True] and not _MARK.match(article.text, first.start, first.end)


def _find_question_heading(article: Article, zone: Zone) -> Zone | None:
    before: Zone | None = zone
    for _ in range(_MAX_PARAGRAPHS):
        before = article.zone_at(before.start - 1) if before else None
        if before is None or before.kind is not ZoneKind.BODY:
            break
    return before if before is not None and _asks(article, before) else None


def _asks(article: Article, zone: Zone) -> bool:
    text = article.text[zone.start : zone.end].rstrip().rstrip("#*_ ")
    return zone.kind is ZoneKind.HEADING and text.endswith("?")


def _trim(article: Article, zone: Zone) -> Span:
    """Return the range of a zone without white space and marks of a heading."""
    text = article.text[zone.start : zone.end]
    mark = _HEADING_MARK.match(text) if zone.kind is ZoneKind.HEADING else None
    return zone.start + (mark.end() if mark else 0), zone.start + len(text.rstrip())
