"""What a collection holds, how far its indexes are, and how much room it all takes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.reports import DeadLetter, Refusal, Sizes, Status
from corpus.store.articles import Store
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import InputKind, QueuedInput
from index.generation import Generation


@dataclass(frozen=True, slots=True)
class StorageFolders:
    """Where the store's files, a collection's indexes, and the prepared models are."""

    store: Path
    indexes: Path
    models: Path

    def sizes(self) -> Sizes:
        """Bytes on disk; what is not there takes none."""
        store = sum(_find_size(path) for path in self.store.glob("byline.sqlite*"))
        return Sizes(store, sum(_find_sizes(self.indexes)), sum(_find_sizes(self.models)))


def build_status(
    collection: str, store: Store, generation: Generation, model: str, folders: StorageFolders
) -> Status:
    """The status of a collection."""
    held, position = store.count_all(collection), store.position(collection)
    return Status(
        collection=collection,
        articles=held.articles,
        passages=held.passages,
        indexed=len(generation.vectors),
        behind=store.pending_passages(collection, generation.position),
        model=model,
        notes=(*generation.notes, *_describe_uncompared(held.uncompared)),
        versions=held.versions,
        duplicates=held.duplicates,
        index_position=generation.position,
        store_position=position,
        sizes=folders.sizes(),
    )


def to_dead_letter(item: QueuedInput) -> DeadLetter:
    """An input that is set aside, as a person sees it."""
    since = datetime.fromtimestamp(item.since, UTC)
    return DeadLetter(item.input, item.kind.value, item.reason or "", item.tries, since)


def find_failed(arrivals: IngestQueue) -> tuple[Refusal, ...]:
    """What is set aside, the latest first, and the feeds that cannot be read, each with why.

    Of a file its name is told, not where it lies on the machine.
    """
    aside = arrivals.find_failed()
    known = {item.key for item in aside}
    failing = [item for item in arrivals.find_items(InputKind.FEED) if item.key not in known]
    return tuple(Refusal(_format_name(item), item.reason or "") for item in (*failing, *aside))


def count_pending(arrivals: IngestQueue) -> int:
    """How many pages and files are still to be taken."""
    found = (*arrivals.find_items(InputKind.PAGE), *arrivals.find_items(InputKind.FILE))
    return sum(item.next_at is not None for item in found)


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
