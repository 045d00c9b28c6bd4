"""Scans folders for files that can be read, and decides which of them are complete."""

import os
import stat
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path, PurePath

MIN_STABLE_SECONDS = 2.0
"""Seconds for which a file must stay unchanged before it is read."""
_IGNORED_PREFIXES = (".", "~", "#")
"""First characters of the names that editors and copying programs use for temporary files."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's size in bytes, its time of writing (nanoseconds since 1970), and its folder."""

    path: str
    size: int
    written_ns: int
    folder: str = ""

    @property
    def stamp(self) -> str:
        """A text that changes when the file is written again."""
        return f"{self.size}:{self.written_ns}"

    @property
    def name(self) -> bytes:
        """The path in bytes, which need not be valid text."""
        return os.fsencode(self.path)


class FileStability:
    """Remembers the states of files, and finds those that no longer change."""

    def __init__(self, seconds: float = MIN_STABLE_SECONDS) -> None:
        self._seconds = seconds
        self._seen: dict[str, tuple[str, float]] = {}

    def find_complete(
        self, files: Iterable[FileState], *, monotonic: float, now: float
    ) -> list[FileState]:
        """Return those of these files that are complete; forget all files not among them.

        A file is complete when its state is that of two seconds ago, and it was not written to
        since. ``monotonic`` are seconds that never go back, ``now`` seconds since 1970. A time of
        writing in the future comes from another machine's clock and is ignored.
        """
        before, self._seen = self._seen, {}
        complete = []
        for file in files:
            stamp, since = before.get(file.path, ("", monotonic))
            if stamp != file.stamp:
                since = monotonic
            self._seen[file.path] = file.stamp, since
            is_stable = stamp == file.stamp and monotonic - since >= self._seconds
            if is_stable and not 0 <= now - file.written_ns / 1e9 < self._seconds:
                complete.append(file)
        return complete


def is_article_name(name: str, suffixes: Set[str]) -> bool:
    """Whether a file of this name is read: its suffix is known, and it is not hidden or temporary.

    ``story.txt.part``, ``story.txt~`` and ``story.txt.crdownload`` do not have a known suffix.
    """
    return not name.startswith(_IGNORED_PREFIXES) and PurePath(name).suffix.lower() in suffixes


def scan_folders(folders: Iterable[Path], suffixes: Set[str]) -> Iterator[FileState]:
    """Yield the state of each file in these folders and their subfolders, in order of paths.

    Hidden folders are skipped, as is a file that cannot be examined or was just deleted.
    """
    for folder in folders:
        for parent, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                if is_article_name(name, suffixes):
                    yield from _scan(os.path.join(parent, name), str(folder))  # noqa: PTH118


def _scan(path: str, folder: str) -> Iterator[FileState]:
    try:
        state = os.stat(path)  # noqa: PTH116 - called for tens of thousands of files in each scan
    except OSError:
        return
    if stat.S_ISREG(state.st_mode):
        yield FileState(path, state.st_size, state.st_mtime_ns, folder)
