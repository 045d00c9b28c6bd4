"""Articles from the web: a page is one, a feed leads to many."""

from collections.abc import Iterator

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import said
from corpus.page_key import normal_url
from corpus.parsers.base import Unreadable
from corpus.parsers.detect import HEAD, reader_for
from corpus.parsers.feed import FeedEntry, FeedReader, entries
from corpus.parsers.files import read_bytes
from corpus.web.base import Fetched, Fetcher, FetchError


class WebReader:
    """Reads articles from web addresses, each page once, whether it could be read or not."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._seen: set[str] = set()

    def read(self, url: str) -> Iterator[Article | Unreadable]:
        """The articles at an address: those of its document, or those that its feed leads to.

        Of a feed's entry its page is read, and the feed's own words where that cannot be. What
        cannot be had at all is one ``Unreadable``: nothing is raised.
        """
        if not self._is_new(url):
            return
        try:
            fetched = self._fetcher.fetch(url)
        except FetchError as error:
            yield Unreadable(url, error.sentence)
            return
        yield from self._feed(url, fetched) if _is_feed(fetched) else _documents(url, fetched)

    def _feed(self, url: str, feed: Fetched) -> Iterator[Article | Unreadable]:
        """The pages of a feed's entries; of entries that name none, the feed's own words."""
        try:
            listed = entries(feed.content, charset=feed.charset, url=feed.url)
        except ReadError as error:
            yield Unreadable(url, error.sentence)
            return
        told = list(_documents(url, feed))
        own = {each.url: each for each in told if isinstance(each, Article)}
        linked = {entry.url for entry in listed}
        for each in told:
            if isinstance(each, Article) and each.url not in linked:
                yield each
        for entry in listed:
            if self._is_new(entry.url):
                yield from self._page(entry, own.get(entry.url))
        if not listed and None not in own:
            yield from told

    def _page(self, entry: FeedEntry, own: Article | None) -> Iterator[Article | Unreadable]:
        """The article of an entry's page, or its ``own`` in the feed."""
        try:
            fetched = self._fetcher.fetch(entry.url)
        except FetchError as error:
            found: list[Article | Unreadable] = [Unreadable(entry.url, error.sentence)]
        else:
            found = _one_page(entry.url, fetched)
        if own and not any(isinstance(each, Article) for each in found):
            found = [own]
        yield from found

    def _is_new(self, url: str) -> bool:
        key = normal_url(url) or url.strip()
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new


def _one_page(url: str, fetched: Fetched) -> list[Article | Unreadable]:
    if _is_feed(fetched):
        return [Unreadable(url, said("It is a feed that another feed names. Add it by itself."))]
    return list(_documents(url, fetched))


def _documents(url: str, fetched: Fetched) -> Iterator[Article | Unreadable]:
    return read_bytes(url, fetched.content, charset=fetched.charset, url=fetched.url)


def _is_feed(fetched: Fetched) -> bool:
    try:
        return isinstance(reader_for(fetched.url, fetched.content[:HEAD]), FeedReader)
    except ReadError:
        return False
