"""Parses RSS and Atom feeds: the entries as articles, or as a list of addresses."""

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

# Without a handler it writes to standard error.
logging.getLogger("feedparser").addHandler(logging.NullHandler())

ParsedFeed = Any
"""A feed, or a part of it, as feedparser returns it (untyped)."""
MAX_FEED_BYTES = 20_000_000
"""The largest feed that is read."""
MAX_ENTRIES = 5_000
"""How many entries of a feed are read; later ones are ignored."""
FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
"""The start of a feed's root element."""
_ADVICE = message("Give a shorter feed.")


class FeedEntry(NamedTuple):
    """A feed entry: the address of its article, its title and date.

    ``updated`` is the time of the last change or of publication, as written in the feed.
    """

    url: str
    title: str
    published: date | None
    updated: str = ""


class FeedListing(NamedTuple):
    """The title of a feed, and its entries that have an address, in feed order."""

    title: str
    entries: list[FeedEntry]


class FeedParser:
    """Reads each entry of a feed as one article, from the text in the feed."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """Yield an ``Article`` or ``Unreadable`` for each entry."""
        try:
            feed = _parse_feed(read_whole(stream, MAX_FEED_BYTES, _ADVICE), self._charset)
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
    """Return the entries of a feed that have an address. Raises as ``parse_listing`` does."""
    return parse_listing(content, charset=charset, url=url).entries


def parse_listing(
    content: bytes, *, charset: str | None = None, url: str | None = None
) -> FeedListing:
    """Return the title and the entries of the feed at ``url``, each address once.

    Raises ``ReadError`` if the content is not a feed or larger than ``MAX_FEED_BYTES``.
    """
    feed = _parse_feed(read_whole(BytesIO(content), MAX_FEED_BYTES, _ADVICE), charset)
    entries: dict[str, FeedEntry] = {}
    for entry in feed.entries[:MAX_ENTRIES]:
        address = _find_url(entry, url)
        if address and address not in entries:
            entries[address] = FeedEntry(
                address,
                _strip_html(_read_words(entry, "title")),
                _parse_published(entry),
                _read_words(entry, "updated").strip(),
            )
    return FeedListing(_strip_html(_read_words(feed.feed, "title")), list(entries.values()))


def _parse_feed(content: bytes, charset: str | None) -> ParsedFeed:
    import feedparser

    text = decode_page(content, charset)
    root = FEED_ROOT.search(text)
    if root is None:
        raise ReadError(message("It is not a feed. Give an RSS or Atom feed."))
    try:
        # Entities, which can expand without limit, are declared before the root.
        feed = feedparser.parse(
            BytesIO(text[root.start() :].encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # only the text is used
            resolve_relative_uris=False,
        )
    except Exception as error:  # a malicious feed can cause any error
        raise ReadError(
            message("The feed is damaged. Check that its address gives RSS or Atom.")
        ) from error
    if not feed.version and not feed.entries:
        raise ReadError(message("It is not a feed. Give an RSS or Atom feed."))
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
    """Return a title or name without the HTML that some feeds put into it."""
    return " ".join(part.words for part in _parse_paragraphs(words))


def _parse_paragraphs(content: str) -> list[HtmlPart]:
    """Return the paragraphs of an entry's HTML or plain text."""
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
    """Return the date as written, in the entry's own time zone."""
    return parse_date(_read_words(entry, "published") or _read_words(entry, "updated"))


def _read_words(record: ParsedFeed, field: str) -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""
