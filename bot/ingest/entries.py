"""What a feed's entries mean: pages that are new, or that the feed says have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Protocol

from bot.ingest.retry import CLAIM_SECONDS, schedule_rounds
from corpus.page_key import normalize_url
from corpus.store.records import InputKind, QueuedInput, hash_input

PAGES_PER_ROUND = 20
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


def build_pages(entries: Iterable[Entry], feed: str, now: float) -> list[QueuedInput]:
    """The pages that a feed names, as inputs that are due now."""
    return [_build_page(entry, feed, now) for entry in entries]


def schedule_pages(
    named: Iterable[QueuedInput],
    known: Mapping[str, str],
    queue: Iterable[QueuedInput],
    now: float,
    interval: float,
) -> list[QueuedInput]:
    """The pages to be fetched and when: those just ``named`` first, a few each interval.

    Left out are those that are ``known`` in this very state (stamps by key). ``queue`` holds pages
    of the same feed that have not been tried yet: they come after the new ones.
    """
    new = {page.key: page for page in named if known.get(page.key) != page.stamp}
    if not new:
        return []
    pages = [*new.values(), *(page for page in queue if page.key not in new)]
    due = schedule_rounds(len(pages), now, interval, PAGES_PER_ROUND)
    return [replace(page, next_at=when) for page, when in zip(pages, due, strict=True)]


def find_untried(pages: Iterable[QueuedInput], feed: str, now: float) -> list[QueuedInput]:
    """Those of the pages that wait which came by this feed and have not been tried.

    One that somebody may be fetching just now is not among them.
    """
    mine = [p for p in pages if p.origin == feed and p.next_at is not None and not p.tries]
    return [p for p in mine if not now < (p.next_at or 0.0) <= now + CLAIM_SECONDS]


def _build_page(entry: Entry, feed: str, now: float) -> QueuedInput:
    key = hash_input(
        InputKind.PAGE, (normalize_url(entry.url) or entry.url).encode("utf-8", "replace")
    )
    return QueuedInput(key, InputKind.PAGE, entry.url, feed, _hash_entry(entry), 0, now, None, now)


def _hash_entry(entry: Entry) -> str:
    """The state of an entry: another one when the feed has changed it. It tells no words."""
    said = (entry.title, entry.published, entry.updated)
    return blake2b(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()
