"""A collection: the articles of one newsroom or Discord server, apart from all others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answering.answerer import validate_question
from bot.answering.citations import DuplicateMarker
from bot.answering.claims import ClaimChecker
from bot.answering.digests import Digester, NewsReporter
from bot.answering.lengths import LengthAdjuster
from bot.answering.queries import QueryAnswerer
from bot.answering.summaries import Summarizer, TopicSummarizer
from bot.catalog import Catalog
from bot.diff import Difference
from bot.importer import Importer, SourcedDocument, label_documents
from bot.replies import ClaimCheck, Digest, News, Reply, Summary, TopicSummary
from bot.reports import ImportReport, JobProgress, PassageHit, ReindexReport, Reporter, Status
from bot.status import StatusReporter
from corpus.article import Article, ArticleSummary, ArticleVersion
from corpus.messages import message
from corpus.scope import EVERYTHING, Scope
from corpus.store.announcements import PendingAnnouncement
from corpus.store.articles import Store
from corpus.store.server_settings import Length
from corpus.web import FetchedPage
from index.errors import IndexBusy
from index.indexer import Indexer
from index.ports import Progress
from index.retriever import RetrievedPassage, Retriever

_MAX_HITS = 1000
_HITS_PER_ARTICLE = 5
_COMPARE_BATCH = 100
"""Articles compared with the others in one transaction."""


class Collection:
    """Answers from the articles of one collection, and adds, removes and indexes them.

    All methods block, as they use the disk and the models: call them in a thread from an event
    loop. Several threads may call them at the same time.
    """

    def __init__(
        self,
        name: str,
        store: Store,
        *,
        indexer: Indexer,
        retriever: Retriever,
        importer: Importer,
        answerer: QueryAnswerer,
        claim_checker: ClaimChecker,
        summarizer: Summarizer,
        topic_summarizer: TopicSummarizer,
        digester: Digester,
        news_reporter: NewsReporter,
        status_reporter: StatusReporter,
    ) -> None:
        self._name = name
        self._store = store
        self._indexer = indexer
        self._retriever = retriever
        self._importer = importer
        self._answerer = answerer
        self._claim_checker = claim_checker
        self._summarizer = summarizer
        self._topic_summarizer = topic_summarizer
        self._digester = digester
        self._news_reporter = news_reporter
        self._status_reporter = status_reporter
        self._catalog = Catalog(store, name)
        self._lengths = LengthAdjuster(store, name)
        self._duplicates = DuplicateMarker(store, name)

    @property
    def name(self) -> str:
        """Lower-case letters, digits, ``-`` and ``_``."""
        return self._name

    @property
    def retriever(self) -> Retriever:
        """The retriever over this collection's passages."""
        return self._retriever

    def ask(
        self,
        question: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        length: Length = Length.MEDIUM,
        context: str = "",
    ) -> Reply:
        """Answer from the articles in scope with verified citations, or abstain.

        Passages are searched with the ``context`` of a follow-up and the question. Raises
        ``QuestionError``.
        """
        reply = self._answerer.answer(question, asked_on, scope, context)
        reply = self._lengths.adjust(reply, length)
        return self._duplicates.mark_reply(reply, scope.limit_until(asked_on).until)

    def check(
        self, claim: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> ClaimCheck:
        """Return whether the articles in scope support a claim, contradict it, or do not cover it.

        All evidence is cited and verified. Raises ``QuestionError`` for a claim that cannot be
        checked.
        """
        checked = self._claim_checker.check(claim, asked_on, scope)
        until = scope.limit_until(asked_on).until
        return replace(
            checked,
            supporting=self._duplicates.mark_citations(checked.supporting, until),
            contradicting=self._duplicates.mark_citations(checked.contradicting, until),
        )

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        by_article: bool = False,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> list[PassageHit]:
        """Return the ``k`` passages nearest a query, best first; by article, the best of each.

        The articles are in scope and published by ``until``.
        """
        query, k = validate_question(query), min(k, _MAX_HITS)
        depth = k * _HITS_PER_ARTICLE if by_article else k
        while True:
            found = self._retriever.retrieve(query, depth, until, scope).passages
            hits = _find_best_of_each(found) if by_article else found
            if len(hits) >= k or len(found) < depth:
                return [_to_hit(passage) for passage in hits[:k]]
            depth *= _HITS_PER_ARTICLE

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        """Return the sentences that cover an article best. Raises ``UnknownArticle``."""
        return self._summarizer.summarize(self.article(article), sentences)

    def summarize_topic(self, topic: str, sentences: int = 5) -> TopicSummary:
        """Return sentences of several articles about a topic, or none if no article covers it.

        Raises ``QuestionError``.
        """
        summary = self._topic_summarizer.summarize(validate_question(topic), sentences)
        return replace(summary, sentences=self._duplicates.mark_citations(summary.sentences))

    def digest(self, since: date | None = None, page: int = 1) -> Digest:
        """Return a page of the articles published or first stored since a day.

        The default is a week ago.
        """
        return self._digester.digest(since, page)

    def news(self, announcement: PendingAnnouncement, most: int = 10) -> News:
        """Return the articles of this announcement, up to ``most`` with their best sentence.

        A story that was there before in another copy is left out.
        """
        return self._news_reporter.collect_news(announcement.after, announcement.upto, most)

    def articles(self) -> list[ArticleSummary]:
        """Return every article in its newest version, newest first."""
        return self._store.articles(self._name)

    def article(self, reference: str) -> Article:
        """Find an article by id, ``id@version``, title, or a unique beginning of these.

        Raises ``UnknownArticle``, which names similar ones.
        """
        return self._catalog.find(reference)

    def history(self, article_id: str) -> list[ArticleVersion]:
        """Return every version of an article, oldest first. Raises ``UnknownArticle``."""
        return self._catalog.history(article_id)

    def diff(
        self, reference: str, older: str | None = None, newer: str | None = None
    ) -> Difference:
        """Compare two versions of an article, by default the last two.

        A version is named by its number or the beginning of its digest. Raises ``UnknownArticle``
        and ``UnknownVersion``.
        """
        return self._catalog.diff(reference, older, newer)

    def add(self, inputs: Sequence[Path | str], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files, folders, and web addresses of pages and feeds.

        A text that begins like ``https://`` is an address, any other a path. A bad input costs
        that input only.
        """
        return self._import_documents(self._importer.read(inputs), report)

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes, such as an attachment, under its file name."""
        from corpus.parsers import parse_bytes

        return self._import_documents(label_documents(name, parse_bytes(name, content)), None)

    def add_page(self, page: FetchedPage) -> ImportReport:
        """Add a page that was fetched from the web."""
        from corpus.parsers import parse_bytes

        documents = parse_bytes(page.url, page.content, charset=page.charset, url=page.url)
        return self._import_documents(label_documents(page.url, documents), None)

    def remove(self, reference: str) -> ArticleSummary:
        """Remove an article and all its versions. Raises ``UnknownArticle``."""
        article = self.article(reference)
        summary = next(each for each in self.articles() if each.id == article.id)
        self._store.remove(self._name, article.id)
        self._retriever.evict(article.id)
        self.refresh()
        self._indexer.purge()
        return summary

    def index_position(self) -> int:
        """Return the position in the change log that the indexes have reached."""
        return self._indexer.find_position()

    def reindex(self, report: Reporter | None = None, *, since: int | None = None) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again.

        The report counts what was added and updated since the change-log position ``since``, by
        default since the last time the indexes were up to date.
        """
        before = self.index_position() if since is None else since
        embedded = self._run_indexing(self._indexer.rebuild, report)
        return ReindexReport(
            *self._store.counts(self._name),
            embedded,
            *self._store.count_turnover(self._name, before),
            self._status_reporter.failed_inputs(),
            self._status_reporter.count_pending(),
        )

    def refresh(self, report: Reporter | None = None) -> None:
        """Bring the indexes up to date with the store, unless another process is doing it."""
        self._compare_articles(report or _ignore_progress)
        try:
            self._indexer.catch_up(_to_progress(report or _ignore_progress), wait=0)
        except IndexBusy:
            return  # the indexes are whole, only older; the other process goes on

    def status(self) -> Status:
        """Return what the collection holds, and what is wrong with it."""
        return self._status_reporter.status()

    def close(self) -> None:
        """Save what a restart would otherwise do again."""
        self._indexer.save()

    def _compare_articles(self, report: Reporter) -> None:
        """Find duplicates among articles that an earlier version of Byline stored."""
        done = 0
        while compared := self._store.compare_pending(self._name, _COMPARE_BATCH):
            done += compared
            report(JobProgress(message("looking for copies of articles"), done, 0, "articles"))

    def _import_documents(
        self, documents: Iterable[SourcedDocument], report: Reporter | None
    ) -> ImportReport:
        stored = self._importer.store_documents(documents, report)
        embedded = self._run_indexing(self._indexer.catch_up, report)
        passages = self._store.counts(self._name)[1]
        return replace(stored, passages=passages, embedded=embedded)

    def _run_indexing(
        self, work: Callable[[Progress | None, float | None], int], report: Reporter | None
    ) -> int:
        """Do index work; if another process is doing some, report that and wait for it."""
        report = report or _ignore_progress
        progress = _to_progress(report)
        try:
            return work(progress, 0)
        except IndexBusy:
            report(
                JobProgress(message("waiting for another Byline process that is indexing"), 0, 0)
            )
            return work(progress, None)


def _ignore_progress(stage: JobProgress) -> None:
    del stage


def _to_progress(report: Reporter) -> Progress:
    return lambda done, total: report(JobProgress(message("embedding"), done, total))


def _find_best_of_each(passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
    best: dict[str, RetrievedPassage] = {}
    for passage in passages:
        best.setdefault(passage.article.id, passage)
    return list(best.values())


def _to_hit(passage: RetrievedPassage) -> PassageHit:
    article = passage.article
    return PassageHit(
        article_id=article.id,
        version=article.version,
        title=article.title,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=passage.score,
    )
