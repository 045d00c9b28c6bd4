"""Replays the store's change log into the indexes of one collection."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock

import numpy as np

from corpus.store.articles import Store, StoredPassage
from corpus.store.embeddings import EmbeddingStore
from corpus.store.writes import Splitter
from index.errors import IndexBusy, StaleIndex
from index.passages import build_embedding_text
from index.ports import Embedder, Indexes, IndexStorage, Progress, Vectors

_BATCH_SIZE = 256
"""Changes replayed at a time; a kill loses one batch at most, and memory holds one."""


@dataclass(frozen=True, slots=True)
class IndexSources:
    """The sources of an indexer."""

    store: Store
    embeddings: EmbeddingStore
    embedder: Embedder
    splitter: Splitter


class Indexer:
    """Keeps the indexes of a collection up to date with the store.

    Thread-safe and safe between processes; one writes at a time.
    """

    def __init__(self, collection: str, storage: IndexStorage, sources: IndexSources) -> None:
        self._collection = collection
        self._storage = storage
        self._sources = sources
        self._writing = RLock()
        self._indexes: Indexes | None = None
        self._is_resplit = False

    def indexes(self) -> Indexes:
        """Return the indexes in use, at the position they have reached.

        They are opened at the first call, and again after another process has rebuilt them. Indexes
        of another model are rebuilt first.
        """
        return self._open(None)[0]

    def find_position(self) -> int:
        """Return the position of the indexes in use, or 0 if there are none for this model."""
        name = self._storage.current()
        if name is None:
            return 0
        if self._indexes is None or name != self._indexes.name:
            try:
                return self._storage.open(name).position
            except StaleIndex:
                return 0
        return self._indexes.position

    def is_behind(self) -> bool:
        """Whether the store has changes that the indexes lack."""
        return self._find_newest() > self.indexes().position

    def catch_up(self, progress: Progress | None = None, wait: float | None = None) -> int:
        """Replay the changes since the indexes' position; return the number of passages embedded.

        Raises ``IndexBusy`` if another process is still indexing after ``wait`` seconds.
        """
        self._resplit()
        indexes, embedded = self._open(progress)
        if not self.is_behind():
            return embedded
        with self._writing, self._storage.lock(wait):
            indexes.reload()
            embedded += self._replay(indexes, progress)
            if indexes.is_save_due:
                indexes.save()
            return embedded

    def rebuild(self, progress: Progress | None = None, wait: float | None = None) -> int:
        """Build both indexes again, then switch to them; return the number of passages embedded."""
        self._resplit()
        with self._writing, self._storage.lock(wait):
            self._indexes, embedded = self._build_beside(progress)
            return embedded

    def save(self) -> None:
        """Save what a restart would otherwise replay, unless another is indexing."""
        indexes = self._indexes
        if not (indexes and indexes.has_unsaved and self._writing.acquire(blocking=False)):
            return
        try:
            with suppress(IndexBusy), self._storage.lock(wait=0):
                indexes.save()
        finally:
            self._writing.release()

    def purge(self) -> None:
        """Remove deleted passages from the files, unless another process is indexing."""
        indexes = self._indexes
        if indexes is None:
            return
        with self._writing, suppress(IndexBusy), self._storage.lock(wait=0):
            indexes.purge()

    def _find_newest(self) -> int:
        return self._sources.store.position(self._collection)

    def _open(self, progress: Progress | None) -> tuple[Indexes, int]:
        """Return the indexes in use, and the number of passages embedded to open them."""
        name = self._storage.current()
        if self._indexes and name == self._indexes.name:
            return self._indexes, 0
        with self._writing:
            self._indexes, embedded = self._open_or_build(name, progress)
            return self._indexes, embedded

    def _open_or_build(self, name: str | None, progress: Progress | None) -> tuple[Indexes, int]:
        if name is None:
            return self._create_first(), 0
        try:
            return self._storage.open(name), 0
        except StaleIndex:
            with self._storage.lock():
                return self._build_beside(progress)

    def _create_first(self) -> Indexes:
        with self._storage.lock():
            name = self._storage.current()  # another process may have been first
            if name is not None:
                return self._storage.open(name)
            indexes = self._storage.create()
            indexes.save()
            self._storage.activate(indexes)
            return indexes

    def _build_beside(self, progress: Progress | None) -> tuple[Indexes, int]:
        indexes = self._storage.create()
        embedded = self._replay(indexes, progress)
        indexes.save()
        self._storage.activate(indexes)
        return indexes, embedded

    def _resplit(self) -> None:
        """Split again the articles that were split with other rules."""
        store, splitter = self._sources.store, self._sources.splitter
        if self._is_resplit:
            return
        while batch := store.find_outdated(self._collection, splitter.fingerprint, _BATCH_SIZE):
            store.put(self._collection, batch, splitter)
        self._is_resplit = True

    def _replay(self, indexes: Indexes, progress: Progress | None) -> int:
        store, embedded = self._sources.store, 0
        total, done = store.pending_passages(self._collection, indexes.position), 0
        while step := store.changes(self._collection, indexes.position, _BATCH_SIZE):
            articles = store.revisions(self._collection, {c.added for c in step if c.added})
            found = store.passages_of(self._collection, articles)
            added = [passage for passage in found if passage.revision in articles]
            texts = [build_embedding_text(articles[p.revision], p.start, p.end) for p in added]
            vectors, new = self._vectors(added, texts, _offset(progress, done, total))
            removed = store.passage_ids({c.removed for c in step if c.removed})
            ids = [passage.id for passage in added]
            indexes.apply(removed, ids, texts, vectors, step[-1].position)
            embedded, done = embedded + new, done + len(added)
        return embedded

    def _vectors(
        self, passages: Sequence[StoredPassage], texts: Sequence[str], progress: Progress | None
    ) -> tuple[Vectors, int]:
        """Return the passages' vectors, and the number of those that the store did not have."""
        embedder, embeddings = self._sources.embedder, self._sources.embeddings
        wanted = {p.embedding_key: text for p, text in zip(passages, texts, strict=True)}
        known = embeddings.get(embedder.fingerprint, wanted)
        new = {key: text for key, text in wanted.items() if key not in known}
        if new:
            vectors = embedder.embed_passages(list(new.values()), progress)
            fresh = {key: row.tobytes() for key, row in zip(new, vectors, strict=True)}
            embeddings.put(embedder.fingerprint, fresh)
            known |= fresh
        rows = b"".join(known[passage.embedding_key] for passage in passages)
        shape = (len(passages), embedder.dimension)
        return np.frombuffer(rows, dtype="<f4").reshape(shape).astype(np.float32), len(new)


def _offset(progress: Progress | None, done: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda now, _: progress(done + now, total)
