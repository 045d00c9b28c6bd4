"""A vector index on disk, so that a start need not read every embedding from the store.

A folder holds one generation: ``manifest.json`` names the file of vectors and how it was made.
A new generation is written beside the old one and the manifest replaced last, so that a process
killed at any instant leaves a whole snapshot.
"""

import json
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from index.errors import DamagedIndex, StaleIndex
from index.vector.faiss import FaissIndex
from index.vector.sections import checksum, index_over, mapped, sections

_FORMAT = 2
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds and what it was made by.

    ``embedder`` and ``passages`` are the fingerprints of the model and of the rules that cut
    passages; ``position`` is the last change of the store that is in it. ``longest`` is at least
    the length of the longest vector. ``file`` holds the ids as little-endian int64, ascending, the
    vectors as float32, and where ``kind`` is "coded" their codes; ``size`` is in bytes, ``crc`` the
    CRC-32 of what is checked on opening.
    """

    embedder: str
    passages: str
    position: int
    dimension: int
    count: int
    kind: str
    longest: float
    file: str
    size: int
    crc: int
    format: int = _FORMAT


def save(
    directory: Path, index: FaissIndex, *, embedder: str, passages: str, position: int
) -> Manifest:
    """Replace the snapshot in the directory, which is made when it is missing.

    Raises ``OSError`` where it cannot be written, for instance on a full disk; the old snapshot
    then stands.
    """
    directory.mkdir(parents=True, exist_ok=True)
    kind, held = index.frozen()
    path = directory / f"vectors-{position}-{secrets.token_hex(4)}.bin"
    try:
        size = _write(path, sections(held, kind))
        manifest = Manifest(
            embedder,
            passages,
            position,
            held.dimension,
            len(held.ids),
            kind,
            held.longest,
            path.name,
            size,
            checksum(mapped(path), len(held.ids), held.dimension),
        )
        _publish(directory, manifest)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    _tidy(directory, path.name)
    return manifest


def load(directory: Path, *, embedder: str, passages: str) -> tuple[FaissIndex, Manifest] | None:
    """The snapshot in the directory; ``None`` where there is none.

    Raises ``DamagedIndex`` where it is not as it was written, and ``StaleIndex`` where it was
    made by another model or other passage rules.
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
    return _index(directory, manifest), manifest


def _write(path: Path, parts: Iterable[memoryview]) -> int:
    """Write and flush to the disk; returns the size in bytes."""
    with path.open("xb") as file:
        size = sum(file.write(part) for part in parts)
        file.flush()
        os.fsync(file.fileno())
    return size


def _publish(directory: Path, manifest: Manifest) -> None:
    """Make the manifest the directory's, in one step."""
    draft = directory / f"{_MANIFEST}.{secrets.token_hex(4)}"
    try:
        _write(draft, [memoryview(json.dumps(asdict(manifest), indent=1).encode())])
        draft.replace(directory / _MANIFEST)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tidy(directory: Path, current: str) -> None:
    """Remove older generations, and what writes that were cut short have left."""
    for path in [*directory.glob("vectors-*.bin"), *directory.glob(f"{_MANIFEST}.*")]:
        if path.name != current:
            with suppress(OSError):  # a system may keep a file that is mapped; the next save tries
                path.unlink()


def _manifest(directory: Path, text: bytes) -> Manifest:
    try:
        manifest = Manifest(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise _damaged(directory, f"{_MANIFEST} cannot be read") from error
    if manifest.format != _FORMAT:
        raise _damaged(directory, f"its format is {manifest.format}, not {_FORMAT}")
    if not all(type(getattr(manifest, f.name)) is f.type for f in fields(Manifest)):
        raise _damaged(directory, f"{_MANIFEST} holds values of another type")
    if not manifest.file.startswith(f"vectors-{manifest.position}-"):
        raise _damaged(directory, f"{_MANIFEST} does not fit its file of vectors")
    return manifest


def _index(directory: Path, manifest: Manifest) -> FaissIndex:
    """Over the file of vectors where it lies, after a check that it is the one written."""
    path, shape = directory / Path(manifest.file).name, (manifest.count, manifest.dimension)
    try:
        content = mapped(path)
        if len(content) != manifest.size or checksum(content, *shape) != manifest.crc:
            raise _damaged(directory, f"{path.name} is not as it was written")
        return index_over(content, *shape, manifest.kind, manifest.longest)
    except (OSError, ValueError) as error:
        raise _damaged(directory, f"{path.name} cannot be read: {error}") from error


def _damaged(directory: Path, what: str) -> DamagedIndex:
    return DamagedIndex(f"The vectors in {directory} are damaged: {what}.")
