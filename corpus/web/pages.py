"""Loads articles from web addresses: the article of a page, or those that a feed lists."""

from collections.abc import Iterator

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.page_key import normalize_url
from corpus.parsers.base import Unreadable
from corpus.parsers.detect import HEAD_BYTES, find_parser
from corpus.parsers.feed import FeedEntry, FeedParser, parse_entries
from corpus.parsers.files import parse_bytes
from corpus.web.base import FetchedPage, Fetcher, FetchError


class PageLoader:
    """Loads articles from web addresses; each page only once, even if it could not be read."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._seen: set[str] = set()

    def load(self, url: str) -> Iterator[Article | Unreadable]:
        """Yield the articles of the document at an address, or of the pages that its feed lists.

        If the page of a feed entry cannot be read, the text in the feed is used. What cannot be
        read at all is one ``Unreadable``; nothing is raised.
        """
        if not self._is_new(url):
            return
        try:
            fetched = self._fetcher.fetch(url)
        except FetchError as error:
            yield Unreadable(url, error.message)
            return
        yield from (
            self._load_feed(url, fetched) if _is_feed(fetched) else _parse_documents(url, fetched)
        )

    def _load_feed(self, url: str, feed: FetchedPage) -> Iterator[Article | Unreadable]:
        """Yield the articles of the entries' pages; the feed's text for entries without a page."""
        try:
            listed = parse_entries(feed.content, charset=feed.charset, url=feed.url)
        except ReadError as error:
            yield Unreadable(url, error.message)
            return
        results = list(_parse_documents(url, feed))
        own = {each.url: each for each in results if isinstance(each, Article)}
        linked = {entry.url for entry in listed}
        for each in results:
            if isinstance(each, Article) and each.url not in linked:
                yield each
        for entry in listed:
            if self._is_new(entry.url):
                yield from self._load_page(entry, own.get(entry.url))
        if not listed and None not in own:
            yield from results

    def _load_page(self, entry: FeedEntry, own: Article | None) -> Iterator[Article | Unreadable]:
        """Yield the article of an entry's page, or ``own``, its text in the feed."""
        try:
            fetched = self._fetcher.fetch(entry.url)
        except FetchError as error:
            found: list[Article | Unreadable] = [Unreadable(entry.url, error.message)]
        else:
            found = _parse_one_page(entry.url, fetched)
        if own and not any(isinstance(each, Article) for each in found):
            found = [own]
        yield from found

    def _is_new(self, url: str) -> bool:
        key = normalize_url(url) or url.strip()
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new


def _parse_one_page(url: str, fetched: FetchedPage) -> list[Article | Unreadable]:
    if _is_feed(fetched):
        return [
            Unreadable(url, message("It is a feed that another feed lists. Add it separately."))
        ]
    return list(_parse_documents(url, fetched))


def _parse_documents(url: str, fetched: FetchedPage) -> Iterator[Article | Unreadable]:
    return parse_bytes(url, fetched.content, charset=fetched.charset, url=fetched.url)


def _is_feed(fetched: FetchedPage) -> bool:
    try:
        return isinstance(find_parser(fetched.url, fetched.content[:HEAD_BYTES]), FeedParser)
    except ReadError:
        return False
