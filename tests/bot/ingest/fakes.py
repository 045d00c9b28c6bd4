"""Fakes of the clock, the collection and the web, and an ingest context made of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ingest.events import IngestContext, IngestEvent, IngestTarget
from bot.reports import ImportReport, Refusal
from corpus.article import Article
from corpus.store.database import Database
from corpus.store.ingest_queue import IngestQueue
from corpus.web import FetchedPage, Fetcher, FetchError
from corpus.web.base import Clock
from tests.fakes import build_article

START = 1_700_000_000.0


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now - START

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class FakeCollection:
    """A collection that records the texts added to it.

    ``bad`` is refused, ``half`` is added with one line refused, ``crash`` breaks the parser.
    """

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []
        self.error: Exception | None = None

    def add(self, paths: Sequence[Path]) -> ImportReport:
        if self.error:
            raise self.error
        return _merge_reports([self._add(str(path), Path(path).read_text()) for path in paths])

    def add_page(self, page: FetchedPage) -> ImportReport:
        if self.error:
            raise self.error
        return self._add(page.url, page.content.decode())

    def article(self, reference: str) -> Article:
        return build_article(reference, "words", title=f"Headline of {reference}")

    def _add(self, name: str, words: str) -> ImportReport:
        if "crash" in words:
            raise RecursionError("deep")
        self.read.append((name, words))
        if "bad" in words:
            return ImportReport(refused=(Refusal(name, "It is bad."),))
        refused = (Refusal(f"{name}, line 2", "It is not JSON."),) if "half" in words else ()
        return ImportReport(added=(Path(name).stem,), refused=refused)


def _merge_reports(reports: Sequence[ImportReport]) -> ImportReport:
    return ImportReport(
        added=tuple(article for report in reports for article in report.added),
        refused=tuple(refusal for report in reports for refusal in report.refused),
    )


@dataclass
class FakeWeb:
    """A fetcher that returns the bytes of an address or raises its error, and records requests."""

    clock: FakeClock
    pages: dict[str, bytes | Exception] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[str, float, str | None]] = field(default_factory=list)

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FetchedPage:
        self.requests.append((url, self.clock.now, etag))
        found = self.pages.get(url, FetchError("There is nothing at this address. Check it."))
        if isinstance(found, Exception):
            raise found
        if etag and etag == self.etags.get(url):
            return FetchedPage(url, b"", is_unchanged=True)
        return FetchedPage(url, found, etag=self.etags.get(url))

    def request_times(self, url: str) -> list[float]:
        return [at for requested, at, _ in self.requests if requested == url]


def build_context(
    folder: Path, clock: FakeClock, collection: FakeCollection, events: list[IngestEvent]
) -> IngestContext:
    """Return a context over a store in a folder, as a new process would."""
    queue = IngestQueue(Database.in_folder(folder), "gazette")
    return IngestContext(collection, queue, events.append, clock, random.Random(7).random)


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _clock: type[Clock] = FakeClock
    _collection: type[IngestTarget] = FakeCollection
    _web: type[Fetcher] = FakeWeb
