"""Turns the entries of a feed into queued pages: those that are new or have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Protocol

from bot.ingest.retry import CLAIM_SECONDS, schedule_rounds
from corpus.page_key import normalize_url
from corpus.store.records import InputKind, QueuedInput, hash_input

PAGES_PER_ROUND = 20
"""The most new pages of one feed that are fetched in one of its intervals."""


class Entry(Protocol):
    """An entry of a feed."""

    @property
    def url(self) -> str:
        """The address of its page."""

    @property
    def title(self) -> str:
        """The headline."""

    @property
    def published(self) -> date | None:
        """The day of publication."""

    @property
    def updated(self) -> str:
        """The time of the last change, as the feed writes it."""


def build_pages(entries: Iterable[Entry], feed: str, now: float) -> list[QueuedInput]:
    """Return the pages of a feed's entries as inputs that are due now."""
    return [_build_page(entry, feed, now) for entry in entries]


def schedule_pages(
    listed: Iterable[QueuedInput],
    known: Mapping[str, str],
    queue: Iterable[QueuedInput],
    now: float,
    interval: float,
) -> list[QueuedInput]:
    """Return the pages to fetch with their times: those just ``listed`` first, 20 an interval.

    A page whose stamp equals the one in ``known`` (stamps by key) is left out. ``queue`` holds the
    pages of the same feed that have not been tried yet: they follow the new ones.
    """
    new = {page.key: page for page in listed if known.get(page.key) != page.stamp}
    if not new:
        return []
    pages = [*new.values(), *(page for page in queue if page.key not in new)]
    due = schedule_rounds(len(pages), now, interval, PAGES_PER_ROUND)
    return [replace(page, next_at=when) for page, when in zip(pages, due, strict=True)]


def find_untried(pages: Iterable[QueuedInput], feed: str, now: float) -> list[QueuedInput]:
    """Return the queued pages of this feed that have not been tried.

    A page that another process may be fetching now is left out.
    """
    untried = [p for p in pages if p.origin == feed and p.next_at is not None and not p.tries]
    return [p for p in untried if not now < (p.next_at or 0.0) <= now + CLAIM_SECONDS]


def _build_page(entry: Entry, feed: str, now: float) -> QueuedInput:
    key = hash_input(
        InputKind.PAGE, (normalize_url(entry.url) or entry.url).encode("utf-8", "replace")
    )
    return QueuedInput(key, InputKind.PAGE, entry.url, feed, _hash_entry(entry), 0, now, None, now)


def _hash_entry(entry: Entry) -> str:
    """Return a digest of an entry, which changes when the feed changes the entry."""
    state = (entry.title, entry.published, entry.updated)
    return blake2b(repr(state).encode("utf-8", "replace"), digest_size=16).hexdigest()
