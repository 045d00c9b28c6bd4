"""From a question to passages: dense and lexical search, fused."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol

from corpus.article import Article
from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store, StoredPassage
from index.ports import Embedder, Hit, LexicalIndex, Vector, VectorIndex
from index.temporal.recency import build_recency_bonus


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage near a question: ``text == article.text[start:end]``.

    ``score`` is the fused score that ranks; ``cosine`` (question and passage) is absolute and
    always there; ``bm25`` is 0 where no word of the question stands in the passage. ``story`` is
    the same for articles that are copies of one story, and empty where an article has no copy.
    """

    passage_id: int
    article: Article
    start: int
    end: int
    score: float
    cosine: float
    bm25: float
    story: str = ""

    @property
    def text(self) -> str:
        """The passage's exact words."""
        return self.article.text[self.start : self.end]

    @property
    def flow(self) -> str:
        """The same words with the line breaks that only wrap a paragraph turned into spaces."""
        return self.article.flow(self.start, self.end)


BM25_DIVISOR = 30.0
"""The BM25 score that counts as much as a cosine of 1 (figures in index/README.md)."""


def fuse_scores(cosines: Mapping[int, float], bm25: Mapping[int, float]) -> list[Hit]:
    """Fuse by score: cosine plus BM25 / ``BM25_DIVISOR``, best first, ties by lower id.

    A linear combination with fixed bounds (Bruch, Gai & Ingber 2023): unlike ranks, and unlike
    scores divided by the best of their question, it says how near a passage is, not only how it
    stands beside others. A passage that one mapping lacks scores 0 in it.
    """
    scored = (
        Hit(each, cosines.get(each, 0.0) + bm25.get(each, 0.0) / BM25_DIVISOR)
        for each in cosines.keys() | bm25.keys()
    )
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage_id))


_CACHE_SIZE = 200
"""Articles kept in memory after a question has read them."""

_SEARCH_DEPTH = 60
"""Hits taken from each index before fusion."""


class SearchIndexes(Protocol):
    """The two indexes as they stand at one moment."""

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The passages found, best first, the question's vector, and the milliseconds it took."""

    passages: tuple[RetrievedPassage, ...]
    vector: Vector
    embed_ms: float
    search_ms: float


class Retriever:
    """Finds the passages of one collection that are near a question.

    Hits that the store no longer holds (corrected, withdrawn, another collection's) are dropped,
    however far behind an index is. ``today`` is asked only where a question speaks of a time.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        embedder: Embedder,
        indexes: Callable[[], SearchIndexes],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._today = today
        self._store = store
        self._collection = collection
        self._embedder = embedder
        self._indexes = indexes
        self._read: dict[int, Article] = {}

    def retrieve(
        self,
        question: str,
        k: int = 10,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> Retrieval:
        """The ``k`` passages nearest the question, of articles in scope published by ``until``.

        Where the question is asked on a day (``until``) or speaks of a time, passages of articles
        of that time rank higher (``index.temporal.recency``).
        """
        started = time.perf_counter()
        vector = self._embedder.embed_question(question)
        embedded = time.perf_counter()
        passages = self._search(question, vector, k, until, scope.limit_until(until))
        done = time.perf_counter()
        return Retrieval(
            tuple(passages), vector, (embedded - started) * 1000, (done - embedded) * 1000
        )

    def _search(
        self, question: str, vector: Vector, k: int, until: date | None, scope: Scope
    ) -> list[RetrievedPassage]:
        indexes, depth = self._indexes(), max(_SEARCH_DEPTH, k)
        among = self._find_ids(scope) if scope.is_narrow else None
        while True:
            dense = dict(indexes.vectors.search(vector, depth, among))
            lexical = dict(indexes.lexical.search(question, depth, among))
            reached = max(len(dense), len(lexical))
            self._fill_scores(indexes, question, vector, dense, lexical)
            standing = self._find_current(fuse_scores(dense, lexical), scope)
            if len(standing) >= k or reached < depth:
                break
            if scope.until and among is None:  # many hits came too late
                among = self._find_ids(scope)
            else:  # or were of articles that no longer stand
                depth *= 4
        timely = build_recency_bonus(question, until, self._today)
        ranked = sorted(
            ((hit.score + timely(row.published), hit, row) for hit, row in standing),
            key=lambda each: (-each[0], each[1].passage_id),
        )
        best = [(Hit(hit.passage_id, score), row) for score, hit, row in ranked[:k]]
        return self._build_passages(best, dense, lexical)

    def _fill_scores(
        self,
        indexes: SearchIndexes,
        question: str,
        vector: Vector,
        dense: dict[int, float],
        lexical: dict[int, float],
    ) -> None:
        """Give each passage that one index found its score in the other as well."""
        others, unseen = lexical.keys() - dense.keys(), dense.keys() - lexical.keys()
        dense.update(indexes.vectors.search(vector, len(others), among=others))
        lexical.update(indexes.lexical.search(question, len(unseen), among=unseen))

    def _find_ids(self, scope: Scope) -> set[int]:
        return self._store.passage_ids_within(self._collection, scope)

    def _find_current(self, hits: Sequence[Hit], scope: Scope) -> list[tuple[Hit, StoredPassage]]:
        """The hits that the store still holds, of articles in scope."""
        stored = self._store.passages(self._collection, [hit.passage_id for hit in hits])
        rows = ((hit, stored.get(hit.passage_id)) for hit in hits)
        return [
            (hit, row) for hit, row in rows if row and scope.covers(row.article_id, row.published)
        ]

    def _build_passages(
        self,
        standing: list[tuple[Hit, StoredPassage]],
        cosines: dict[int, float],
        bm25: dict[int, float],
    ) -> list[RetrievedPassage]:
        articles = self._load_articles({row.revision for _, row in standing})
        stories = self._find_stories({article.id for article in articles.values()})
        return [
            RetrievedPassage(
                passage_id=row.id,
                article=articles[row.revision],
                start=row.start,
                end=row.end,
                score=hit.score,
                cosine=cosines.get(row.id, 0.0),
                bm25=bm25.get(row.id, 0.0),
                story=stories.get(row.article_id, ""),
            )
            for hit, row in standing
            if row.revision in articles
        ]

    def _find_stories(self, article_ids: set[str]) -> dict[str, str]:
        """For each article that has copies, the id of the first of them."""
        found = self._store.duplicates(self._collection, article_ids)
        return {line.id: story[0].id for story in found for line in story}

    def evict(self, article_id: str) -> None:
        """Let go of what is kept in memory of an article."""
        for revision, article in list(self._read.items()):
            if article.id == article_id:
                self._read.pop(revision, None)

    def _load_articles(self, revisions: set[int]) -> dict[int, Article]:
        """The articles of revisions that stand; the latest ones read are kept, as none changes."""
        missing = revisions - self._read.keys()
        self._read |= self._store.revisions(self._collection, missing) if missing else {}
        found = {revision: self._read[revision] for revision in revisions & self._read.keys()}
        for revision in islice(self._read.copy(), max(0, len(self._read) - _CACHE_SIZE)):
            self._read.pop(revision, None)
        return found
