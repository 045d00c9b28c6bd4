"""A tantivy index's folder: whether its files are whole, and how to start over."""

import json
import re
import zlib
from pathlib import Path

from index.errors import DamagedIndex

_META = "meta.json"
_OWN = re.compile(r"[0-9a-f]{32}\..+|meta\.json|\.managed\.json")
_MAGIC = 1337


def check(folder: Path) -> None:
    """Raise ``DamagedIndex`` where a file of the last commit is not as it was written.

    The engine reads its files where they lie and would answer from garbled ones without a
    word; each ends in a footer with the CRC-32 of what stands before it.
    """
    if not any(_OWN.fullmatch(path.name) for path in folder.glob("*")):
        return
    for path in _committed(folder):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # another process has merged it away, or the engine says that it is missing
        if not _is_whole(content):
            raise damaged(folder, f"{path.name} is not as it was written")


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


def _is_whole(content: bytes) -> bool:
    """Whether the footer's checksum, before its length and a magic number, fits the content."""
    size = int.from_bytes(content[-8:-4], "little")
    if len(content) < size + 8 or int.from_bytes(content[-4:], "little") != _MAGIC:
        return False
    try:
        crc = json.loads(content[len(content) - 8 - size : -8])["crc"]
    except (ValueError, LookupError, TypeError):
        return False
    return bool(crc == zlib.crc32(memoryview(content)[: len(content) - 8 - size]))


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
