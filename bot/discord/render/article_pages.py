"""Pages of an article, one of which has a given excerpt in its middle."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from bot.discord.render.escape import clean_text
from bot.discord.render.truncate import MarkedText, find_cut
from corpus.article import Article, ZoneKind
from index.sentences import find_sentence_spans

Span = tuple[int, int]

PAGE_LENGTH = 1200
"""Code points of the article on one page."""
_MAX_PIECE_LENGTH = PAGE_LENGTH // 2
_RECORD_LINES = frozenset({ZoneKind.BYLINE, ZoneKind.DATELINE})


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """The sentences of each page as ranges of the article's text.

    ``home_page`` is the index of the page that has the excerpt.
    """

    pages: tuple[tuple[Span, ...], ...]
    home_page: int = 0


def paginate(article: Article, start: int, end: int) -> ArticlePages:
    """Split an article into pages; the excerpt ``[start, end)`` and its neighbours share a page.

    Reader comments and page furniture are left out. A sentence longer than half a page is split
    at a word.
    """
    pieces = list(_split_pieces(article))
    if not pieces:
        return ArticlePages(())
    first = min(bisect_right(pieces, start, key=lambda piece: piece[1]), len(pieces) - 1)
    low, high = _find_page_around(pieces, first, end)
    before = _pack(pieces[:low][::-1])
    earlier = [tuple(page[::-1]) for page in before[::-1]]
    pages = [*earlier, tuple(pieces[low:high]), *map(tuple, _pack(pieces[high:]))]
    return ArticlePages(tuple(pages), len(earlier))


def render_page(article: Article, page: Sequence[Span], start: int, end: int) -> MarkedText:
    """The cleaned text of a page; the part of ``[start, end)`` on this page is marked."""
    flow, text, marked = article.flow(), "", []
    for number, (low, high) in enumerate(page):
        text += _format_gap(flow[page[number - 1][1] : low]) if number else ""
        cuts = sorted({low, high, *(cut for cut in (start, end) if low < cut < high)})
        for left, right in pairwise(cuts):
            words = clean_text(flow[left:right])
            if start <= left and right <= end:
                marked += [len(text), len(text) + len(words)]
            text += words
    return MarkedText(text, marked[0], marked[-1]) if marked else MarkedText(text)


def _split_pieces(article: Article) -> Iterator[Span]:
    flow = article.flow()
    for zone in article.zones:
        if not (zone.kind.is_evidence or zone.kind in _RECORD_LINES):
            continue
        for start, end in find_sentence_spans(flow, zone.start, zone.end):
            yield from _split_piece(flow, start, end)


def _split_piece(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _MAX_PIECE_LENGTH:
        cut = find_cut(text, start + _MAX_PIECE_LENGTH, start)
        cut = cut if cut > start else start + _MAX_PIECE_LENGTH
        yield start, cut
        start = cut
    yield start, end


def _find_page_around(pieces: Sequence[Span], first: int, end: int) -> tuple[int, int]:
    """Return the range of pieces on the page of an excerpt that starts in piece ``first``."""
    low, high = first, first + 1
    fits = partial(_fit_on_page, pieces)
    while high < len(pieces) and pieces[high][0] < end and fits(low, high + 1):
        high += 1
    grown = True
    while grown:
        before, after = low, high
        low -= low > 0 and fits(low - 1, high)
        high += high < len(pieces) and fits(low, high + 1)
        grown = (before, after) != (low, high)
    return low, high


def _fit_on_page(pieces: Sequence[Span], low: int, high: int) -> bool:
    return sum(end - start for start, end in pieces[low:high]) <= PAGE_LENGTH


def _pack(pieces: Sequence[Span]) -> list[list[Span]]:
    """Distribute the pieces over pages, in order."""
    pages: list[list[Span]] = []
    size = PAGE_LENGTH
    for start, end in pieces:
        size += end - start
        if size > PAGE_LENGTH:
            pages.append([])
            size = end - start
        pages[-1].append((start, end))
    return pages


def _format_gap(gap: str) -> str:
    """Return a line break if the gap between two sentences has one or hides text, else a space."""
    if not gap:
        return ""
    return "\n" if gap.strip() or "\n" in gap or "\r" in gap else " "
