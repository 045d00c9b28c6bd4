"""Inputs read and stored, a batch at a time, with what became of each."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.reports import ImportReport, InputReport, Refusal, Reporter, Stage
from corpus.article import Article
from corpus.messages import said
from corpus.store.articles import Cutter, Outcome, Store, Taken
from corpus.web import Fetcher

if TYPE_CHECKING:  # readers are slow to import, and questions need none
    from corpus.parsers import Unreadable
    from corpus.web.pages import WebReader

_BATCH = 64
"""Articles stored in one transaction, at most."""
_BATCH_SECONDS = 1.0
"""Seconds after which what has been read is stored, were it one article."""

Sourced = tuple[str, "Article | Unreadable"]
"""What was read, with the input that it came from."""
Each = TypeVar("Each")


class Importer:
    """Stores what readers give; an input that cannot be read costs that input only."""

    def __init__(
        self,
        store: Store,
        collection: str,
        cutter: Cutter,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._collection = collection
        self._cutter = cutter
        self._clock = clock

    def store(self, documents: Iterable[Sourced], report: Reporter | None = None) -> ImportReport:
        """Store articles, 64 to a transaction, fewer where they come slowly.

        What is reported as taken is on disk.
        """
        tally = _Tally()
        for batch in _batches(documents, self._clock):
            articles = [read for _, read in batch if isinstance(read, Article)]
            taken = iter(self._store.take(self._collection, articles, self._cutter))
            for name, read in batch:
                if isinstance(read, Article):
                    tally.take(name, next(taken))
                else:
                    tally.refuse(name, read)
            if report:
                report(Stage(said("reading"), tally.taken, 0, "articles"))
        return tally.report()


class _Tally:
    """What became of all inputs so far."""

    def __init__(self) -> None:
        self.taken = 0
        self._ids: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
        self._refused: list[Refusal] = []
        self._inputs: dict[str, Counter[Outcome | None]] = {}

    def take(self, name: str, taken: Taken) -> None:
        self._ids[taken.outcome].append(taken.article_id)
        self._count(name, taken.outcome)
        self.taken += 1

    def refuse(self, name: str, document: "Unreadable") -> None:
        self._refused.append(Refusal(document.input, document.reason))
        self._count(name, None)

    def report(self) -> ImportReport:
        return ImportReport(
            added=tuple(self._ids[Outcome.ADDED]),
            updated=tuple(self._ids[Outcome.UPDATED]),
            unchanged=tuple(self._ids[Outcome.UNCHANGED]),
            refused=tuple(self._refused),
            inputs=tuple(_input_report(name, counts) for name, counts in self._inputs.items()),
        )

    def _count(self, name: str, outcome: Outcome | None) -> None:
        self._inputs.setdefault(name, Counter())[outcome] += 1


def documents_of(
    inputs: Iterable[Path | str], make_fetcher: Callable[[], Fetcher]
) -> Iterator[Sourced]:
    """The documents of files, folders and web addresses, in the order of the inputs.

    A text that begins like ``https://`` is an address, any other a path. Nothing is fetched, and
    no fetcher made, where there is no address.
    """
    from corpus.parsers import read_path
    from corpus.web.urls import is_web

    web: WebReader | None = None
    for each in inputs:
        if isinstance(each, str) and is_web(each):
            web = web or _web_reader(make_fetcher())
            yield from from_input(each, web.read(each))
        else:
            yield from from_input(str(each), read_path(Path(each)))


def from_input(name: str, documents: "Iterable[Article | Unreadable]") -> Iterator[Sourced]:
    """Documents with the name of their input."""
    return ((name, document) for document in documents)


def _web_reader(fetcher: Fetcher) -> "WebReader":
    from corpus.web.pages import WebReader

    return WebReader(fetcher)


def _input_report(name: str, counts: Counter[Outcome | None]) -> InputReport:
    return InputReport(
        name,
        added=counts[Outcome.ADDED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
        refused=counts[None],
    )


def _batches(documents: Iterable[Each], clock: Callable[[], float]) -> Iterator[list[Each]]:
    """Batches that are full, or that have been waiting for long."""
    batch: list[Each] = []
    begun = clock()
    for document in documents:
        batch.append(document)
        if len(batch) >= _BATCH or clock() - begun >= _BATCH_SECONDS:
            yield batch
            batch, begun = [], clock()
    if batch:
        yield batch
