"""A generation: both indexes of a collection in one folder; a pointer names the one in use.

    <collection>/CURRENT          the name of the generation in use, replaced atomically
    <collection>/<generation>/    vectors-….faiss, manifest.json, lexical/

A rebuild fills a new generation and then moves the pointer, so that queries see the old or the new
one. All files are derived from the store and can be deleted.
"""

import logging
import os
import shutil
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.messages import message
from index.errors import DamagedIndex, IndexBusy
from index.lexical.tantivy_index import TantivyIndex
from index.ports import Indexes, Vectors
from index.vector import snapshot
from index.vector.faiss_index import FaissIndex

_RESAVE_LEAST, _RESAVE_PART = 256, 0.1
"""The vectors are saved when more passages have changed than this number and this share."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GenerationSpec:
    """What a generation was built with; for another model or other rules it is rebuilt.

    ``embedder`` and ``rules`` are fingerprints, ``dimension`` the length of the vectors.
    """

    embedder: str
    rules: str
    dimension: int


class Generation:
    """Both indexes, and the position in the change log that they have reached."""

    def __init__(self, folder: Path, made_by: GenerationSpec) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._made_by = made_by
        folder.mkdir(parents=True, exist_ok=True)
        self.vectors, self._vectors_at = self._open_vectors()
        self._unsaved = 0
        self.lexical = self._open_lexical()

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @property
    def position(self) -> int:
        """The position that both indexes have reached."""
        return min(self._vectors_at, self.lexical.position)

    @property
    def has_unsaved(self) -> bool:
        """Whether the vectors hold more than their snapshot."""
        return self._unsaved > 0

    def apply(
        self,
        removed: Collection[int],
        ids: Sequence[int],
        texts: Sequence[str],
        vectors: Vectors,
        position: int,
    ) -> None:
        """Remove and add passages and advance to ``position``; idempotent."""
        if position > self.lexical.position:  # another process may have advanced it
            self.lexical.remove(removed)
            self.lexical.add(ids, texts)
            self.lexical.commit(position)
        self.vectors.remove(removed)
        self.vectors.add(ids, vectors)
        self._vectors_at = position
        self._unsaved += len(removed) + len(ids)

    def reload(self) -> None:
        """See what other processes have written to the lexical index."""
        self.lexical.reload()

    def save(self) -> None:
        """Write the snapshot of the vectors; the lexical index is on disk already."""
        made_by = self._made_by
        snapshot.save(
            self.folder,
            self.vectors,
            embedder=made_by.embedder,
            passages=made_by.rules,
            position=self._vectors_at,
        )
        self._unsaved = 0

    def purge(self) -> None:
        """Rewrite the files of both indexes without removed passages."""
        self.lexical.purge()
        if self.has_unsaved:
            self.save()

    @property
    def is_save_due(self) -> bool:
        """Whether replaying the unsaved changes would delay the next start."""
        return self._unsaved > max(_RESAVE_LEAST, _RESAVE_PART * len(self.vectors))

    def _open_vectors(self) -> tuple[FaissIndex, int]:
        made_by = self._made_by
        try:
            loaded = snapshot.load(self.folder, embedder=made_by.embedder, passages=made_by.rules)
        except DamagedIndex as error:
            self._note(f"{error} Rebuilt from the store; nothing was embedded again.")
            loaded = None
        if loaded is None:
            return FaissIndex(made_by.dimension), 0
        index, manifest = loaded
        return index, manifest.position

    def _open_lexical(self) -> TantivyIndex:
        path = self.folder / "lexical"
        try:
            return TantivyIndex(path)
        except DamagedIndex as error:
            self._note(f"{error} Rebuilt from the store; nothing was embedded again.")
            shutil.rmtree(path)
            return TantivyIndex(path)

    def _note(self, note: str) -> None:
        _log.warning(note)
        self.notes.append(note)


class GenerationFolder:
    """The generations of one collection in a folder (``index.ports.IndexStorage``)."""

    def __init__(self, folder: Path, made_by: GenerationSpec) -> None:
        self._folder = folder
        self._made_by = made_by
        folder.mkdir(parents=True, exist_ok=True)

    def current(self) -> str | None:
        """Return the name of the generation in use, or ``None`` if there is none."""
        try:
            name = (self._folder / "CURRENT").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        is_inside = (self._folder / name).parent == self._folder
        return name if name.startswith("generation-") and is_inside else None

    def open(self, name: str) -> Generation:
        """Open a generation. Raises ``StaleIndex`` if it was built with something else."""
        return Generation(self._folder / name, self._made_by)

    def create(self) -> Generation:
        """Create an empty generation that is not in use yet."""
        return self.open(f"generation-{uuid.uuid4().hex[:12]}")

    def activate(self, indexes: Indexes) -> None:
        """Switch to a generation, and delete the others."""
        waiting = self._folder / "CURRENT.new"
        with waiting.open("w", encoding="ascii") as file:
            file.write(indexes.name)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self._folder / "CURRENT")
        for other in self._folder.glob("generation-*"):
            if other.name != indexes.name:
                shutil.rmtree(other, ignore_errors=True)

    def lock(self, wait: float | None = None) -> AbstractContextManager[None]:
        """Hold the right to write, as ``lock_folder`` does."""
        return lock_folder(self._folder, wait)


@contextmanager
def lock_folder(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the lock of a folder for the block; the end of the process releases it too.

    Waits ``wait`` seconds, or without limit if ``None``. Raises ``IndexBusy`` after that.
    """
    lock = FileLock(folder / "writer.lock")
    try:
        lock.acquire(timeout=-1 if wait is None else wait)
    except Timeout as error:
        raise IndexBusy(
            message(
                "Another Byline process is indexing this collection. Wait for it to finish and "
                "repeat."
            )
        ) from error
    try:
        yield
    finally:
        lock.release()
