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
from corpus.messages import message
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.html import build_article, decode_page
from corpus.parsers.html_comments import remove_comments
from corpus.parsers.html_tree import HtmlPart, find_parts, parse_html
from corpus.parsers.metadata import check_web_url, parse_metadata

# else it writes to standard error where nobody listens to its log
logging.getLogger("feedparser").addHandler(logging.NullHandler())

ParsedFeed = Any
"""What feedparser makes of a feed or a part of it; it has no types."""
MAX_FEED_BYTES = 20_000_000
"""The most bytes one feed may have."""
MAX_ENTRIES = 5_000
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


class FeedParser:
    """Reads each entry of a feed as one article: its whole text where the feed has it."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """An ``Article`` or ``Unreadable`` an entry; an entry of a few words costs only itself."""
        try:
            feed = _parse_feed(
                read_whole(stream, MAX_FEED_BYTES, "Give a shorter feed."), self._charset
            )
        except ReadError as error:
            yield Unreadable(name, error.message)
            return
        for number, entry in enumerate(feed.entries[:MAX_ENTRIES], start=1):
            yield _parse_entry(
                message("{name}, entry {number}", name=name, number=str(number)),
                entry,
                feed.feed,
                self._url,
            )
        if not feed.entries:
            yield Unreadable(name, message("The feed has no entries. Try again when it has some."))


def parse_entries(
    content: bytes, *, charset: str | None = None, url: str | None = None
) -> list[FeedEntry]:
    """The entries of a feed that say where their article is. Raises as ``listing`` does."""
    return parse_listing(content, charset=charset, url=url).entries


def parse_listing(
    content: bytes, *, charset: str | None = None, url: str | None = None
) -> FeedListing:
    """What the feed at ``url`` names.

    Raises ``ReadError`` for what is no feed, or larger than ``MAX_FEED_BYTES``.
    """
    feed = _parse_feed(
        read_whole(BytesIO(content), MAX_FEED_BYTES, "Give a shorter feed."), charset
    )
    listed = [
        FeedEntry(
            address,
            _strip_html(_read_words(entry, "title")),
            _parse_published(entry),
            _read_words(entry, "updated").strip(),
        )
        for entry in feed.entries[:MAX_ENTRIES]
        if (address := _find_url(entry, url))
    ]
    once: dict[str, FeedEntry] = {}
    for entry in listed:
        once.setdefault(entry.url, entry)
    return FeedListing(_strip_html(_read_words(feed.feed, "title")), list(once.values()))


def _parse_feed(content: bytes, charset: str | None) -> ParsedFeed:
    import feedparser

    text = decode_page(content, charset)
    root = FEED_ROOT.search(text)
    if root is None:
        raise ReadError(message("It is no feed. Give one in RSS or Atom."))
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
            message("The feed is damaged. Check that its address gives RSS or Atom.")
        ) from error
    if not feed.version and not feed.entries:
        raise ReadError(message("It is no feed. Give one in RSS or Atom."))
    return feed


def _parse_entry(
    name: str, entry: ParsedFeed, feed: ParsedFeed, url: str | None
) -> Article | Unreadable:
    try:
        return _build_article(entry, feed, url)
    except ReadError as error:
        return Unreadable(name, error.message)


def _build_article(entry: ParsedFeed, feed: ParsedFeed, url: str | None) -> Article:
    contents = [_read_words(content, "value") for content in entry.get("content", [])]
    parts = _parse_paragraphs(max([*contents, _read_words(entry, "summary")], key=len))
    if not parts:
        raise ReadError(message("The entry has no text. Add the page that it links to."))
    facts = parse_metadata(
        {
            "title": _strip_html(_read_words(entry, "title")),
            "author": _strip_html(_read_words(entry, "author")),
            "source": _strip_html(_read_words(feed, "title")),
        }
    )
    facts = facts._replace(published=_parse_published(entry), url=_find_url(entry, url))
    return build_article(facts, None, parts)


def _strip_html(words: str) -> str:
    """A title or name without the HTML that feeds write into them."""
    return " ".join(part.words for part in _parse_paragraphs(words))


def _parse_paragraphs(content: str) -> list[HtmlPart]:
    """The paragraphs of an entry's HTML, or of its plain text."""
    if not content.strip():
        return []
    root = parse_html(f"<div>{content}</div>")
    remove_comments(root)
    return find_parts(root)


def _find_url(entry: ParsedFeed, url: str | None) -> str | None:
    link = _read_words(entry, "link").strip()
    try:
        return check_web_url(urljoin(url or "", link)) if link else None
    except ValueError:
        return None


def _parse_published(entry: ParsedFeed) -> date | None:
    """The day as it is written, in the entry's own time zone."""
    return parse_date(_read_words(entry, "published") or _read_words(entry, "updated"))


def _read_words(record: ParsedFeed, field: str) -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""
