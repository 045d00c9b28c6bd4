"""Answers about an article itself, from its record, citing the line of its text that says so."""

from collections.abc import Callable, Sequence

from bot.answering.citing import cite
from bot.answering.fact_questions import Fact, FactQuestion, asked_fact
from bot.answering.verification import Verifier
from bot.replies import Abstention, Answer, Citation, Reply, Span
from bot.wording import day
from corpus.article import Article, ArticleLine, Zone, ZoneKind
from corpus.store import Store

Locate = Callable[[str], str | None]
"""The id of the article that some words are about, or ``None`` where none clearly is."""


class FactAnswerer:
    """Answers from the records of one collection; ``locate`` finds an article by its subject."""

    def __init__(self, store: Store, collection: str, verifier: Verifier, locate: Locate) -> None:
        self._store = store
        self._collection = collection
        self._verifier = verifier
        self._locate = locate

    def has_articles(self) -> bool:
        """Whether the collection holds any article."""
        return self._store.counts(self._collection)[0] > 0

    def answer(self, question: str) -> Reply | None:
        """The reply to a question about an article itself; ``None`` for any other question."""
        asked = asked_fact(question)
        if asked is None:
            return None
        article = self._meant(asked.about)
        if article is None:
            return Abstention(question, self._which(asked))
        value = _value(article, asked.fact)
        citations = self._verifier.verified([_citation(article, asked.fact)])
        if value is None or not citations:
            return Abstention(question, f"The article “{article.title}” names no {asked.fact}.")
        return Answer(question, f"{value} [1]", citations, 1.0, article.published)

    def _meant(self, about: str | None) -> Article | None:
        lines = self._store.articles(self._collection)
        if about is None:
            found = lines[0].id if len(lines) == 1 else None
        else:
            found = _titled(lines, about) or self._locate(about)
        return self._store.article(self._collection, found) if found else None

    def _which(self, asked: FactQuestion) -> str:
        lines = self._store.articles(self._collection)
        if not lines:
            return "No articles have been added to this collection yet."
        if asked.about:
            return f"No article is clearly about “{asked.about}”."
        return (
            f"There are {len(lines):,} articles here. Name the one you mean, "
            f"as in: … the article “{lines[0].title}”?"
        )


def _titled(lines: Sequence[ArticleLine], about: str) -> str | None:
    wanted = _letters(about)
    found = [line.id for line in lines if _letters(line.title) == wanted]
    return found[0] if len(found) == 1 else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _value(article: Article, fact: Fact) -> str | None:
    match fact:
        case Fact.AUTHOR:
            return f"Written by {article.author}." if article.author else None
        case Fact.PUBLISHED:
            return f"Published on {day(article.published)}." if article.published else None
        case Fact.SOURCE:
            return f"Published by {article.source}." if article.source else None
        case Fact.TITLE:
            return f"The headline is “{article.title}”."


def _citation(article: Article, fact: Fact) -> Citation:
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
        from corpus.dates import find_date

        found = find_date(article.text[zone.start : zone.end])
        stated = found is not None and found.value == article.published
        return (zone.start + found.start, zone.start + found.end) if found and stated else None
    named = {Fact.AUTHOR: article.author, Fact.SOURCE: article.source}.get(fact, article.title)
    start = article.text.find(named, zone.start, zone.end) if named else -1
    return (start, start + len(named)) if named and start >= 0 else None


def _trimmed(article: Article, zone: Zone) -> Span:
    line = article.text[zone.start : zone.end]
    return zone.start + len(line) - len(line.lstrip()), zone.start + len(line.rstrip())
