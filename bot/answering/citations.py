"""Makes citations, and finds the copies of an article that say the same."""

from dataclasses import replace
from datetime import date

from bot.answering.verifier import METADATA_ZONE
from bot.replies import Answer, Citation, Reply, Span
from corpus.article import Article, ArticleSummary
from corpus.store.articles import Store
from corpus.store.minhash import build_word_runs, split_words

_MIN_SHARED_RUNS = 0.75
"""The minimum share of an excerpt's three-word runs in a copy; allows for a changed word."""


def cite(
    article: Article, start: int, end: int, *, score: float, highlight: Span | None = None
) -> Citation:
    """Return the citation of ``article.text[start:end]``."""
    zone = article.zone_at(start)
    return Citation(
        article_id=article.id,
        version=article.version,
        start=start,
        end=end,
        excerpt=article.text[start:end],
        zone=zone.kind.value if zone and end > start else METADATA_ZONE,
        title=article.title,
        author=article.author,
        source=article.source,
        published=article.published,
        url=article.url,
        score=score,
        highlight=highlight,
    )


class DuplicateMarker:
    """Adds the copies of each cited article, so that copies count as one source."""

    def __init__(self, store: Store, collection: str) -> None:
        self._store = store
        self._collection = collection

    def mark_reply(self, reply: Reply, until: date | None = None) -> Reply:
        """Return the reply with, for each citation, the copies published by ``until``.

        A copy is listed if it repeats the citation: the highlighted words, every number, and most
        of the rest. A copy that is itself cited is not listed.
        """
        if isinstance(reply, Answer):
            return replace(reply, citations=self.mark_citations(reply.citations, until))
        return replace(reply, nearest=self.mark_citations(reply.nearest, until))

    def mark_citations(
        self, cited: tuple[Citation, ...], until: date | None = None
    ) -> tuple[Citation, ...]:
        """Return the citations, each with the copies published by ``until`` that repeat it."""
        ids = {citation.article_id for citation in cited}
        stories = self._store.duplicates(self._collection, ids)
        if not stories:
            return cited
        others = {
            line.id: [each for each in story if each.id not in ids]
            for story in stories
            for line in story
        }
        return tuple(
            replace(
                citation,
                also_in=tuple(
                    line
                    for line in others.get(citation.article_id, ())
                    if _is_published_by(line, until) and self._is_repeated_in(line, citation)
                ),
            )
            for citation in cited
        )

    def _is_repeated_in(self, line: ArticleSummary, citation: Citation) -> bool:
        article = self._store.article(self._collection, line.id)
        return article is not None and is_repeated_in(citation, article.text)


def is_repeated_in(citation: Citation, text: str) -> bool:
    """Whether a text has the highlight, all numbers and most three-word runs of a citation."""
    cited, text_words = split_words(citation.excerpt), split_words(text)
    if not cited:
        return False
    numbers = {word for word in cited if any(map(str.isdigit, word))}
    start, end = citation.highlight or (citation.start, citation.start)
    answer = split_words(citation.excerpt[start - citation.start : end - citation.start])
    if not numbers.issubset(text_words) or not _is_run_in(answer, text_words):
        return False
    shared = build_word_runs(cited)
    return (
        len(shared & build_word_runs(text_words)) >= _MIN_SHARED_RUNS * len(shared)
        if shared
        else _is_run_in(cited, text_words)
    )


def _is_run_in(few: list[str], many: list[str]) -> bool:
    return f" {' '.join(few)} " in f" {' '.join(many)} " if few else True


def _is_published_by(line: ArticleSummary, until: date | None) -> bool:
    return until is None or line.published is None or line.published <= until
