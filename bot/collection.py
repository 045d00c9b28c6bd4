"""One collection of articles: everything that can be asked of it and done to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answering.answerer import validate_question
from bot.diff import Difference
from bot.keeping import CollectionBase
from bot.replies import Digest, News, Reply, Summary, TopicSummary
from bot.reports import PassageHit, Status
from bot.status import build_status, to_dead_letter
from corpus.article import ArticleVersion
from corpus.scope import EVERYTHING, Scope
from corpus.store.announcements import PendingAnnouncement
from corpus.store.server_settings import Length
from index.retriever import RetrievedPassage

_MAX_HITS = 1000
_HITS_PER_ARTICLE = 5


class ArticleCollection(CollectionBase):
    """The articles of one newsroom or Discord server (``bot.ports.Collection``)."""

    def ask(
        self,
        question: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        length: Length = Length.MEDIUM,
    ) -> Reply:
        """Answer with verified citations, or abstain. Raises ``QuestionError``."""
        reply = self._parts.answerer.answer(question, asked_on, scope)
        reply = self._parts.lengths.adjust(reply, length)
        return self._parts.duplicates.mark_reply(reply, scope.limit_until(asked_on).until)

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
        query, k = validate_question(query), min(k, _MAX_HITS)
        depth = k * _HITS_PER_ARTICLE if by_article else k
        while True:
            found = self._parts.retriever.retrieve(query, depth, until, scope).passages
            hits = _find_best_of_each(found) if by_article else found
            if len(hits) >= k or len(found) < depth:
                return [_to_hit(passage) for passage in hits[:k]]
            depth *= _HITS_PER_ARTICLE

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        """The sentences that cover an article best. Raises ``UnknownArticle``."""
        return self._parts.summarizer.summarize(self.article(article), sentences)

    def summarize_topic(self, topic: str, sentences: int = 5) -> TopicSummary:
        """Sentences of several articles about a topic. Raises ``QuestionError``."""
        told = self._parts.topics.summarize(validate_question(topic), sentences)
        return replace(told, sentences=self._parts.duplicates.mark_citations(told.sentences))

    def digest(self, since: date | None = None, page: int = 1) -> Digest:
        """A page of what was published, or first stored, since a day; by default since a week."""
        return self._parts.digests.digest(since, page)

    def news(self, announcement: PendingAnnouncement, most: int = 10) -> News:
        """The articles that this announcement is of, ``most`` of them with their best sentence."""
        return self._parts.news.collect_news(announcement.after, announcement.upto, most)

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

    def status(self) -> Status:
        """What it holds, and what is wrong with it."""
        parts = self._parts
        generation = parts.indexer.indexes()
        found = build_status(self._name, parts.store, generation, parts.model, parts.folders)
        aside = tuple(map(to_dead_letter, parts.ingest_queue.find_failed()))
        return replace(found, set_aside=len(aside), set_aside_inputs=aside)


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
