"""Whether a file is complete: told from how it looked before, and by no clock of its own."""

import os
import stat
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path, PurePath

MIN_STABLE_SECONDS = 2.0
"""Seconds that a file must have stayed as it is before it is read."""


@dataclass(frozen=True, slots=True)
class FileState:
    """How a file looked: its size in bytes, and when it was written (nanoseconds since 1970)."""

    path: str
    size: int
    written_ns: int
    folder: str = ""

    @property
    def stamp(self) -> str:
        """Its state: written anew, a file has another one."""
        return f"{self.size}:{self.written_ns}"

    @property
    def name(self) -> bytes:
        """Its path as the disk has it; a path need not be a text."""
        return os.fsencode(self.path)


class FileStability:
    """Remembers how files looked, to tell which have come to rest."""

    def __init__(self, moment: float = MIN_STABLE_SECONDS) -> None:
        self._moment = moment
        self._seen: dict[str, tuple[str, float]] = {}

    def find_complete(
        self, looks: Iterable[FileState], *, monotonic: float, now: float
    ) -> list[FileState]:
        """Those of these files that may be read; all others are forgotten.

        A file is complete when it looked the same a moment ago, and was not written to within the
        last moment. ``monotonic`` are seconds that never go back, ``now`` seconds since 1970. A
        time of writing in the future is one of another machine's clock, and says nothing.
        """
        before, self._seen = self._seen, {}
        found = []
        for look in looks:
            stamp, since = before.get(look.path, ("", monotonic))
            if stamp != look.stamp:
                since = monotonic
            self._seen[look.path] = look.stamp, since
            rested = stamp == look.stamp and monotonic - since >= self._moment
            if rested and not 0 <= now - look.written_ns / 1e9 < self._moment:
                found.append(look)
        return found


_IGNORED_MARKS = (".", "~", "#")
"""How names begin that editors and copying programs give files which they will rename."""


def is_article_name(name: str, suffixes: Set[str]) -> bool:
    """Whether a file of this name is read: of a known ending, and neither hidden nor temporary.

    Names such as ``story.txt.part``, ``story.txt~`` or ``story.txt.crdownload`` have none of the
    known endings.
    """
    return not name.startswith(_IGNORED_MARKS) and PurePath(name).suffix.lower() in suffixes


def scan_folders(folders: Iterable[Path], suffixes: Set[str]) -> Iterator[FileState]:
    """How each file of these folders and the folders in them looks, in the order of their paths.

    Hidden folders are passed over, and so is what cannot be looked at or has just gone.
    """
    for folder in folders:
        for parent, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                if is_article_name(name, suffixes):
                    yield from _scan(os.path.join(parent, name), str(folder))  # noqa: PTH118


def _scan(path: str, folder: str) -> Iterator[FileState]:
    try:
        state = os.stat(path)  # noqa: PTH116 - tens of thousands of them, time and again
    except OSError:
        return
    if stat.S_ISREG(state.st_mode):
        yield FileState(path, state.st_size, state.st_mtime_ns, folder)
