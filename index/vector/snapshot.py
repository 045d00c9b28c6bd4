"""A vector index on disk, so that a start need not read every embedding from the store.

``manifest.json`` names the file of vectors and says how it was made. A save writes a new file
beside the old one and replaces the manifest last, so that a process killed at any instant leaves a
whole snapshot.
"""

import json
import os
import secrets
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.errors import DamagedIndex, StaleIndex
from index.vector.faiss_index import FaissIndex, Layout

_FORMAT = 3
_MANIFEST = "manifest.json"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds and what it was made by.

    ``embedder`` and ``passages`` are the fingerprints of the model and of the rules that cut
    passages; ``position`` is the last change of the store that is in it. ``crc`` is the CRC-32 of
    ``file``; the last three fields are the ``Layout`` of its index.
    """

    embedder: str
    passages: str
    position: int
    file: str
    crc: int
    codes_at: int
    learned_from: int
    longest: float
    format: int = _FORMAT


def save(
    directory: Path, index: FaissIndex, *, embedder: str, passages: str, position: int
) -> Manifest:
    """Replace the snapshot in the directory, which is made when it is missing.

    Raises ``OSError`` where it cannot be written, for instance on a full disk; the old snapshot
    then stands.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"vectors-{position}-{secrets.token_hex(4)}.faiss"
    draft = directory / f"{_MANIFEST}.{secrets.token_hex(4)}"
    try:
        with path.open("xb") as file:
            layout = index.write(file)
            file.flush()
            os.fsync(file.fileno())
        manifest = Manifest(embedder, passages, position, path.name, _checksum(path), *layout)
        with draft.open("x", encoding="utf-8") as text:
            json.dump(asdict(manifest), text, indent=1)
            text.flush()
            os.fsync(text.fileno())
        draft.replace(directory / _MANIFEST)
    except OSError:
        path.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(directory)
    _remove_others(directory, path.name)
    return manifest


def load(directory: Path, *, embedder: str, passages: str) -> tuple[FaissIndex, Manifest] | None:
    """The snapshot in the directory; ``None`` where there is none.

    Raises ``DamagedIndex`` where it is not as it was written or of another format, and
    ``StaleIndex`` where it was made by another model or other passage rules.
    """
    try:
        text = (directory / _MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    manifest = _manifest(directory, text)
    if (manifest.embedder, manifest.passages) != (embedder, passages):
        raise StaleIndex(
            f"The vectors in {directory} were made by another model or other passage rules. "
            "Build them again from the store."
        )
    path = directory / Path(manifest.file).name
    try:
        if _checksum(path) != manifest.crc:
            raise _damaged(directory, f"{path.name} is not as it was written")
        layout = Layout(manifest.codes_at, manifest.learned_from, manifest.longest)
        return FaissIndex.read(path, layout), manifest
    except (OSError, ValueError) as error:
        raise _damaged(directory, f"{path.name} cannot be read: {error}") from error


def _checksum(path: Path) -> int:
    """The file's CRC-32."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def _sync_folder(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_others(directory: Path, current: str) -> None:
    """Remove older files of vectors, and what saves that were cut short have left."""
    for path in [*directory.glob("vectors-*"), *directory.glob(f"{_MANIFEST}.*")]:
        if path.name != current:
            with suppress(OSError):  # a system may keep a file that is mapped; the next save tries
                path.unlink()


def _manifest(directory: Path, text: bytes) -> Manifest:
    try:
        content = json.loads(text)
        if isinstance(content, dict) and content.get("format", _FORMAT) != _FORMAT:
            raise DamagedIndex(
                f"The vectors in {directory} have format {content['format']}, and this version "
                f"reads format {_FORMAT}."
            )
        manifest = Manifest(**content)
    except (ValueError, TypeError) as error:
        raise _damaged(directory, f"{_MANIFEST} cannot be read") from error
    if not all(type(getattr(manifest, f.name)) is f.type for f in fields(Manifest)):
        raise _damaged(directory, f"{_MANIFEST} holds values of another type")
    if not manifest.file.startswith(f"vectors-{manifest.position}-"):
        raise _damaged(directory, f"{_MANIFEST} does not fit its file of vectors")
    return manifest


def _damaged(directory: Path, what: str) -> DamagedIndex:
    return DamagedIndex(f"The vectors in {directory} are damaged: {what}.")
