"""Arrivals in words: one line each, and the reasons of those that were refused."""

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


class IngestTarget(Protocol):
    """A collection as arrival sees it: something that takes files and pages."""

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Read, store and index files; a bad one costs itself only."""

    def add_page(self, page: FetchedPage) -> ImportReport:
        """Read, store and index what stood at a web address."""

    def article(self, reference: str) -> Article:
        """One article by its id. Raises ``UnknownArticle``."""


@dataclass(frozen=True, slots=True)
class IngestEvent:
    """What became of something that arrived: ids of articles, and a reason where it was refused.

    ``headline`` is there where it brought one article. What was refused is tried again at
    ``next_at`` (seconds since 1970), or has been set aside where that is ``None``.
    """

    input: str
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    headline: str | None = None
    refused: str | None = None
    next_at: float | None = None


EventListener = Callable[[IngestEvent], None]
"""Is told of each arrival; called from several threads."""


_MAX_NAMED = 3
"""Refused parts of an input that are named with their reasons."""


def build_reason(name: str, refusals: Sequence[Refusal]) -> str:
    """Why an input was refused: its reason, or those of the first of its parts."""
    named = [_format_part(name, refusal) for refusal in refusals[:_MAX_NAMED]]
    more = len(refusals) - len(named)
    count = [f"{len(refusals):,} of its articles were refused."] if len(refusals) > 1 else []
    return " ".join([*count, *named, *([f"And {more:,} more."] if more else [])])


def describe_unexpected(error: Exception) -> Message:
    """Why an input was refused whose reading failed in a way that nobody foresaw."""
    return message(
        "Reading it failed unexpectedly ({error}): see the log.", error=type(error).__name__
    )


def format_event(arrival: IngestEvent, now: float) -> str:
    """One line for a person: what came of which input. ``now`` is in seconds since 1970."""
    if arrival.refused is not None:
        then = (
            "It is set aside." if arrival.next_at is None else _format_retry(arrival.next_at - now)
        )
        return fold_whitespace(f"refused  {arrival.input}: {arrival.refused} {then}")
    ids = (*arrival.added, *arrival.updated, *arrival.unchanged)
    if arrival.headline and len(ids) == 1:
        return fold_whitespace(
            f"{_format_outcome(arrival)}  {arrival.headline} ({ids[0]}), {arrival.input}"
        )
    return fold_whitespace(f"{_format_counts(arrival)}  {arrival.input}")


def _format_part(name: str, refusal: Refusal) -> str:
    part = refusal.input.removeprefix(name).lstrip(", ")
    return f"{part.capitalize()}: {refusal.reason}" if part else refusal.reason


def _format_outcome(arrival: IngestEvent) -> str:
    if arrival.added:
        return "added"
    return "updated" if arrival.updated else "unchanged"


def _format_counts(arrival: IngestEvent) -> str:
    counted = (
        ("added", arrival.added),
        ("updated", arrival.updated),
        ("unchanged", arrival.unchanged),
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
    """What folders and feeds share. ``draw`` throws the dice for jitter."""

    collection: IngestTarget
    queue: IngestQueue
    notify: EventListener
    clock: Clock
    draw: RandomSource

    def now(self) -> float:
        """The time."""
        return self.clock.time()

    def report_import(self, name: str, report: ImportReport) -> None:
        """Tell what an input, or several, brought."""
        ids = (*report.added, *report.updated, *report.unchanged)
        if ids:
            headline = self._find_headline(ids[0]) if len(ids) == 1 else None
            taken = report.added, report.updated, report.unchanged
            self.notify(IngestEvent(name, *taken, headline=headline))

    def report_failure(self, item: QueuedInput, failure: Failure) -> None:
        """Keep an input that failed once more, to be tried again or set aside, and tell."""
        kept = record_failure(item, failure, self.now(), self.draw())
        self.queue.enqueue([kept])
        self.notify(IngestEvent(item.input, refused=failure.reason, next_at=kept.next_at))

    def _find_headline(self, article_id: str) -> str | None:
        try:
            return self.collection.article(article_id).title
        except UnknownArticle:  # withdrawn meanwhile
            return None
