"""Where arrivals are dealt with: the collection that takes them, what is kept of them, who hears.

All times are in seconds since 1970.
"""

from dataclasses import dataclass

from bot.arrival.ports import Arrival, Taker, Teller
from bot.arrival.schedule import Draw, Failure, failed
from bot.reports import ImportReport
from corpus.errors import UnknownArticle
from corpus.store.ingest_queue import Arrivals
from corpus.store.records import Waiting
from corpus.web.base import Clock


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
