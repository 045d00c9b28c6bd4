"""Reads inputs and stores their articles in batches, and reports the result of each."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.reports import ImportReport, InputReport, JobProgress, Refusal, Reporter
from corpus.article import Article
from corpus.messages import message
from corpus.store.articles import Store
from corpus.store.writes import Splitter, StoredResult, StoreOutcome
from corpus.web import Fetcher

if TYPE_CHECKING:  # parsers are slow to import, and questions need none
    from corpus.parsers import Unreadable
    from corpus.web.pages import PageLoader

_BATCH_SIZE = 64
"""The most articles stored in one transaction."""
_BATCH_SECONDS = 1.0
"""Seconds after which the articles read so far are stored."""

SourcedDocument = tuple[str, "Article | Unreadable"]
"""The name of an input, and a document read from it."""
T = TypeVar("T")


class Importer:
    """Reads and stores articles; an input that cannot be read does not affect the others."""

    def __init__(
        self,
        store: Store,
        collection: str,
        splitter: Splitter,
        make_fetcher: Callable[[], Fetcher],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._collection = collection
        self._splitter = splitter
        self._make_fetcher = make_fetcher
        self._clock = clock

    def read(self, inputs: Iterable[Path | str]) -> Iterator[SourcedDocument]:
        """Read the documents of files, folders and web addresses, as ``read_documents`` does."""
        return read_documents(inputs, self._make_fetcher)

    def store_documents(
        self, documents: Iterable[SourcedDocument], report: Reporter | None = None
    ) -> ImportReport:
        """Store articles in transactions of 64, or of fewer if they are read slowly.

        Articles that are reported as done are on disk.
        """
        tally = _Tally()
        for batch in _split_batches(documents, self._clock):
            articles = [document for _, document in batch if isinstance(document, Article)]
            stored = iter(self._store.put_all(self._collection, articles, self._splitter))
            for name, document in batch:
                if isinstance(document, Article):
                    tally.count_stored(name, next(stored))
                else:
                    tally.count_refused(name, document)
            if report:
                report(JobProgress(message("reading"), tally.stored, 0, "articles"))
        return tally.build_report()


class _Tally:
    """The results of all inputs so far."""

    def __init__(self) -> None:
        self.stored = 0
        self._ids: dict[StoreOutcome, list[str]] = {outcome: [] for outcome in StoreOutcome}
        self._refused: list[Refusal] = []
        self._inputs: dict[str, Counter[StoreOutcome | None]] = {}

    def count_stored(self, name: str, result: StoredResult) -> None:
        self._ids[result.outcome].append(result.article_id)
        self._count(name, result.outcome)
        self.stored += 1

    def count_refused(self, name: str, document: "Unreadable") -> None:
        self._refused.append(Refusal(document.input, document.reason))
        self._count(name, None)

    def build_report(self) -> ImportReport:
        return ImportReport(
            added=tuple(self._ids[StoreOutcome.ADDED]),
            updated=tuple(self._ids[StoreOutcome.UPDATED]),
            unchanged=tuple(self._ids[StoreOutcome.UNCHANGED]),
            refused=tuple(self._refused),
            inputs=tuple(
                _build_input_report(name, counts) for name, counts in self._inputs.items()
            ),
        )

    def _count(self, name: str, outcome: StoreOutcome | None) -> None:
        self._inputs.setdefault(name, Counter())[outcome] += 1


def read_documents(
    inputs: Iterable[Path | str], make_fetcher: Callable[[], Fetcher]
) -> Iterator[SourcedDocument]:
    """Yield the documents of files, folders and web addresses, in the order of the inputs.

    A text that begins like ``https://`` is an address, any other a path. The fetcher is made for
    the first address.
    """
    from corpus.parsers import parse_path
    from corpus.web.urls import is_web_url

    pages: PageLoader | None = None
    for each in inputs:
        if isinstance(each, str) and is_web_url(each):
            pages = pages or _make_page_loader(make_fetcher())
            yield from label_documents(each, pages.load(each))
        else:
            yield from label_documents(str(each), parse_path(Path(each)))


def label_documents(
    name: str, documents: "Iterable[Article | Unreadable]"
) -> Iterator[SourcedDocument]:
    """Pair documents with the name of their input."""
    return ((name, document) for document in documents)


def _make_page_loader(fetcher: Fetcher) -> "PageLoader":
    from corpus.web.pages import PageLoader

    return PageLoader(fetcher)


def _build_input_report(name: str, counts: Counter[StoreOutcome | None]) -> InputReport:
    return InputReport(
        name,
        added=counts[StoreOutcome.ADDED],
        updated=counts[StoreOutcome.UPDATED],
        unchanged=counts[StoreOutcome.UNCHANGED],
        refused=counts[None],
    )


def _split_batches(documents: Iterable[T], clock: Callable[[], float]) -> Iterator[list[T]]:
    """Yield full batches, and smaller ones after a second."""
    batch: list[T] = []
    started = clock()
    for document in documents:
        batch.append(document)
        if len(batch) >= _BATCH_SIZE or clock() - started >= _BATCH_SECONDS:
            yield batch
            batch, started = [], clock()
    if batch:
        yield batch
