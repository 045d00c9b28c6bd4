"""What a collection holds, how far its indexes are, and how much room it all takes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.reports import Refusal, SetAside, Sizes, Status
from corpus.store.articles import Store
from corpus.store.ingest_queue import Arrivals
from corpus.store.records import Kind, Waiting
from index.generation import Generation


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the store's files, a collection's indexes, and the prepared models are."""

    store: Path
    indexes: Path
    models: Path

    def sizes(self) -> Sizes:
        """Bytes on disk; what is not there takes none."""
        store = sum(_size(path) for path in self.store.glob("byline.sqlite*"))
        return Sizes(store, sum(_sizes(self.indexes)), sum(_sizes(self.models)))


def status_of(
    collection: str, store: Store, generation: Generation, model: str, folders: Folders
) -> Status:
    """The status of a collection."""
    held, position = store.held(collection), store.position(collection)
    return Status(
        collection=collection,
        articles=held.articles,
        passages=held.passages,
        indexed=len(generation.vectors),
        behind=store.waiting(collection, generation.position),
        model=model,
        notes=(*generation.notes, *_uncompared(held.uncompared)),
        versions=held.versions,
        duplicates=held.duplicates,
        index_position=generation.position,
        store_position=position,
        sizes=folders.sizes(),
    )


def set_aside_of(item: Waiting) -> SetAside:
    """An input that is set aside, as a person sees it."""
    since = datetime.fromtimestamp(item.since, UTC)
    return SetAside(item.input, item.kind.value, item.reason or "", item.tries, since)


def failed_of(arrivals: Arrivals) -> tuple[Refusal, ...]:
    """What is set aside, the latest first, and the feeds that cannot be read, each with why.

    Of a file its name is told, not where it lies on the machine.
    """
    aside = arrivals.set_aside()
    known = {item.key for item in aside}
    failing = [item for item in arrivals.waiting(Kind.FEED) if item.key not in known]
    return tuple(Refusal(_named(item), item.reason or "") for item in (*failing, *aside))


def waiting_of(arrivals: Arrivals) -> int:
    """How many pages and files are still to be taken."""
    found = (*arrivals.waiting(Kind.PAGE), *arrivals.waiting(Kind.FILE))
    return sum(item.next_at is not None for item in found)


def _named(item: Waiting) -> str:
    return Path(item.input).name if item.kind is Kind.FILE else item.input


def _uncompared(articles: int) -> Iterator[str]:
    if articles:
        yield (
            f"Copies of {articles:,} articles have not been looked for yet, as an earlier Byline "
            "stored them. The next question or import does it."
        )


def _sizes(folder: Path) -> Iterator[int]:
    for place, _, names in os.walk(folder):
        yield from (_size(Path(place, name)) for name in names)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # another process may have replaced it meanwhile
        return 0
