"""Stand-ins for the clock, the collection and the web, and a desk made of them."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from bot.ingest.events import Desk
from bot.reports import ImportReport, Refusal
from corpus.store.database import Database
from corpus.store.ingest_queue import Arrivals
from corpus.web import Fetched, FetchError
from tests.fakes import article

START = 1_700_000_000.0


class Clock:
    """A clock that stands until it is moved; both its hands move together."""

    def __init__(self):
        self.now = START

    def time(self):
        return self.now

    def monotonic(self):
        return self.now - START

    def sleep(self, seconds):
        self.now += seconds


class Shelf:
    """A collection that keeps the words it is given; some words make it fail.

    ``bad`` is refused, ``half`` is taken with one line refused, ``crash`` breaks the reader.
    """

    def __init__(self):
        self.read = []
        self.error = None

    def add(self, paths):
        if self.error:
            raise self.error
        return _summed([self._take(str(path), Path(path).read_text()) for path in paths])

    def add_page(self, page):
        if self.error:
            raise self.error
        return self._take(page.url, page.content.decode())

    def article(self, reference):
        return article(reference, "words", title=f"Headline of {reference}")

    def _take(self, name, words):
        if "crash" in words:
            raise RecursionError("deep")
        self.read.append((name, words))
        if "bad" in words:
            return ImportReport(refused=(Refusal(name, "It is bad."),))
        refused = (Refusal(f"{name}, line 2", "It is not JSON."),) if "half" in words else ()
        return ImportReport(added=(Path(name).stem,), refused=refused)


def _summed(reports):
    return ImportReport(
        added=tuple(article for report in reports for article in report.added),
        refused=tuple(refusal for report in reports for refusal in report.refused),
    )


@dataclass
class Web:
    """Addresses and what is there: bytes, or an error to be raised. It notes what was asked."""

    clock: Clock
    pages: dict = field(default_factory=dict)
    etags: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def fetch(self, url, *, etag=None, last_modified=None):
        self.asked.append((url, self.clock.now, etag))
        found = self.pages.get(url, FetchError("There is nothing at this address. Check it."))
        if isinstance(found, Exception):
            raise found
        if etag and etag == self.etags.get(url):
            return Fetched(url, b"", is_unchanged=True)
        return Fetched(url, found, etag=self.etags.get(url))

    def times(self, url):
        return [at for asked, at, _ in self.asked if asked == url]


def desk_in(folder, clock, shelf, told):
    """A desk over a store in a folder, as a new process would have it."""
    arrivals = Arrivals(Database.in_folder(folder), "gazette")
    return Desk(shelf, arrivals, told.append, clock, random.Random(7).random)
