"""Stand-ins for the clock, the collection and the web, and a desk made of them."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from bot.ingest.events import IngestContext
from bot.reports import ImportReport, Refusal
from corpus.store.database import Database
from corpus.store.ingest_queue import IngestQueue
from corpus.web import FetchedPage, FetchError
from tests.fakes import build_article

START = 1_700_000_000.0


class FakeClock:
    """A clock that stands until it is moved; both its hands move together."""

    def __init__(self):
        self.now = START

    def time(self):
        return self.now

    def monotonic(self):
        return self.now - START

    def sleep(self, seconds):
        self.now += seconds


class FakeCollection:
    """A collection that keeps the words it is given; some words make it fail.

    ``bad`` is refused, ``half`` is taken with one line refused, ``crash`` breaks the reader.
    """

    def __init__(self):
        self.read = []
        self.error = None

    def add(self, paths):
        if self.error:
            raise self.error
        return _merge_reports([self._add(str(path), Path(path).read_text()) for path in paths])

    def add_page(self, page):
        if self.error:
            raise self.error
        return self._add(page.url, page.content.decode())

    def article(self, reference):
        return build_article(reference, "words", title=f"Headline of {reference}")

    def _add(self, name, words):
        if "crash" in words:
            raise RecursionError("deep")
        self.read.append((name, words))
        if "bad" in words:
            return ImportReport(refused=(Refusal(name, "It is bad."),))
        refused = (Refusal(f"{name}, line 2", "It is not JSON."),) if "half" in words else ()
        return ImportReport(added=(Path(name).stem,), refused=refused)


def _merge_reports(reports):
    return ImportReport(
        added=tuple(article for report in reports for article in report.added),
        refused=tuple(refusal for report in reports for refusal in report.refused),
    )


@dataclass
class FakeWeb:
    """Addresses and what is there: bytes, or an error to be raised. It notes what was asked."""

    clock: FakeClock
    pages: dict = field(default_factory=dict)
    etags: dict = field(default_factory=dict)
    requests: list = field(default_factory=list)

    def fetch(self, url, *, etag=None, last_modified=None):
        self.requests.append((url, self.clock.now, etag))
        found = self.pages.get(url, FetchError("There is nothing at this address. Check it."))
        if isinstance(found, Exception):
            raise found
        if etag and etag == self.etags.get(url):
            return FetchedPage(url, b"", is_unchanged=True)
        return FetchedPage(url, found, etag=self.etags.get(url))

    def request_times(self, url):
        return [at for asked, at, _ in self.requests if asked == url]


def build_context(folder, clock, collection, events):
    """A desk over a store in a folder, as a new process would have it."""
    arrivals = IngestQueue(Database.in_folder(folder), "gazette")
    return IngestContext(collection, arrivals, events.append, clock, random.Random(7).random)
