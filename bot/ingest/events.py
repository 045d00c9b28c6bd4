"""Arrivals in words: one line each, and the reasons of those that were refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.ingest.retry import Draw, Failure, failed
from bot.replies import in_one_line
from bot.reports import ImportReport, Refusal
from corpus.article import Article
from corpus.errors import UnknownArticle
from corpus.messages import Said, said
from corpus.store.ingest_queue import Arrivals
from corpus.store.records import Waiting
from corpus.web import Fetched
from corpus.web.base import Clock


class Taker(Protocol):
    """A collection as arrival sees it: something that takes files and pages."""

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Read, store and index files; a bad one costs itself only."""

    def add_page(self, page: Fetched) -> ImportReport:
        """Read, store and index what stood at a web address."""

    def article(self, reference: str) -> Article:
        """One article by its id. Raises ``UnknownArticle``."""


@dataclass(frozen=True, slots=True)
class Arrival:
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


@dataclass(frozen=True, slots=True)
class WatchOrder:
    """What a person wants watched: folders and feeds, for which collection.

    None means those that are set. ``retry``: what was set aside is tried again.
    """

    inputs: tuple[str, ...] = ()
    collection: str | None = None
    retry: bool = False


Teller = Callable[[Arrival], None]
"""Is told of each arrival; called from several threads."""


_MOST_NAMED = 3
"""Refused parts of an input that are named with their reasons."""


def reason_of(name: str, refusals: Sequence[Refusal]) -> str:
    """Why an input was refused: its reason, or those of the first of its parts."""
    named = [_part(name, refusal) for refusal in refusals[:_MOST_NAMED]]
    more = len(refusals) - len(named)
    count = [f"{len(refusals):,} of its articles were refused."] if len(refusals) > 1 else []
    return " ".join([*count, *named, *([f"And {more:,} more."] if more else [])])


def unexpected(error: Exception) -> Said:
    """Why an input was refused whose reading failed in a way that nobody foresaw."""
    return said(
        "Reading it failed unexpectedly ({error}): see the log.", error=type(error).__name__
    )


def in_words(arrival: Arrival, now: float) -> str:
    """One line for a person: what came of which input. ``now`` is in seconds since 1970."""
    if arrival.refused is not None:
        then = "It is set aside." if arrival.next_at is None else _again(arrival.next_at - now)
        return in_one_line(f"refused  {arrival.input}: {arrival.refused} {then}")
    ids = (*arrival.added, *arrival.updated, *arrival.unchanged)
    if arrival.headline and len(ids) == 1:
        return in_one_line(f"{_outcome(arrival)}  {arrival.headline} ({ids[0]}), {arrival.input}")
    return in_one_line(f"{_counts(arrival)}  {arrival.input}")


def _part(name: str, refusal: Refusal) -> str:
    part = refusal.input.removeprefix(name).lstrip(", ")
    return f"{part.capitalize()}: {refusal.reason}" if part else refusal.reason


def _outcome(arrival: Arrival) -> str:
    if arrival.added:
        return "added"
    return "updated" if arrival.updated else "unchanged"


def _counts(arrival: Arrival) -> str:
    counted = (
        ("added", arrival.added),
        ("updated", arrival.updated),
        ("unchanged", arrival.unchanged),
    )
    return ", ".join(f"{name} {len(ids):,}" for name, ids in counted if ids) or "nothing new"


def _again(seconds: float) -> str:
    if seconds < 90:
        return f"It is tried again in {max(1, round(seconds))} seconds."
    if seconds < 5400:
        return f"It is tried again in {round(seconds / 60)} minutes."
    return f"It is tried again in {round(seconds / 3600)} hours."


@dataclass(frozen=True, slots=True)
class Desk:
    """What folders and feeds share. ``draw`` throws the dice for jitter."""

    collection: Taker
    arrivals: Arrivals
    tell: Teller
    clock: Clock
    draw: Draw

    def now(self) -> float:
        """The time."""
        return self.clock.time()

    def arrived(self, name: str, report: ImportReport) -> None:
        """Tell what an input, or several, brought."""
        ids = (*report.added, *report.updated, *report.unchanged)
        if ids:
            headline = self._headline(ids[0]) if len(ids) == 1 else None
            taken = report.added, report.updated, report.unchanged
            self.tell(Arrival(name, *taken, headline=headline))

    def failed(self, item: Waiting, failure: Failure) -> None:
        """Keep an input that failed once more, to be tried again or set aside, and tell."""
        kept = failed(item, failure, self.now(), self.draw())
        self.arrivals.wait([kept])
        self.tell(Arrival(item.input, refused=failure.reason, next_at=kept.next_at))

    def _headline(self, article_id: str) -> str | None:
        try:
            return self.collection.article(article_id).title
        except UnknownArticle:  # withdrawn meanwhile
            return None
