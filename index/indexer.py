"""Replays the store's change log into the indexes of one collection."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import numpy as np

from corpus.store.articles import Store, StoredPassage
from corpus.store.embeddings import EmbeddingStore
from corpus.store.writes import Splitter
from index.errors import IndexBusy, StaleIndex
from index.generation import (
    Generation,
    GenerationSpec,
    activate,
    create_folder,
    find_current_folder,
    lock_folder,
)
from index.passages import build_embedding_text
from index.ports import Embedder, Progress, Vectors

_BATCH_SIZE = 256
"""Changes replayed at a time: what is held in memory, and lost to a kill, is one step."""


@dataclass(frozen=True, slots=True)
class IndexSources:
    """What an indexer reads from and works with."""

    store: Store
    embeddings: EmbeddingStore
    embedder: Embedder
    splitter: Splitter


class Indexer:
    """Keeps a collection's indexes true to the store.

    Every method may be called from several threads and processes; one at a time writes.
    """

    def __init__(self, collection: str, folder: Path, sources: IndexSources) -> None:
        self._collection = collection
        self._folder = folder
        self._sources = sources
        self._writing = RLock()
        self._generation: Generation | None = None
        self._cut_by_rules = False
        folder.mkdir(parents=True, exist_ok=True)

    def indexes(self) -> Generation:
        """The indexes in use, as far as they have been brought.

        Opens them at the first call, and again when another process has switched generations.
        Where they were built for another model, they are first built anew, aside.
        """
        return self._open(None)[0]

    def find_position(self) -> int:
        """The position of the indexes in use; 0 where there are none for this model."""
        folder = find_current_folder(self._folder)
        if folder is None:
            return 0
        if self._generation is None or folder != self._generation.folder:
            try:
                return self._open_generation(folder).position
            except StaleIndex:
                return 0
        return self._generation.position

    def is_behind(self) -> bool:
        """Whether the store has changes that the indexes have not seen."""
        return self._find_newest() > self.indexes().position

    def catch_up(self, progress: Progress | None = None, wait: float | None = None) -> int:
        """Replay what has changed since; returns how many passages were embedded.

        Raises ``IndexBusy`` when another process is still indexing after ``wait`` seconds.
        """
        self._resplit()
        generation, embedded = self._open(progress)
        if not self.is_behind():
            return embedded
        with self._writing, lock_folder(self._folder, wait):
            generation.lexical.reload()
            embedded += self._replay(generation, progress)
            if generation.is_save_due:
                generation.save()
            return embedded

    def rebuild(self, progress: Progress | None = None, wait: float | None = None) -> int:
        """Build both indexes anew aside, then switch; returns how many passages were embedded."""
        self._resplit()
        with self._writing, lock_folder(self._folder, wait):
            self._generation, embedded = self._build_beside(progress)
            return embedded

    def save(self) -> None:
        """Write what a restart would otherwise replay, unless somebody is indexing just now."""
        generation = self._generation
        if not (generation and generation.has_unsaved and self._writing.acquire(blocking=False)):
            return
        try:
            with suppress(IndexBusy), lock_folder(self._folder, wait=0):
                generation.save()
        finally:
            self._writing.release()

    def purge(self) -> None:
        """Leave nothing of removed passages in the files, unless another process writes them."""
        generation = self._generation
        if generation is None:
            return
        with self._writing, suppress(IndexBusy), lock_folder(self._folder, wait=0):
            generation.purge()

    def _find_newest(self) -> int:
        return self._sources.store.position(self._collection)

    def _open(self, progress: Progress | None) -> tuple[Generation, int]:
        """The generation in use, and how many passages were embedded to have it."""
        folder = find_current_folder(self._folder)
        if self._generation and folder == self._generation.folder:
            return self._generation, 0
        with self._writing:
            self._generation, embedded = self._open_or_build(folder, progress)
            return self._generation, embedded

    def _open_or_build(
        self, folder: Path | None, progress: Progress | None
    ) -> tuple[Generation, int]:
        if folder is None:
            return self._create_first(), 0
        try:
            return self._open_generation(folder), 0
        except StaleIndex:
            with lock_folder(self._folder):
                return self._build_beside(progress)

    def _create_first(self) -> Generation:
        with lock_folder(self._folder):
            folder = find_current_folder(self._folder)  # another process may have been first
            if folder is not None:
                return self._open_generation(folder)
            generation = self._open_generation(create_folder(self._folder))
            generation.save()
            activate(self._folder, generation.folder)
            return generation

    def _open_generation(self, folder: Path) -> Generation:
        embedder, rules = self._sources.embedder, self._sources.splitter.fingerprint
        return Generation(folder, GenerationSpec(embedder.fingerprint, rules, embedder.dimension))

    def _build_beside(self, progress: Progress | None) -> tuple[Generation, int]:
        generation = self._open_generation(create_folder(self._folder))
        embedded = self._replay(generation, progress)
        generation.save()
        activate(self._folder, generation.folder)
        return generation, embedded

    def _resplit(self) -> None:
        """Store anew the articles that were cut into passages by other rules."""
        store, cutter = self._sources.store, self._sources.splitter
        if self._cut_by_rules:
            return
        while batch := store.find_outdated(self._collection, cutter.fingerprint, _BATCH_SIZE):
            store.put(self._collection, batch, cutter)
        self._cut_by_rules = True

    def _replay(self, generation: Generation, progress: Progress | None) -> int:
        store, embedded = self._sources.store, 0
        total, done = store.pending_passages(self._collection, generation.position), 0
        while step := store.changes(self._collection, generation.position, _BATCH_SIZE):
            articles = store.revisions(self._collection, {c.added for c in step if c.added})
            found = store.passages_of(self._collection, articles)
            added = [passage for passage in found if passage.revision in articles]
            texts = [build_embedding_text(articles[p.revision], p.start, p.end) for p in added]
            vectors, new = self._vectors(added, texts, _offset(progress, done, total))
            removed = store.passage_ids({c.removed for c in step if c.removed})
            ids = [passage.id for passage in added]
            generation.apply(removed, ids, texts, vectors, step[-1].position)
            embedded, done = embedded + new, done + len(added)
        return embedded

    def _vectors(
        self, passages: Sequence[StoredPassage], texts: Sequence[str], progress: Progress | None
    ) -> tuple[Vectors, int]:
        """The passages' vectors, from the store where they are there, and how many were not."""
        embedder, kept = self._sources.embedder, self._sources.embeddings
        wanted = {p.embedding_key: text for p, text in zip(passages, texts, strict=True)}
        known = kept.get(embedder.fingerprint, wanted)
        new = {key: text for key, text in wanted.items() if key not in known}
        if new:
            vectors = embedder.embed_passages(list(new.values()), progress)
            fresh = {key: row.tobytes() for key, row in zip(new, vectors, strict=True)}
            kept.put(embedder.fingerprint, fresh)
            known |= fresh
        rows = b"".join(known[passage.embedding_key] for passage in passages)
        shape = (len(passages), embedder.dimension)
        return np.frombuffer(rows, dtype="<f4").reshape(shape).astype(np.float32), len(new)


def _offset(progress: Progress | None, done: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda now, _: progress(done + now, total)
