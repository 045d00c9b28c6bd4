"""Lists of articles: about a subject, by a writer, of a time, the newest; each cited."""

from collections.abc import Callable, Sequence
from datetime import date

from bot.answering.fact_questions import Fact
from bot.answering.list_questions import ListQuestion, Order, asked_list
from bot.answering.list_wording import heading, nothing
from bot.answering.reasons import EMPTY, OUTSIDE
from bot.answering.stating import stating
from bot.answering.subjects import Search, articles_about, articles_mentioning
from bot.answering.verification import Verifier
from bot.replies import Abstention, Answer, Citation, Reply, listed
from corpus.article import ArticleLine
from corpus.messages import said
from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store
from index.analyzer import terms

LONGEST = 10
"""How many articles one reply lists."""


class ListAnswerer:
    """Lists articles of one collection; ``search`` finds passages, ``today`` says what day it is.

    Headlines are cited in the article's own line where one states them, else from the record.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        verifier: Verifier,
        search: Search,
        today: Callable[[], date],
    ) -> None:
        self._store = store
        self._collection = collection
        self._verifier = verifier
        self._search = search
        self._today = today

    def answer(
        self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> Reply | None:
        """The list a question asks for, or why it is empty.

        It is of articles in scope published by ``asked_on``. ``None`` for any other question, of
        which the store is not asked. Without ``asked_on``, ``yesterday`` and the like are counted
        from today.
        """
        asked = asked_list(question, asked_on or self._today())
        if asked is None:
            return None
        lines = self._lines(scope.ending(asked_on))
        found = self._found(asked, lines, asked_on)
        in_time = [line for line in found if not asked.time or asked.time.covers(line.published)]
        if in_time:
            return self._listed(question, asked, in_time)
        if not asked.sure:
            return None
        return Abstention(
            question, nothing(asked, found) if lines else self._empty(asked_on, scope)
        )

    def _lines(self, scope: Scope) -> list[ArticleLine]:
        """The articles in scope, newest first."""
        lines = self._store.articles(self._collection)
        return [line for line in lines if scope.covers(line.id, line.published)]

    def _empty(self, asked_on: date | None, scope: Scope) -> str:
        held = self._store.counts(self._collection)[0] > 0
        if held and scope != EVERYTHING:
            return OUTSIDE
        if held and asked_on:
            return said("No article here was published by {day}.", day=asked_on)
        return EMPTY

    def _found(
        self, asked: ListQuestion, lines: Sequence[ArticleLine], asked_on: date | None
    ) -> list[ArticleLine]:
        """The articles asked for but for their time, in the order asked for."""
        made = [line for line in lines if asked.maker is None or _is_by(line, asked.maker)]
        if made and asked.about is not None:
            made = _among(made, articles_about(self._search, asked.about, asked_on))
        if made and asked.mentions is not None:
            made = _among(made, articles_mentioning(self._search, asked.mentions, asked_on))
        return made if asked.order is Order.NEAREST else _dated(made, asked.order)

    def _listed(
        self, question: str, asked: ListQuestion, lines: Sequence[ArticleLine]
    ) -> Reply | None:
        cited = self._verifier.verified(self._cited(lines[: 1 if asked.one else LONGEST]))
        if not cited:
            return None  # all of them were withdrawn meanwhile
        dates = [citation.published for citation in cited if citation.published]
        above = heading(asked, len(lines), len(cited))
        text = f"{above}\n{listed(cited)}"
        return Answer(question, text, cited, 1.0, max(dates, default=None), heading=above)

    def _cited(self, lines: Sequence[ArticleLine]) -> list[Citation]:
        articles = (self._store.article(self._collection, line.id) for line in lines)
        return [stating(article, Fact.TITLE) for article in articles if article]


def _is_by(line: ArticleLine, maker: str) -> bool:
    """Whether an article's author or outlet has all words of a name."""
    wanted = set(terms(maker))
    return any(wanted and wanted <= set(terms(name)) for name in (line.author, line.source) if name)


def _among(lines: Sequence[ArticleLine], ids: Sequence[str]) -> list[ArticleLine]:
    """The lines of these ids, in the order of the ids."""
    by_id = {line.id: line for line in lines}
    return [by_id[each] for each in ids if each in by_id]


def _dated(lines: Sequence[ArticleLine], order: Order) -> list[ArticleLine]:
    """By date, those without one last."""
    newest_first = order is Order.NEWEST
    with_date = [(line.published, line) for line in lines if line.published]
    with_date.sort(key=lambda pair: pair[0], reverse=newest_first)
    return [*(line for _, line in with_date), *(line for line in lines if not line.published)]
