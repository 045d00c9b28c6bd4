"""RSS and Atom: a feed's entries, each an article, or a list of where the articles are."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urljoin

from corpus.article import Article
from corpus.dates import parse_date
from corpus.errors import ReadError
from corpus.messages import said
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.html import article_with, decode_page
from corpus.parsers.html_comments import cut_comments
from corpus.parsers.html_tree import Part, parse_html, parts_of
from corpus.parsers.metadata import facts_of, web_address

# else it writes to standard error where nobody listens to its log
logging.getLogger("feedparser").addHandler(logging.NullHandler())

Parsed = Any
"""What feedparser makes of a feed or a part of it; it has no types."""
LARGEST_FEED = 20_000_000
"""The most bytes one feed may have."""
MOST_ENTRIES = 5_000
"""The most entries that are read of one feed, from its first on."""

FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
"""The start of a feed's root element."""


class FeedEntry(NamedTuple):
    """An entry as a feed lists it: where its article is, its title, and the day it is from.

    ``updated`` is when it was last changed, or published, as the feed writes it.
    """

    url: str
    title: str
    published: date | None
    updated: str = ""


class FeedListing(NamedTuple):
    """A feed's own title, and its entries that say where their article is, in its order."""

    title: str
    entries: list[FeedEntry]


class FeedReader:
    """Reads each entry of a feed as one article: its whole text where the feed has it."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def read(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """An ``Article`` or ``Unreadable`` an entry; an entry of a few words costs only itself."""
        try:
            feed = _parsed(read_whole(stream, LARGEST_FEED, "Give a shorter feed."), self._charset)
        except ReadError as error:
            yield Unreadable(name, error.sentence)
            return
        for number, entry in enumerate(feed.entries[:MOST_ENTRIES], start=1):
            yield _read_entry(
                said("{name}, entry {number}", name=name, number=str(number)),
                entry,
                feed.feed,
                self._url,
            )
        if not feed.entries:
            yield Unreadable(name, said("The feed has no entries. Try again when it has some."))


def entries(
    content: bytes, *, charset: str | None = None, url: str | None = None
) -> list[FeedEntry]:
    """The entries of a feed that say where their article is. Raises as ``listing`` does."""
    return listing(content, charset=charset, url=url).entries


def listing(content: bytes, *, charset: str | None = None, url: str | None = None) -> FeedListing:
    """What the feed at ``url`` names.

    Raises ``ReadError`` for what is no feed, or larger than ``LARGEST_FEED``.
    """
    feed = _parsed(read_whole(BytesIO(content), LARGEST_FEED, "Give a shorter feed."), charset)
    listed = [
        FeedEntry(
            address,
            _plain(_words(entry, "title")),
            _published(entry),
            _words(entry, "updated").strip(),
        )
        for entry in feed.entries[:MOST_ENTRIES]
        if (address := _address(entry, url))
    ]
    once: dict[str, FeedEntry] = {}
    for entry in listed:
        once.setdefault(entry.url, entry)
    return FeedListing(_plain(_words(feed.feed, "title")), list(once.values()))


def _parsed(content: bytes, charset: str | None) -> Parsed:
    import feedparser

    text = decode_page(content, charset)
    root = FEED_ROOT.search(text)
    if root is None:
        raise ReadError(said("It is no feed. Give one in RSS or Atom."))
    try:
        # without what stands before its root a feed has no entities, which could multiply
        feed = feedparser.parse(
            BytesIO(text[root.start() :].encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # nothing but its text is taken
            resolve_relative_uris=False,
        )
    except Exception as error:  # a feed made to break it ends in errors of all kinds
        raise ReadError(
            said("The feed is damaged. Check that its address gives RSS or Atom.")
        ) from error
    if not feed.version and not feed.entries:
        raise ReadError(said("It is no feed. Give one in RSS or Atom."))
    return feed


def _read_entry(name: str, entry: Parsed, feed: Parsed, url: str | None) -> Article | Unreadable:
    try:
        return _article(entry, feed, url)
    except ReadError as error:
        return Unreadable(name, error.sentence)


def _article(entry: Parsed, feed: Parsed, url: str | None) -> Article:
    contents = [_words(content, "value") for content in entry.get("content", [])]
    parts = _parts(max([*contents, _words(entry, "summary")], key=len))
    if not parts:
        raise ReadError(said("The entry has no text. Add the page that it links to."))
    facts = facts_of(
        {
            "title": _plain(_words(entry, "title")),
            "author": _plain(_words(entry, "author")),
            "source": _plain(_words(feed, "title")),
        }
    )
    facts = facts._replace(published=_published(entry), url=_address(entry, url))
    return article_with(facts, None, parts)


def _plain(words: str) -> str:
    """A title or name without the HTML that feeds write into them."""
    return " ".join(part.words for part in _parts(words))


def _parts(content: str) -> list[Part]:
    """The paragraphs of an entry's HTML, or of its plain text."""
    if not content.strip():
        return []
    root = parse_html(f"<div>{content}</div>")
    cut_comments(root)
    return parts_of(root)


def _address(entry: Parsed, url: str | None) -> str | None:
    link = _words(entry, "link").strip()
    try:
        return web_address(urljoin(url or "", link)) if link else None
    except ValueError:
        return None


def _published(entry: Parsed) -> date | None:
    """The day as it is written, in the entry's own time zone."""
    return parse_date(_words(entry, "published") or _words(entry, "updated"))


def _words(record: Parsed, field: str) -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""
