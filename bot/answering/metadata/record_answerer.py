"""Answers about an article itself, from its record, citing the line of its text that says so."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.answering.abstention import EMPTY, OUTSIDE
from bot.answering.metadata.lists import ListAnswerer
from bot.answering.metadata.record_questions import Fact, FactQuestion, asked_fact, stating
from bot.answering.verifier import Verifier
from bot.replies import Abstention, Answer, Reply
from corpus.article import Article, ArticleLine
from corpus.messages import Said, said
from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store

Locate = Callable[[str], str | None]
"""The id of the article that some words are about, or ``None`` where none clearly is."""


class FactAnswerer:
    """Answers from the records of one collection; ``locate`` finds an article by its subject.

    Questions for several articles go to ``lists``.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        verifier: Verifier,
        locate: Locate,
        lists: ListAnswerer,
    ) -> None:
        self._store = store
        self._collection = collection
        self._verifier = verifier
        self._locate = locate
        self._lists = lists

    def has_articles(self) -> bool:
        """Whether the collection holds any article."""
        return self._store.counts(self._collection)[0] > 0

    def answer(
        self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Reply | None:
        """The reply to a question about articles themselves; ``None`` for any other question.

        Only articles in scope are spoken of, and lists leave out what was published after
        ``asked_on``. Of a question that is about the news, the store is not asked.
        """
        asked = asked_fact(question)
        if asked:
            return self._stated(question, asked, scope)
        return self._lists.answer(question, asked_on, scope)

    def _stated(self, question: str, asked: FactQuestion, scope: Scope) -> Reply | None:
        lines = self._lines(scope)
        article = self._meant(asked.about, lines)
        if article is None:
            return Abstention(question, self._which(asked, lines, scope)) if asked.sure else None
        value = _value(article, asked.fact)
        citations = self._verifier.verified([stating(article, asked.fact)])
        if value and citations:
            return Answer(question, value, citations, 1.0, article.published, heading=value)
        what = _NONE_OF[asked.fact]
        reason = said("The article “{title}” names {what}.", title=article.title, what=what)
        return Abstention(question, reason) if asked.sure else None

    def _lines(self, scope: Scope) -> list[ArticleLine]:
        lines = self._store.articles(self._collection)
        return [line for line in lines if scope.covers(line.id, line.published)]

    def _meant(self, about: str | None, lines: Sequence[ArticleLine]) -> Article | None:
        if about is None:
            found = lines[0].id if len(lines) == 1 else None
        else:
            found = _titled(lines, about) or self._locate(about)
        inside = found and any(line.id == found for line in lines)
        return self._store.article(self._collection, found) if found and inside else None

    def _which(self, asked: FactQuestion, lines: Sequence[ArticleLine], scope: Scope) -> str:
        if not lines:
            return OUTSIDE if scope != EVERYTHING and self.has_articles() else EMPTY
        if asked.about:
            return said("No article is clearly about “{subject}”.", subject=asked.about)
        return said(
            "There are {number} articles here. Name the one you mean, "
            "as in: … the article “{title}”?",
            number=len(lines),
            title=lines[0].title,
        )


def _titled(lines: Sequence[ArticleLine], about: str) -> str | None:
    wanted = _letters(about)
    found = [line.id for line in lines if _letters(line.title) == wanted]
    return found[0] if len(found) == 1 else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _value(article: Article, fact: Fact) -> Said | None:
    """What is answered, with the marker of the line that states it."""
    match fact:
        case Fact.AUTHOR if article.author:
            return said("Written by {author}. [1]", author=article.author)
        case Fact.PUBLISHED if article.published:
            return said("Published on {day}. [1]", day=article.published)
        case Fact.SOURCE if article.source:
            return said("Published by {source}. [1]", source=article.source)
        case Fact.TITLE:
            return said("The headline is “{title}”. [1]", title=article.title)
    return None


_NONE_OF = {
    Fact.AUTHOR: said("no author"),
    Fact.PUBLISHED: said("no publication date"),
    Fact.SOURCE: said("no outlet"),
    Fact.TITLE: said("no headline"),
}
