"""Adjusts the length of a reply: one excerpt, all excerpts, or excerpts with their context."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.replies import Abstention, Answer, AnswerKind, Citation, Reply, Span
from corpus.article import Article
from corpus.store.articles import Store
from corpus.store.server_settings import Length
from index.sentences import find_sentence_spans

CONTEXT_SENTENCES = 2
"""Sentences that a long answer shows before each excerpt, and after it."""
MAX_EXCERPT_LENGTH = 900
"""The maximum length of an excerpt in characters."""

_QUOTING_KINDS = (
    AnswerKind.QUOTES,
    AnswerKind.POSSIBLE,
    AnswerKind.CONFLICT,
    AnswerKind.TOPIC,
)
_SHORTENED_KINDS = (AnswerKind.QUOTES, AnswerKind.TOPIC)

ArticlesByVersion = Mapping[tuple[str, str], Article]
"""Articles by id and version."""


class LengthAdjuster:
    """Adjusts the length of replies from one collection."""

    def __init__(self, store: Store, collection: str) -> None:
        self._store = store
        self._collection = collection

    def adjust(self, reply: Reply, length: Length) -> Reply:
        """Return the reply in this length. Raises ``StoreError``.

        An answer that only quotes has its best excerpt if short, and the context of each excerpt if
        long. Lists, facts of a record and conflicting answers keep all citations, since each says
        something else. A short abstention has one nearest passage.
        """
        if length is Length.SHORT:
            return shorten_reply(reply)
        if length is Length.LONG and isinstance(reply, Answer) and reply.kind in _QUOTING_KINDS:
            return replace(reply, citations=self._widen(reply.citations))
        return reply

    def _widen(self, cited: Sequence[Citation]) -> tuple[Citation, ...]:
        wanted = {(each.article_id, each.version) for each in cited}
        return widen_citations(cited, self._store.versions(self._collection, wanted))


def shorten_reply(reply: Reply) -> Reply:
    """Return the reply with its best excerpt only, unless the others give answers of their own."""
    if isinstance(reply, Abstention):
        return replace(reply, nearest=reply.nearest[:1])
    if reply.kind not in _SHORTENED_KINDS or len(reply.citations) < 2:
        return reply
    (best, *_) = reply.citations
    return replace(reply, citations=(best,), as_of=best.published)


def widen_citations(cited: Sequence[Citation], articles: ArticlesByVersion) -> tuple[Citation, ...]:
    """Return the citations with the sentences around each, still exact text in one evidence range.

    A citation does not grow into the range of another. A citation without its article is unchanged.
    """
    kept = list(cited)
    for number, citation in enumerate(kept):
        article = articles.get((citation.article_id, citation.version))
        if article is not None:
            others = [
                _to_span(each)
                for each in kept
                if each is not citation and _is_same_version(each, citation)
            ]
            start, end = widen_span(article, _to_span(citation), others)
            kept[number] = replace(citation, start=start, end=end, excerpt=article.text[start:end])
    return tuple(kept)


def widen_span(article: Article, span: Span, others: Sequence[Span] = ()) -> Span:
    """Extend a range by up to ``CONTEXT_SENTENCES`` sentences on each side.

    The result has at most ``MAX_EXCERPT_LENGTH`` characters, stays in zones of the kinds in which
    the range begins and ends, and does not overlap ``others``. A range that is not evidence is
    unchanged.
    """
    start, end = span
    if not article.is_evidence(start, end):
        return span
    whole = [
        each
        for each in _find_whole_sentences(article, start, end)
        if not _overlaps_any(each, others)
    ]
    before = [first for first, _ in whole if first < start]
    after = [last for _, last in reversed(whole) if last > end]
    for _ in range(CONTEXT_SENTENCES):
        if after and _fits(article, (start, after[-1]), others):
            end = after.pop()
        if before and _fits(article, (before[-1], end), others):
            start = before.pop()
    return start, end


def _find_whole_sentences(article: Article, start: int, end: int) -> list[Span]:
    """Return the whole sentences of zones of one kind around a range, within the maximum length."""
    low = max(_find_zone_run_start(article, start), start - MAX_EXCERPT_LENGTH)
    high = min(_find_zone_run_end(article, end - 1), end + MAX_EXCERPT_LENGTH)
    found = [
        (low + first, low + last) for first, last in find_sentence_spans(article.flow(low, high))
    ]
    first = 0 if _is_edge(article, low) else 1  # the first may be cut inside a zone
    return found[first : None if _is_edge(article, high) else -1]


def _find_zone_run_start(article: Article, offset: int) -> int:
    """Return where the zones of one kind around ``offset`` begin, within the maximum length."""
    zone, begin = article.zone_at(offset), offset
    kind = zone.kind if zone else None
    while zone is not None and zone.kind is kind and offset - begin < MAX_EXCERPT_LENGTH:
        begin = zone.start
        zone = article.zone_at(begin - 1)
    return begin


def _find_zone_run_end(article: Article, offset: int) -> int:
    zone, end = article.zone_at(offset), offset + 1
    kind = zone.kind if zone else None
    while zone is not None and zone.kind is kind and end - offset < MAX_EXCERPT_LENGTH:
        end = zone.end
        zone = article.zone_at(end)
    return end


def _is_edge(article: Article, offset: int) -> bool:
    zone = article.zone_at(offset)
    return zone is None or zone.start == offset


def _overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in others)


def _fits(article: Article, span: Span, others: Sequence[Span]) -> bool:
    start, end = span
    is_free = end - start <= MAX_EXCERPT_LENGTH and not _overlaps_any(span, others)
    return is_free and article.is_evidence(start, end)


def _to_span(citation: Citation) -> Span:
    return citation.start, citation.end


def _is_same_version(one: Citation, other: Citation) -> bool:
    return (one.article_id, one.version) == (other.article_id, other.version)
