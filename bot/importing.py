"""Documents read and stored, a batch at a time, with what became of each."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from bot.ports import ImportReport, Refusal, Reporter, Stage
from corpus.article import Article
from corpus.store import Cutter, Outcome, Store

if TYPE_CHECKING:  # readers are slow to import, and questions need none
    from corpus.readers import Unreadable

_BATCH = 64
"""Articles stored in one transaction."""


class Importer:
    """Stores what readers give; an input that cannot be read costs that input only."""

    def __init__(self, store: Store, collection: str, cutter: Cutter) -> None:
        self._store = store
        self._collection = collection
        self._cutter = cutter

    def store(
        self, documents: "Iterable[Article | Unreadable]", report: Reporter | None = None
    ) -> ImportReport:
        """Store articles, 64 to a transaction; what is reported as taken is on disk."""
        outcomes: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
        refused: list[Refusal] = []
        read = 0
        for batch in _batches(documents):
            taken = [document for document in batch if isinstance(document, Article)]
            refused += [Refusal(d.input, d.reason) for d in batch if not isinstance(d, Article)]
            results = self._store.put(self._collection, taken, self._cutter)
            for article, outcome in zip(taken, results, strict=True):
                outcomes[outcome].append(article.id)
            read += len(taken)
            if report:
                report(Stage("reading", read, 0))
        return ImportReport(
            added=tuple(outcomes[Outcome.ADDED]),
            updated=tuple(outcomes[Outcome.UPDATED]),
            unchanged=tuple(outcomes[Outcome.UNCHANGED]),
            refused=tuple(refused),
        )


def _batches(
    documents: "Iterable[Article | Unreadable]",
) -> "Iterator[list[Article | Unreadable]]":
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch
