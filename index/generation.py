"""A collection's two indexes in a folder of their own, and the pointer to the one in use.

    <collection>/CURRENT          the name of the generation in use, replaced atomically
    <collection>/<generation>/    vectors-….bin, manifest.json, lexical/

A rebuild fills a new generation aside and then moves the pointer: readers see the old one or the
new one, whole. Everything here is a copy of what the store holds, and may be deleted.
"""

import logging
import os
import shutil
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.messages import message
from index.errors import DamagedIndex, IndexBusy
from index.lexical.tantivy_index import TantivyIndex
from index.ports import Vectors
from index.vector import snapshots
from index.vector.faiss import FaissIndex

_RESAVE_LEAST, _RESAVE_PART = 256, 0.1
"""Passages that may have changed before the vectors are written again: a number, a part of all."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GenerationSpec:
    """What made a generation: with another model or other passage rules it is built anew.

    ``embedder`` and ``rules`` are fingerprints, ``dimension`` the length of the vectors.
    """

    embedder: str
    rules: str
    dimension: int


class Generation:
    """Both indexes, and the position in the change log up to which they have been brought."""

    def __init__(self, folder: Path, made_by: GenerationSpec) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._made_by = made_by
        folder.mkdir(parents=True, exist_ok=True)
        self.vectors, self._vectors_at = self._open_vectors()
        self._unsaved = 0
        self.lexical = self._open_lexical()

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
        """Take passages out, put passages in, and stand at ``position``; again changes nothing."""
        if position > self.lexical.position:  # another process may have brought it further
            self.lexical.remove(removed)
            self.lexical.add(ids, texts)
            self.lexical.commit(position)
        self.vectors.remove(removed)
        self.vectors.add(ids, vectors)
        self._vectors_at = position
        self._unsaved += len(removed) + len(ids)

    def save(self) -> None:
        """Write the vectors' snapshot; the lexical index is on disk already."""
        made_by = self._made_by
        snapshots.save(
            self.folder,
            self.vectors,
            embedder=made_by.embedder,
            passages=made_by.rules,
            position=self._vectors_at,
        )
        self._unsaved = 0

    def purge(self) -> None:
        """Write both indexes' files without what has been removed from them."""
        self.lexical.purge()
        if self.has_unsaved:
            self.save()

    @property
    def is_save_due(self) -> bool:
        """Whether so much has changed that replaying it at the next start would be felt."""
        return self._unsaved > max(_RESAVE_LEAST, _RESAVE_PART * len(self.vectors))

    def _open_vectors(self) -> tuple[FaissIndex, int]:
        made_by = self._made_by
        try:
            loaded = snapshots.load(self.folder, embedder=made_by.embedder, passages=made_by.rules)
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


def find_current_folder(collection: Path) -> Path | None:
    """The folder of the generation in use, or ``None`` before the first."""
    try:
        name = (collection / "CURRENT").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = collection / name
    return folder if name.startswith("generation-") and folder.parent == collection else None


def create_folder(collection: Path) -> Path:
    """A folder for a generation that is not in use yet."""
    return collection / f"generation-{uuid.uuid4().hex[:12]}"


def activate(collection: Path, folder: Path) -> None:
    """Make a generation the one in use, and delete the others."""
    waiting = collection / "CURRENT.new"
    with waiting.open("w", encoding="ascii") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(collection / "CURRENT")
    for other in collection.glob("generation-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def lock_folder(folder: Path, wait: float | None = None) -> Iterator[None]:
    """Hold a folder's lock for the block; it is let go of even when the process is killed.

    Waits ``wait`` seconds (for ever where ``None``). Raises ``IndexBusy`` when it is still taken.
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
