"""A collection's articles as they are kept: added, followed, removed and indexed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.catalog import find_article
from bot.importer import Sourced, documents_of, from_input
from bot.ingest.hosts import Hosts
from bot.parts import Parts
from bot.reports import BegunFeed, ImportReport, ReindexReport, Reporter, Stage
from bot.status import failed_of, waiting_of
from corpus.article import Article, ArticleLine
from corpus.messages import said
from corpus.store.announcements import Announcements
from corpus.store.feeds import Following
from corpus.store.ingest_queue import Arrivals
from corpus.store.questions import Questions
from corpus.store.server_settings import Preferences, PreferenceStore
from corpus.web import Fetched, Fetcher
from index.errors import IndexBusy
from index.ports import Progress
from index.retriever import Retriever

_COMPARED = 100
"""Articles compared with the others in one transaction."""


class KeptArticles:
    """The articles of one newsroom or Discord server, and all that is done to them."""

    def __init__(self, name: str, parts: Parts) -> None:
        self._name = name
        self._parts = parts

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @property
    def retriever(self) -> Retriever:
        """What finds its passages."""
        return self._parts.retriever

    @property
    def arrivals(self) -> Arrivals:
        """What its watched folders and feeds brought, and what of it is set aside."""
        return self._parts.arrivals

    @property
    def asked(self) -> Questions:
        """The questions its members asked, and what they thought of the answers."""
        return self._parts.asked

    @property
    def preferences(self) -> PreferenceStore:
        """What its editors have set for the bot."""
        return self._parts.preferences

    @property
    def announcements(self) -> Announcements:
        """How far its new articles have been announced."""
        return self._parts.announcements

    @property
    def feeds(self) -> Following:
        """The feeds that it follows."""
        return self._parts.feeds

    def fetcher(self) -> Fetcher:
        """What fetches its pages: one for all who fetch, as it keeps them apart in time."""
        return self._parts.make_fetcher()

    @property
    def hosts(self) -> Hosts:
        """Which hosts may be asked now, by all who ask without being told to."""
        return self._parts.hosts

    def follow(self, url: str, most: int) -> BegunFeed | None:
        """Read a feed at once and follow it; ``None`` where ``most`` are followed without it.

        Raises ``FetchError`` and ``ReadError`` for what can never be read.
        """
        return self._parts.demand.follow(self, url, most)

    def announce_in(self, channel: int | None) -> Preferences:
        """Announce articles that arrive from now on in this channel; ``None``: nowhere.

        Returns what is set then.
        """
        parts, here = self._parts, channel is not None
        if here and parts.preferences.get().news_channel == channel:
            return parts.preferences.get()
        announced = parts.store.position(self._name) if here else None
        return parts.preferences.change(news_channel=channel, announced=announced)

    def articles(self) -> list[ArticleLine]:
        """Every article in its newest version, newest first."""
        return self._parts.store.articles(self._name)

    def article(self, reference: str) -> Article:
        """One article by id, ``id@version``, title, or a beginning of these that only it has."""
        return find_article(self._parts.store, self._name, reference)

    def add(self, inputs: Sequence[Path | str], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files, folders, and web addresses of pages and feeds."""
        return self._add(documents_of(inputs, self._parts.make_fetcher), report)

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes (an attachment) under its file name."""
        from corpus.parsers import read_bytes

        return self._add(from_input(name, read_bytes(name, content)), None)

    def add_page(self, page: Fetched) -> ImportReport:
        """Add what was fetched from a web address."""
        from corpus.parsers import read_bytes

        read = read_bytes(page.url, page.content, charset=page.charset, url=page.url)
        return self._add(from_input(page.url, read), None)

    def remove(self, reference: str) -> ArticleLine:
        """Remove an article and all its versions. Raises ``UnknownArticle``."""
        article = self.article(reference)
        line = next(line for line in self.articles() if line.id == article.id)
        self._parts.store.remove(self._name, article.id)
        self._parts.retriever.forget(article.id)
        self.refresh()
        self._parts.indexer.purge()
        return line

    def reindex(self, report: Reporter | None = None, *, asks_feeds: bool = False) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again.

        With ``asks_feeds`` what feeds name, and what was set aside, is taken first.
        """
        parts = self._parts
        before = parts.indexer.reached()
        embedded = parts.demand.gather(self, report or _silent) if asks_feeds else 0
        embedded += self._indexed(parts.indexer.rebuild, report)
        held = parts.store.counts(self._name)
        turnover = parts.store.turnover(self._name, before)
        return ReindexReport(
            *held, embedded, *turnover, failed_of(parts.arrivals), waiting_of(parts.arrivals)
        )

    def refresh(self, report: Reporter | None = None) -> None:
        """Bring the indexes up to date, unless another process is at it already."""
        self._compare(report or _silent)
        try:
            self._parts.indexer.catch_up(_embedding(report or _silent), wait=0)
        except IndexBusy:
            return  # what stands in the indexes is whole, only older; the other one goes on

    def close(self) -> None:
        """Save what a restart would otherwise do again."""
        self._parts.indexer.save()

    def _compare(self, report: Reporter) -> None:
        """Look for copies of articles that an earlier Byline stored, once."""
        done = 0
        while compared := self._parts.store.compare(self._name, _COMPARED):
            done += compared
            report(Stage(said("looking for copies of articles"), done, 0, "articles"))

    def _add(self, documents: Iterable[Sourced], report: Reporter | None) -> ImportReport:
        stored = self._parts.importer.store(documents, report)
        embedded = self._indexed(self._parts.indexer.catch_up, report)
        passages = self._parts.store.counts(self._name)[1]
        return replace(stored, passages=passages, embedded=embedded)

    def _indexed(
        self, work: Callable[[Progress | None, float | None], int], report: Reporter | None
    ) -> int:
        """Do index work; where another process is at it, say so and wait for it."""
        tell = report or _silent
        progress = _embedding(tell)
        try:
            return work(progress, 0)
        except IndexBusy:
            tell(Stage(said("waiting for another Byline process that is indexing"), 0, 0))
            return work(progress, None)


def _silent(stage: Stage) -> None:
    """Tell nobody."""


def _embedding(report: Reporter) -> Progress:
    return lambda done, total: report(Stage(said("embedding"), done, total))
