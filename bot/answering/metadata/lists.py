"""Lists of articles: about a subject, by a writer, of a time, the newest; each cited."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from bot.answering.abstention import EMPTY, OUTSIDE
from bot.answering.metadata.list_headings import heading, nothing
from bot.answering.metadata.list_questions import ListQuestion, Order, asked_list
from bot.answering.metadata.record_questions import Fact, stating
from bot.answering.verifier import Verifier
from bot.replies import Abstention, Answer, Citation, Reply, listed
from corpus.article import Article, ArticleLine
from corpus.messages import said
from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store
from index.analyzer import terms
from index.retriever import RetrievedPassage

Search = Callable[[str, int, date | None], Sequence[RetrievedPassage]]
"""The passages nearest some words, best first: so many, of articles published by a day."""

CLOSE = 0.5
"""The cosine of a subject and a passage that is about it, whatever its words.

Over 600 public news openings and fifteen subjects, those without the subject's words came above it
five times, four of them about the same thing by another name.
"""
_FIRST_DEPTH, _LAST_DEPTH = 200, 3200
_LEAD = 800
"""Characters of an article's beginning, which say what it is about."""
_OFTEN = 2
"""How often the words stand in an article that is about them though its beginning lacks them."""


def articles_about(search: Search, words: str, until: date | None) -> list[str]:
    """The ids of the articles about a subject, those with it in the headline first, then nearest.

    An article is about it where the headline has all its words, where a passage has them all that
    begins the article or where they come again elsewhere, or where a passage is ``CLOSE``.
    """
    wanted = frozenset(terms(words))
    fitting = _fitting(search, words, until, lambda hit: _is_about(hit, wanted))
    titled = [article.id for article in fitting if wanted <= set(terms(article.title))]
    return list(dict.fromkeys([*titled, *(article.id for article in fitting)]))


def articles_mentioning(search: Search, words: str, until: date | None) -> list[str]:
    """The ids of the articles in which the words stand next to each other, the nearest first."""
    wanted = terms(words)
    fitting = _fitting(search, words, until, lambda hit: _mentions(hit, wanted))
    return [article.id for article in fitting]


def _fitting(
    search: Search, words: str, until: date | None, fits: Callable[[RetrievedPassage], bool]
) -> list[Article]:
    """The articles of fitting hits, looked for deeper as long as the last hits still fit."""
    depth = _FIRST_DEPTH
    while True:
        hits = search(words, depth, until) if terms(words) else []
        fitting = [hit for hit in hits if fits(hit)]
        last = {hit.passage_id for hit in hits[-depth // 4 :]}
        goes_on = len(hits) == depth and any(hit.passage_id in last for hit in fitting)
        if not goes_on or depth >= _LAST_DEPTH:
            return list({hit.article.id: hit.article for hit in fitting}.values())
        depth *= 4


def _is_about(hit: RetrievedPassage, wanted: frozenset[str]) -> bool:
    if hit.cosine >= CLOSE or wanted <= set(terms(hit.article.title)):
        return True
    if not wanted <= set(terms(hit.flow)):
        return False
    counted = Counter(terms(_evidence(hit.article))) if hit.start >= _LEAD else None
    return counted is None or min(counted[term] for term in wanted) >= _OFTEN


def _evidence(article: Article) -> str:
    zones = (zone for zone in article.zones if zone.kind.is_evidence)
    return "\n".join(article.text[zone.start : zone.end] for zone in zones)


def _mentions(hit: RetrievedPassage, wanted: Sequence[str]) -> bool:
    return any(_has_run(terms(text), wanted) for text in (hit.flow, hit.article.title))


def _has_run(words: Sequence[str], wanted: Sequence[str]) -> bool:
    places = range(len(words) - len(wanted) + 1)
    return any(words[place : place + len(wanted)] == list(wanted) for place in places)


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
