"""Asks known questions as a user would, and keeps what became of each."""

from functools import lru_cache

from bot.evaluation.folders import KnownQuestion
from bot.evaluation.outcomes import Outcome, Shown
from bot.ports import Collection
from bot.replies import Answer, Citation, Reply
from corpus.errors import UnknownArticle
from corpus.messages import day

DEPTH = 20
"""Articles ranked for each question."""

_TEXTS_KEPT = 500


class Asker:
    """Asks one collection, and holds every citation against the stored text by itself."""

    def __init__(self, articles: Collection) -> None:
        self._articles = articles
        self._titles = {line.id: line.title for line in articles.articles()}
        self._text = lru_cache(_TEXTS_KEPT)(self._stored_text)

    def ask(self, question: KnownQuestion) -> Outcome:
        """Ask, rank the articles, check the citations. Raises ``QuestionError``."""
        reply = self._articles.ask(question.text, question.asked_on)
        answered = isinstance(reply, Answer)
        shown = reply.citations if isinstance(reply, Answer) else reply.nearest
        return Outcome(
            question=question,
            answered=answered,
            confidence=reply.confidence,
            reason="" if isinstance(reply, Answer) else reply.reason,
            said=_said(reply),
            shown=tuple(map(self._shown, shown)),
            ranked=self._ranked(question),
            known_titles=tuple(self._titles.get(known, known) for known in question.article_ids),
            timings=reply.timings,
        )

    def _ranked(self, question: KnownQuestion) -> tuple[str, ...]:
        if not question.article_ids:
            return ()
        hits = self._articles.search(question.text, DEPTH, by_article=True, until=question.asked_on)
        return tuple(hit.article_id for hit in hits)

    def _shown(self, citation: Citation) -> Shown:
        marked = citation.highlight
        return Shown(
            article_id=citation.article_id,
            address=citation.address,
            title=citation.title,
            record=_record(citation),
            excerpt=citation.excerpt,
            highlight=marked and (marked[0] - citation.start, marked[1] - citation.start),
            exact=self._is_exact(citation),
        )

    def _is_exact(self, citation: Citation) -> bool:
        text = self._text(f"{citation.article_id}@{citation.version}")
        start, end = citation.highlight or (citation.start, citation.end)
        return (
            text is not None
            and 0 <= citation.start <= start <= end <= citation.end <= len(text)
            and text[citation.start : citation.end] == citation.excerpt
        )

    def _stored_text(self, reference: str) -> str | None:
        try:
            return self._articles.article(reference).text
        except UnknownArticle:
            return None


def _said(reply: Reply) -> str:
    return reply.text if isinstance(reply, Answer) and not reply.only_quotes else ""


def _record(citation: Citation) -> str:
    published = day(citation.published) if citation.published else None
    return " · ".join(filter(None, [citation.author, citation.source, published]))
