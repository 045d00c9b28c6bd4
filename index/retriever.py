"""Retrieves passages for a question: dense and lexical search, fused."""

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
from index.temporal.question_time import QuestionTime, find_question_time
from index.temporal.recency import build_recency_bonus

BM25_DIVISOR = 30.0
"""The BM25 score that counts as much as a cosine of 1 (figures in index/README.md)."""
_CACHE_SIZE = 200
"""Articles cached in memory."""
_SEARCH_DEPTH = 60
"""Hits of each index before fusion."""


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage near a question: ``text == article.text[start:end]``.

    ``score`` is the fused score that ranks. ``cosine``, of question and passage, is absolute and
    always set. ``bm25`` is 0 if the passage has no word of the question. ``story`` is equal for
    articles that are copies of one story, and empty for an article without copies. ``time`` is the
    time that the question mentions, if any.
    """

    passage_id: int
    article: Article
    start: int
    end: int
    score: float
    cosine: float
    bm25: float
    story: str = ""
    time: QuestionTime | None = None

    @property
    def relevance(self) -> float:
        """The fused score without what its time adds."""
        return self.cosine + self.bm25 / BM25_DIVISOR

    @property
    def text(self) -> str:
        """The exact text of the passage."""
        return self.article.text[self.start : self.end]

    @property
    def flow(self) -> str:
        """The same text with the line breaks inside paragraphs replaced by spaces."""
        return self.article.flow(self.start, self.end)


def fuse_scores(cosines: Mapping[int, float], bm25: Mapping[int, float]) -> list[Hit]:
    """Return the sums of cosine and BM25 / ``BM25_DIVISOR``, best first, ties by lower id.

    This is a linear combination with fixed bounds (Bruch, Gai & Ingber 2023). Unlike ranks and
    scores normalised per question, it is absolute. A passage that one mapping lacks has score 0 in
    it.
    """
    scored = (
        Hit(each, cosines.get(each, 0.0) + bm25.get(each, 0.0) / BM25_DIVISOR)
        for each in cosines.keys() | bm25.keys()
    )
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage_id))


class SearchIndexes(Protocol):
    """The two indexes of a collection."""

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The passages, best first, the question's vector, and the time in milliseconds."""

    passages: tuple[RetrievedPassage, ...]
    vector: Vector
    embed_ms: float
    search_ms: float


class Retriever:
    """Retrieves passages of one collection.

    Hits that the store no longer has (corrected or withdrawn) are dropped, also if an index is
    behind. ``today`` is the date of questions without one.
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
        self._articles: dict[int, Article] = {}

    def retrieve(
        self,
        question: str,
        k: int = 10,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> Retrieval:
        """Return the ``k`` best passages of articles in scope published by ``until``.

        If the question has a date (``until``) or mentions a time, articles of that time rank higher
        (``index.temporal.recency``).
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
            if scope.until and among is None:  # many hits were published too late
                among = self._find_ids(scope)
            else:  # or the store no longer has them
                depth *= 4
        today = self._today()
        mentioned = find_question_time(question, until or today)
        timely = build_recency_bonus(mentioned, until, today)
        ranked = sorted(
            ((hit.score + timely(row.published), hit, row) for hit, row in standing),
            key=lambda each: (-each[0], each[1].passage_id),
        )
        best = [(Hit(hit.passage_id, score), row) for score, hit, row in ranked[:k]]
        return self._build_passages(best, dense, lexical, mentioned)

    def _fill_scores(
        self,
        indexes: SearchIndexes,
        question: str,
        vector: Vector,
        dense: dict[int, float],
        lexical: dict[int, float],
    ) -> None:
        """Add the score in the other index for each passage that only one index found."""
        others, unseen = lexical.keys() - dense.keys(), dense.keys() - lexical.keys()
        dense.update(indexes.vectors.search(vector, len(others), among=others))
        lexical.update(indexes.lexical.search(question, len(unseen), among=unseen))

    def _find_ids(self, scope: Scope) -> set[int]:
        return self._store.passage_ids_within(self._collection, scope)

    def _find_current(self, hits: Sequence[Hit], scope: Scope) -> list[tuple[Hit, StoredPassage]]:
        """Return the hits that the store still has, of articles in scope."""
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
        mentioned: QuestionTime | None,
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
                time=mentioned,
            )
            for hit, row in standing
            if row.revision in articles
        ]

    def _find_stories(self, article_ids: set[str]) -> dict[str, str]:
        """Return, for each article that has copies, the id of the first copy."""
        found = self._store.duplicates(self._collection, article_ids)
        return {line.id: story[0].id for story in found for line in story}

    def evict(self, article_id: str) -> None:
        """Remove an article from the cache."""
        for revision, article in list(self._articles.items()):
            if article.id == article_id:
                self._articles.pop(revision, None)

    def _load_articles(self, revisions: set[int]) -> dict[int, Article]:
        """Return the articles of current revisions; the last ones read are cached."""
        missing = revisions - self._articles.keys()
        self._articles |= self._store.revisions(self._collection, missing) if missing else {}
        found = {
            revision: self._articles[revision] for revision in revisions & self._articles.keys()
        }
        for revision in islice(self._articles.copy(), max(0, len(self._articles) - _CACHE_SIZE)):
            self._articles.pop(revision, None)
        return found
