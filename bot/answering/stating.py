"""The line of an article's text that states a fact of its record."""

from bot.answering.citing import cite
from bot.answering.fact_questions import Fact
from bot.replies import Citation, Span
from corpus.article import Article, Zone, ZoneKind
from corpus.dates import find_date


def stating(article: Article, fact: Fact) -> Citation:
    """The line of the text that states the fact, or the record where no line does."""
    for zone in article.zones:
        if zone.kind in _LINES[fact] and (span := _stated(article, fact, zone)):
            return cite(article, *_trimmed(article, zone), score=1.0, highlight=span)
    return cite(article, 0, 0, score=1.0)


_LINES = {
    Fact.AUTHOR: {ZoneKind.BYLINE},
    Fact.PUBLISHED: {ZoneKind.BYLINE, ZoneKind.DATELINE},
    Fact.SOURCE: {ZoneKind.BYLINE, ZoneKind.DATELINE},
    Fact.TITLE: {ZoneKind.HEADLINE},
}


def _stated(article: Article, fact: Fact, zone: Zone) -> Span | None:
    if fact is Fact.PUBLISHED:
        found = find_date(article.text[zone.start : zone.end])
        stated = found is not None and found.value == article.published
        return (zone.start + found.start, zone.start + found.end) if found and stated else None
    named = {Fact.AUTHOR: article.author, Fact.SOURCE: article.source}.get(fact, article.title)
    start = article.text.find(named, zone.start, zone.end) if named else -1
    return (start, start + len(named)) if named and start >= 0 else None


def _trimmed(article: Article, zone: Zone) -> Span:
    line = article.text[zone.start : zone.end]
    return zone.start + len(line) - len(line.lstrip()), zone.start + len(line.rstrip())
