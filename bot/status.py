"""Reports the contents of a collection, the state of its indexes, and its size on disk."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.reports import DeadLetter, Refusal, Sizes, Status
from corpus.store.articles import Store
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import InputKind, QueuedInput
from index.indexer import Indexer


@dataclass(frozen=True, slots=True)
class StorageFolders:
    """The folders of the store, of the indexes of a collection, and of the prepared models."""

    store: Path
    indexes: Path
    models: Path

    def sizes(self) -> Sizes:
        """Return the bytes on disk; a missing file counts as 0."""
        store = sum(_find_size(path) for path in self.store.glob("byline.sqlite*"))
        return Sizes(store, sum(_find_sizes(self.indexes)), sum(_find_sizes(self.models)))


class StatusReporter:
    """Reports the contents of one collection, and the inputs that failed or are pending."""

    def __init__(
        self,
        name: str,
        store: Store,
        indexer: Indexer,
        ingest_queue: IngestQueue,
        model: str,
        folders: StorageFolders,
    ) -> None:
        self._name = name
        self._store = store
        self._indexer = indexer
        self._ingest_queue = ingest_queue
        self._model = model
        self._folders = folders

    def status(self) -> Status:
        """Return the status of the collection. Raises ``StoreError``."""
        indexes = self._indexer.indexes()
        held, position = self._store.count_all(self._name), self._store.position(self._name)
        dead_letters = tuple(map(_to_dead_letter, self._ingest_queue.find_failed()))
        return Status(
            collection=self._name,
            articles=held.articles,
            passages=held.passages,
            indexed=len(indexes.vectors),
            behind=self._store.pending_passages(self._name, indexes.position),
            model=self._model,
            notes=(*indexes.notes, *_describe_uncompared(held.uncompared)),
            versions=held.versions,
            duplicates=held.duplicates,
            set_aside=len(dead_letters),
            set_aside_inputs=dead_letters,
            index_position=indexes.position,
            store_position=position,
            sizes=self._folders.sizes(),
        )

    def failed_inputs(self) -> tuple[Refusal, ...]:
        """Return the dead letters, newest first, after the feeds that cannot be read.

        A file is named without its folder.
        """
        failed = self._ingest_queue.find_failed()
        known = {item.key for item in failed}
        feeds = self._ingest_queue.find_items(InputKind.FEED)
        failing = [item for item in feeds if item.key not in known]
        return tuple(Refusal(_format_name(item), item.reason or "") for item in (*failing, *failed))

    def count_pending(self) -> int:
        """Count the pages and files that are still to be imported."""
        kinds = (InputKind.PAGE, InputKind.FILE)
        found = [item for kind in kinds for item in self._ingest_queue.find_items(kind)]
        return sum(item.next_at is not None for item in found)


def _to_dead_letter(item: QueuedInput) -> DeadLetter:
    since = datetime.fromtimestamp(item.since, UTC)
    return DeadLetter(item.input, item.kind.value, item.reason or "", item.tries, since)


def _format_name(item: QueuedInput) -> str:
    return Path(item.input).name if item.kind is InputKind.FILE else item.input


def _describe_uncompared(articles: int) -> Iterator[str]:
    if articles:
        yield (
            f"Copies of {articles:,} articles have not been looked for yet, as an earlier Byline "
            "stored them. The next question or import does it."
        )


def _find_sizes(folder: Path) -> Iterator[int]:
    for place, _, names in os.walk(folder):
        yield from (_find_size(Path(place, name)) for name in names)


def _find_size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # another process may have replaced it meanwhile
        return 0
