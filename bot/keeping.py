"""A collection's articles as they are kept: added, followed, removed and indexed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.catalog import find_article
from bot.importer import SourcedDocument, label_documents, read_documents
from bot.ingest.hosts import HostSchedule
from bot.parts import CollectionParts
from bot.reports import FeedStart, ImportReport, JobProgress, ReindexReport, Reporter
from bot.status import count_pending, find_failed
from corpus.article import Article, ArticleSummary
from corpus.messages import message
from corpus.store.announcements import Announcements
from corpus.store.feeds import FeedSubscriptions
from corpus.store.ingest_queue import IngestQueue
from corpus.store.questions import QuestionStore
from corpus.store.server_settings import ServerSettings, ServerSettingsStore
from corpus.web import FetchedPage, Fetcher
from index.errors import IndexBusy
from index.ports import Progress
from index.retriever import Retriever

_COMPARE_BATCH = 100
"""Articles compared with the others in one transaction."""


class CollectionBase:
    """The articles of one newsroom or Discord server, and all that is done to them."""

    def __init__(self, name: str, parts: CollectionParts) -> None:
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
    def ingest_queue(self) -> IngestQueue:
        """What its watched folders and feeds brought, and what of it is set aside."""
        return self._parts.ingest_queue

    @property
    def question_log(self) -> QuestionStore:
        """The questions its members asked, and what they thought of the answers."""
        return self._parts.question_log

    @property
    def preferences(self) -> ServerSettingsStore:
        """What its editors have set for the bot."""
        return self._parts.preferences

    @property
    def announcements(self) -> Announcements:
        """How far its new articles have been announced."""
        return self._parts.announcements

    @property
    def feeds(self) -> FeedSubscriptions:
        """The feeds that it follows."""
        return self._parts.feeds

    def fetcher(self) -> Fetcher:
        """What fetches its pages: one for all who fetch, as it keeps them apart in time."""
        return self._parts.make_fetcher()

    @property
    def hosts(self) -> HostSchedule:
        """Which hosts may be asked now, by all who ask without being told to."""
        return self._parts.hosts

    def follow(self, url: str, most: int) -> FeedStart | None:
        """Read a feed at once and follow it; ``None`` where ``most`` are followed without it.

        Raises ``FetchError`` and ``ReadError`` for what can never be read.
        """
        return self._parts.demand.follow(self, url, most)

    def announce_in(self, channel: int | None) -> ServerSettings:
        """Announce articles that arrive from now on in this channel; ``None``: nowhere.

        Returns what is set then.
        """
        parts, here = self._parts, channel is not None
        if here and parts.preferences.get().news_channel == channel:
            return parts.preferences.get()
        announced = parts.store.position(self._name) if here else None
        return parts.preferences.change(news_channel=channel, announced=announced)

    def articles(self) -> list[ArticleSummary]:
        """Every article in its newest version, newest first."""
        return self._parts.store.articles(self._name)

    def article(self, reference: str) -> Article:
        """One article by id, ``id@version``, title, or a beginning of these that only it has."""
        return find_article(self._parts.store, self._name, reference)

    def add(self, inputs: Sequence[Path | str], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files, folders, and web addresses of pages and feeds."""
        return self._import_documents(read_documents(inputs, self._parts.make_fetcher), report)

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes (an attachment) under its file name."""
        from corpus.parsers import parse_bytes

        return self._import_documents(label_documents(name, parse_bytes(name, content)), None)

    def add_page(self, page: FetchedPage) -> ImportReport:
        """Add what was fetched from a web address."""
        from corpus.parsers import parse_bytes

        read = parse_bytes(page.url, page.content, charset=page.charset, url=page.url)
        return self._import_documents(label_documents(page.url, read), None)

    def remove(self, reference: str) -> ArticleSummary:
        """Remove an article and all its versions. Raises ``UnknownArticle``."""
        article = self.article(reference)
        line = next(line for line in self.articles() if line.id == article.id)
        self._parts.store.remove(self._name, article.id)
        self._parts.retriever.evict(article.id)
        self.refresh()
        self._parts.indexer.purge()
        return line

    def reindex(self, report: Reporter | None = None, *, asks_feeds: bool = False) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again.

        With ``asks_feeds`` what feeds name, and what was set aside, is taken first.
        """
        parts = self._parts
        before = parts.indexer.find_position()
        embedded = parts.demand.gather(self, report or _ignore_progress) if asks_feeds else 0
        embedded += self._run_indexing(parts.indexer.rebuild, report)
        held = parts.store.counts(self._name)
        turnover = parts.store.count_turnover(self._name, before)
        return ReindexReport(
            *held,
            embedded,
            *turnover,
            find_failed(parts.ingest_queue),
            count_pending(parts.ingest_queue),
        )

    def refresh(self, report: Reporter | None = None) -> None:
        """Bring the indexes up to date, unless another process is at it already."""
        self._compare_articles(report or _ignore_progress)
        try:
            self._parts.indexer.catch_up(_to_progress(report or _ignore_progress), wait=0)
        except IndexBusy:
            return  # what stands in the indexes is whole, only older; the other one goes on

    def close(self) -> None:
        """Save what a restart would otherwise do again."""
        self._parts.indexer.save()

    def _compare_articles(self, report: Reporter) -> None:
        """Look for copies of articles that an earlier Byline stored, once."""
        done = 0
        while compared := self._parts.store.compare_pending(self._name, _COMPARE_BATCH):
            done += compared
            report(JobProgress(message("looking for copies of articles"), done, 0, "articles"))

    def _import_documents(
        self, documents: Iterable[SourcedDocument], report: Reporter | None
    ) -> ImportReport:
        stored = self._parts.importer.store_documents(documents, report)
        embedded = self._run_indexing(self._parts.indexer.catch_up, report)
        passages = self._parts.store.counts(self._name)[1]
        return replace(stored, passages=passages, embedded=embedded)

    def _run_indexing(
        self, work: Callable[[Progress | None, float | None], int], report: Reporter | None
    ) -> int:
        """Do index work; where another process is at it, say so and wait for it."""
        tell = report or _ignore_progress
        progress = _to_progress(tell)
        try:
            return work(progress, 0)
        except IndexBusy:
            tell(JobProgress(message("waiting for another Byline process that is indexing"), 0, 0))
            return work(progress, None)


def _ignore_progress(stage: JobProgress) -> None:
    """Tell nobody."""


def _to_progress(report: Reporter) -> Progress:
    return lambda done, total: report(JobProgress(message("embedding"), done, total))
