"""A tantivy index's folder: whether its files are whole, and how to start over."""

import json
import os
import re
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from index.errors import DamagedIndex

_META, _STATE = "meta.json", "state.json"
_OWN = re.compile(r"[0-9a-f]{32}\..+|meta\.json|\.managed\.json|state\.json(?:\.new)?")
_MAGIC = 1337
_FOOTER = 4096
"""Bytes at the end of a file that hold its footer, and more."""
_SUMMED = 4_000_000
"""Bytes whose checksum is computed when an index is opened: about 2 ms."""


class State(NamedTuple):
    """What is known of an index beside the engine's files.

    ``position`` is one that the engine's last commit has reached or passed. ``whole`` is how
    many passages the last rewrite wrote, ``changes`` how many came or went since.
    """

    position: int = 0
    whole: int = 0
    changes: int = 0


def load_state(folder: Path) -> State:
    """The state as saved; that of an empty index where there is none or it cannot be read."""
    try:
        return State(*map(int, json.loads((folder / _STATE).read_text("utf-8"))))
    except (OSError, ValueError, TypeError):
        return State()


def save_state(folder: Path, state: State) -> None:
    """Replace the saved state, durably, at once; raises ``OSError`` as writing does."""
    waiting = folder / f"{_STATE}.new"
    with waiting.open("w", encoding="utf-8") as file:
        json.dump(state, file)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(folder / _STATE)


def check(folder: Path) -> None:
    """Raise ``DamagedIndex`` where a file of the last commit is seen not to be as it was written.

    The engine reads its files where they lie and would answer from garbled ones without a
    word; each ends in a footer with the CRC-32 of what stands before it. Every footer is looked
    at, so that a file cut short is told, whatever its size. Checksums are computed of the
    smallest files only, as many as make 4 MB (some 10,000 passages): bytes garbled inside the
    large files of a large index go unnoticed, for the sake of a start within milliseconds.
    """
    if not any(_OWN.fullmatch(path.name) for path in folder.glob("*")):
        return
    room = _SUMMED
    for size, path in sorted(map(_sized, _committed(folder))):
        room -= size
        try:
            with path.open("rb") as file:
                is_whole = _is_whole(file, size, summed=room >= 0)
        except FileNotFoundError:
            continue  # another process has merged it away, or the engine says that it is missing
        if not is_whole:
            raise damaged(folder, f"{path.name} is not as it was written")


def _sized(path: Path) -> tuple[int, Path]:
    try:
        return path.stat().st_size, path
    except FileNotFoundError:
        return 0, path


def _committed(folder: Path) -> list[Path]:
    """The files of the last commit; others are left over from a write that was cut short."""
    try:
        segments = json.loads((folder / _META).read_text("utf-8"))["segments"]
        names = {segment["segment_id"].replace("-", ""): segment["deletes"] for segment in segments}
        deletes = {f"{n}.{d['opstamp']}.del" for n, d in names.items() if d}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged(folder, f"{_META} cannot be read") from error
    return [
        path
        for path in folder.iterdir()
        if path.name in deletes or (path.stem in names and path.suffix != ".del")
    ]


def _is_whole(file: BinaryIO, size: int, *, summed: bool) -> bool:
    """Whether a file ends in a footer, and, if asked, its checksum fits what stands before.

    The footer is followed by its length and a magic number.
    """
    file.seek(0 if summed else max(0, size - _FOOTER))
    content = file.read()
    length = int.from_bytes(content[-8:-4], "little")
    if len(content) < length + 8 or int.from_bytes(content[-4:], "little") != _MAGIC:
        return False
    try:
        crc = json.loads(content[len(content) - 8 - length : -8])["crc"]
    except (ValueError, LookupError, TypeError):
        return False
    return not summed or bool(crc == zlib.crc32(memoryview(content)[: len(content) - 8 - length]))


def damaged(folder: Path | None, what: str) -> DamagedIndex:
    """The error for a folder that cannot be used."""
    return DamagedIndex(f"The word index in {folder} is damaged: {what}.")


def erase(folder: Path) -> None:
    """Remove an index's files, and no others, for instance because they are damaged.

    Nobody may be writing the index. The lock files stay: a lock on a removed file holds nobody.
    """
    for path in folder.glob("*"):
        if _OWN.fullmatch(path.name):
            path.unlink(missing_ok=True)
