"""One collection of articles: everything that can be asked of it and done to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.answerer import Answerer, checked
from bot.answering.summaries import Summarizer
from bot.finding import find_article
from bot.importing import Importer
from bot.ports import ImportReport, PassageHit, ReindexReport, Reporter, Stage, Status
from bot.replies import Reply, Summary
from corpus.article import Article, ArticleLine
from corpus.store import Store
from index.errors import IndexBusy
from index.indexer import Indexer
from index.ports import Progress
from index.retrieval import RetrievedPassage
from index.retriever import Retriever

if TYPE_CHECKING:  # readers are slow to import, and questions need none
    from corpus.readers import Unreadable

_MOST_HITS = 1000
_SEARCHED_PER_ARTICLE = 5


@dataclass(frozen=True, slots=True)
class Parts:
    """What a collection is made of; composition makes them."""

    store: Store
    importer: Importer
    indexer: Indexer
    retriever: Retriever
    answerer: Answerer
    summarizer: Summarizer
    model: str


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

    def ask(self, question: str, asked_on: date | None = None) -> Reply:
        """Answer with verified citations, or abstain. Raises ``QuestionError``."""
        return self._parts.answerer.answer(question, asked_on)

    def search(
        self, query: str, k: int = 10, *, by_article: bool = False, until: date | None = None
    ) -> list[PassageHit]:
        """The ``k`` passages nearest a query, best first; by article, the best of each."""
        query, k = checked(query), min(k, _MOST_HITS)
        depth = k * _SEARCHED_PER_ARTICLE if by_article else k
        while True:
            found = self._parts.retriever.retrieve(query, depth, until).passages
            hits = _best_of_each(found) if by_article else found
            if len(hits) >= k or len(found) < depth:
                return [_hit(passage) for passage in hits[:k]]
            depth *= _SEARCHED_PER_ARTICLE

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        """The sentences that cover an article best. Raises ``UnknownArticle``."""
        return self._parts.summarizer.summarize(self.article(article), sentences)

    def articles(self) -> list[ArticleLine]:
        """Every article in its newest version, newest first."""
        return self._parts.store.articles(self._name)

    def article(self, reference: str) -> Article:
        """One article by id, ``id@version``, title, or a beginning of these that only it has."""
        return find_article(self._parts.store, self._name, reference)

    def add(self, paths: Sequence[Path], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files and folders; a bad input costs that input only."""
        from corpus.readers import read_path

        return self._add(chain.from_iterable(map(read_path, paths)), report)

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes (an attachment) under its file name."""
        from corpus.readers import read_bytes

        return self._add(read_bytes(name, content), None)

    def remove(self, reference: str) -> ArticleLine:
        """Remove an article and all its versions. Raises ``UnknownArticle``."""
        article = self.article(reference)
        line = next(line for line in self.articles() if line.id == article.id)
        self._parts.store.remove(self._name, article.id)
        self.refresh()
        return line

    def reindex(self, report: Reporter | None = None) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again."""
        embedded = self._indexed(self._parts.indexer.rebuild, report)
        articles, passages = self._parts.store.counts(self._name)
        return ReindexReport(articles, passages, embedded)

    def status(self) -> Status:
        """What it holds, and what is wrong with it."""
        articles, passages = self._parts.store.counts(self._name)
        generation = self._parts.indexer.indexes()
        return Status(
            collection=self._name,
            articles=articles,
            passages=passages,
            indexed=len(generation.vectors),
            behind=self._parts.store.waiting(self._name, generation.position),
            model=self._parts.model,
            notes=tuple(generation.notes),
        )

    def refresh(self, report: Reporter | None = None) -> None:
        """Bring the indexes up to date, unless another process is at it already."""
        try:
            self._parts.indexer.catch_up(_embedding(report or _silent), wait=0)
        except IndexBusy:
            return  # what stands in the indexes is whole, only older; the other one goes on

    def close(self) -> None:
        """Save what a restart would otherwise do again."""
        self._parts.indexer.save()

    def _add(
        self, documents: "Iterable[Article | Unreadable]", report: Reporter | None
    ) -> ImportReport:
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
