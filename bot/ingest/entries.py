"""What a feed's entries mean: pages that are new, or that the feed says have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Protocol

from bot.ingest.retry import CLAIM_SECONDS, rounds
from corpus.page_key import normal_url
from corpus.store.records import Kind, Waiting, key_of

PAGES_A_ROUND = 20
"""New pages of one feed that are fetched in one of its intervals; the others wait for the next."""


class Entry(Protocol):
    """An entry as a feed lists it."""

    @property
    def url(self) -> str:
        """Where its page is."""

    @property
    def title(self) -> str:
        """Its headline."""

    @property
    def published(self) -> date | None:
        """The day it is from."""

    @property
    def updated(self) -> str:
        """When it was changed, as the feed writes it."""


def pages_of(entries: Iterable[Entry], feed: str, now: float) -> list[Waiting]:
    """The pages that a feed names, as inputs that are due now."""
    return [_page(entry, feed, now) for entry in entries]


def queued(
    named: Iterable[Waiting],
    known: Mapping[str, str],
    queue: Iterable[Waiting],
    now: float,
    interval: float,
) -> list[Waiting]:
    """The pages to be fetched and when: those just ``named`` first, a few each interval.

    Left out are those that are ``known`` in this very state (stamps by key). ``queue`` holds pages
    of the same feed that have not been tried yet: they come after the new ones.
    """
    new = {page.key: page for page in named if known.get(page.key) != page.stamp}
    if not new:
        return []
    pages = [*new.values(), *(page for page in queue if page.key not in new)]
    due = rounds(len(pages), now, interval, PAGES_A_ROUND)
    return [replace(page, next_at=when) for page, when in zip(pages, due, strict=True)]


def untried(pages: Iterable[Waiting], feed: str, now: float) -> list[Waiting]:
    """Those of the pages that wait which came by this feed and have not been tried.

    One that somebody may be fetching just now is not among them.
    """
    mine = [p for p in pages if p.origin == feed and p.next_at is not None and not p.tries]
    return [p for p in mine if not now < (p.next_at or 0.0) <= now + CLAIM_SECONDS]


def _page(entry: Entry, feed: str, now: float) -> Waiting:
    key = key_of(Kind.PAGE, (normal_url(entry.url) or entry.url).encode("utf-8", "replace"))
    return Waiting(key, Kind.PAGE, entry.url, feed, _stamp(entry), 0, now, None, now)


def _stamp(entry: Entry) -> str:
    """The state of an entry: another one when the feed has changed it. It tells no words."""
    said = (entry.title, entry.published, entry.updated)
    return blake2b(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()
