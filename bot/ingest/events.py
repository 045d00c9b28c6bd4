"""The results of ingestion: events, their one-line texts, and what reports them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.ingest.retry import Failure, RandomSource, record_failure
from bot.replies import fold_whitespace
from bot.reports import ImportReport, Refusal
from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.messages import Message, message
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import QueuedInput
from corpus.web import FetchedPage
from corpus.web.base import Clock

_MAX_NAMED = 3
"""The most refused parts of an input whose reasons are given."""


class IngestTarget(Protocol):
    """The part of a collection that ingestion needs."""

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Read, store and index files; a bad file does not affect the others."""

    def add_page(self, page: FetchedPage) -> ImportReport:
        """Read, store and index a page that was fetched."""

    def article(self, reference: str) -> Article:
        """Return an article by its id. Raises ``UnknownArticle``."""


@dataclass(frozen=True, slots=True)
class IngestEvent:
    """The result of one input: the ids of its articles, or why it was refused.

    ``headline`` is set if the input has one article. A refused input is tried again at ``next_at``
    (seconds since 1970), or set aside if that is ``None``.
    """

    input: str
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    headline: str | None = None
    refused: str | None = None
    next_at: float | None = None


EventListener = Callable[[IngestEvent], None]
"""Receives each event; called from several threads."""


def build_reason(name: str, refusals: Sequence[Refusal]) -> str:
    """Return why an input was refused: its reason, or those of its first three parts."""
    named = [_format_part(name, refusal) for refusal in refusals[:_MAX_NAMED]]
    more = len(refusals) - len(named)
    count = [f"{len(refusals):,} of its articles were refused."] if len(refusals) > 1 else []
    return " ".join([*count, *named, *([f"And {more:,} more."] if more else [])])


def describe_unexpected(error: Exception) -> Message:
    """Return the reason for an input whose reading raised an unexpected error."""
    return message(
        "Reading it failed unexpectedly ({error}): see the log.", error=type(error).__name__
    )


def format_event(event: IngestEvent, now: float) -> str:
    """Describe an event in one line. ``now`` is in seconds since 1970."""
    if event.refused is not None:
        then = "It is set aside." if event.next_at is None else _format_retry(event.next_at - now)
        return fold_whitespace(f"refused  {event.input}: {event.refused} {then}")
    ids = (*event.added, *event.updated, *event.unchanged)
    if event.headline and len(ids) == 1:
        return fold_whitespace(
            f"{_format_outcome(event)}  {event.headline} ({ids[0]}), {event.input}"
        )
    return fold_whitespace(f"{_format_counts(event)}  {event.input}")


def _format_part(name: str, refusal: Refusal) -> str:
    part = refusal.input.removeprefix(name).lstrip(", ")
    return f"{part.capitalize()}: {refusal.reason}" if part else refusal.reason


def _format_outcome(event: IngestEvent) -> str:
    if event.added:
        return "added"
    return "updated" if event.updated else "unchanged"


def _format_counts(event: IngestEvent) -> str:
    counted = (
        ("added", event.added),
        ("updated", event.updated),
        ("unchanged", event.unchanged),
    )
    return ", ".join(f"{name} {len(ids):,}" for name, ids in counted if ids) or "nothing new"


def _format_retry(seconds: float) -> str:
    if seconds < 90:
        return f"It is tried again in {max(1, round(seconds))} seconds."
    if seconds < 5400:
        return f"It is tried again in {round(seconds / 60)} minutes."
    return f"It is tried again in {round(seconds / 3600)} hours."


@dataclass(frozen=True, slots=True)
class IngestContext:
    """What folders and feeds share. ``draw`` returns random numbers for jitter."""

    collection: IngestTarget
    queue: IngestQueue
    notify: EventListener
    clock: Clock
    draw: RandomSource

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self.clock.time()

    def report_import(self, name: str, report: ImportReport) -> None:
        """Send the event of an input, or of several; nothing if no article was read."""
        ids = (*report.added, *report.updated, *report.unchanged)
        if ids:
            headline = self._find_headline(ids[0]) if len(ids) == 1 else None
            self.notify(IngestEvent(name, report.added, report.updated, report.unchanged, headline))

    def report_failure(self, item: QueuedInput, failure: Failure) -> None:
        """Queue an input that failed for another try, or set it aside, and send the event."""
        failed = record_failure(item, failure, self.now(), self.draw())
        self.queue.enqueue([failed])
        self.notify(IngestEvent(item.input, refused=failure.reason, next_at=failed.next_at))

    def _find_headline(self, article_id: str) -> str | None:
        try:
            return self.collection.article(article_id).title
        except UnknownArticle:  # withdrawn meanwhile
            return None
