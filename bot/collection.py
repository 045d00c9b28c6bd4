"""One collection of articles: everything that can be asked of it and done to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.answering.answerer import Answerer, checked
from bot.answering.citing import Copies
from bot.answering.digests import Digester
from bot.answering.summaries import Summarizer
from bot.answering.topics import TopicSummarizer
from bot.differences import Difference
from bot.finding import find_article
from bot.holdings import Folders, set_aside_of, status_of
from bot.importing import Importer, Sourced, documents_of, from_input
from bot.overviews import Digest, TopicSummary
from bot.ports import ImportReport, PassageHit, ReindexReport, Reporter, Stage, Status
from bot.replies import Reply, Summary
from bot.versions import Versions
from corpus.arrivals import Arrivals
from corpus.article import Article, ArticleLine, ArticleVersion
from corpus.fetching import Fetched, Fetcher
from corpus.following import Following
from corpus.preferences import PreferenceStore
from corpus.questions import Questions
from corpus.scope import EVERYTHING, Scope
from corpus.store import Store
from index.errors import IndexBusy
from index.indexer import Indexer
from index.ports import Progress
from index.retrieval import RetrievedPassage
from index.retriever import Retriever

_MOST_HITS = 1000
_SEARCHED_PER_ARTICLE = 5
_COMPARED = 100
"""Articles compared with the others in one transaction."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a collection is made of; composition makes them."""

    store: Store
    importer: Importer
    indexer: Indexer
    retriever: Retriever
    answerer: Answerer
    summarizer: Summarizer
    topics: TopicSummarizer
    digests: Digester
    copies: Copies
    versions: Versions
    folders: Folders
    model: str
    arrivals: Arrivals
    asked: Questions
    feeds: Following
    preferences: PreferenceStore
    make_fetcher: Callable[[], Fetcher]


class ArticleCollection:
    """The articles of one newsroom or Discord server (``bot.ports.Collection``)."""

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
    def feeds(self) -> Following:
        """The feeds that it follows."""
        return self._parts.feeds

    def fetcher(self) -> Fetcher:
        """What fetches its pages: one for all who fetch, as it keeps them apart in time."""
        return self._parts.make_fetcher()

    def ask(self, question: str, asked_on: date | None = None, scope: Scope = EVERYTHING) -> Reply:
        """Answer with verified citations, or abstain. Raises ``QuestionError``."""
        reply = self._parts.answerer.answer(question, asked_on, scope)
        return self._parts.copies.named(reply, scope.ending(asked_on).until)

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        by_article: bool = False,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> list[PassageHit]:
        """The ``k`` passages nearest a query, best first; by article, the best of each."""
        query, k = checked(query), min(k, _MOST_HITS)
        depth = k * _SEARCHED_PER_ARTICLE if by_article else k
        while True:
            found = self._parts.retriever.retrieve(query, depth, until, scope).passages
            hits = _best_of_each(found) if by_article else found
            if len(hits) >= k or len(found) < depth:
                return [_hit(passage) for passage in hits[:k]]
            depth *= _SEARCHED_PER_ARTICLE

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        """The sentences that cover an article best. Raises ``UnknownArticle``."""
        return self._parts.summarizer.summarize(self.article(article), sentences)

    def summarize_topic(self, topic: str, sentences: int = 5) -> TopicSummary:
        """Sentences of several articles about a topic. Raises ``QuestionError``."""
        told = self._parts.topics.summarize(checked(topic), sentences)
        return replace(told, sentences=self._parts.copies.marked(told.sentences))

    def digest(self, since: date | None = None, page: int = 1) -> Digest:
        """A page of what was published, or first stored, since a day; by default since a week."""
        return self._parts.digests.digest(since, page)

    def articles(self) -> list[ArticleLine]:
        """Every article in its newest version, newest first."""
        return self._parts.store.articles(self._name)

    def article(self, reference: str) -> Article:
        """One article by id, ``id@version``, title, or a beginning of these that only it has."""
        return find_article(self._parts.store, self._name, reference)

    def history(self, article_id: str) -> list[ArticleVersion]:
        """Every version of an article, the oldest first. Raises ``UnknownArticle``."""
        return self._parts.versions.history(article_id)

    def diff(
        self, reference: str, older: str | None = None, newer: str | None = None
    ) -> Difference:
        """What changed between two versions of an article, by default the last two.

        Raises ``UnknownArticle`` and ``UnknownVersion``.
        """
        return self._parts.versions.diff(reference, older, newer)

    def add(self, inputs: Sequence[Path | str], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files, folders, and web addresses of pages and feeds."""
        return self._add(documents_of(inputs, self._parts.make_fetcher), report)

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes (an attachment) under its file name."""
        from corpus.readers import read_bytes

        return self._add(from_input(name, read_bytes(name, content)), None)

    def add_page(self, page: Fetched) -> ImportReport:
        """Add what was fetched from a web address."""
        from corpus.readers import read_bytes

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

    def reindex(self, report: Reporter | None = None) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again."""
        embedded = self._indexed(self._parts.indexer.rebuild, report)
        articles, passages = self._parts.store.counts(self._name)
        return ReindexReport(articles, passages, embedded)

    def status(self) -> Status:
        """What it holds, and what is wrong with it."""
        parts = self._parts
        generation = parts.indexer.indexes()
        found = status_of(self._name, parts.store, generation, parts.model, parts.folders)
        aside = tuple(map(set_aside_of, parts.arrivals.set_aside()))
        return replace(found, set_aside=len(aside), set_aside_inputs=aside)

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
            report(Stage("looking for copies of articles", done, 0, "articles"))

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
            tell(Stage("waiting for another Byline process that is indexing", 0, 0))
            return work(progress, None)


def _silent(stage: Stage) -> None:
    """Tell nobody."""


def _embedding(report: Reporter) -> Progress:
    return lambda done, total: report(Stage("embedding", done, total))


def _best_of_each(passages: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
    best: dict[str, RetrievedPassage] = {}
    for passage in passages:
        best.setdefault(passage.article.id, passage)
    return list(best.values())


def _hit(passage: RetrievedPassage) -> PassageHit:
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
