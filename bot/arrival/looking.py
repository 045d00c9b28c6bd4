"""Which files of watched folders may be articles, and how they look."""

import os
import stat
from collections.abc import Iterable, Iterator, Set
from pathlib import Path, PurePath

from bot.arrival.stillness import Look

_UNREAD = (".", "~", "#")
"""How names begin that editors and copying programs give files which they will rename."""


def is_article_name(name: str, suffixes: Set[str]) -> bool:
    """Whether a file of this name is read: of a known ending, and neither hidden nor temporary.

    Names such as ``story.txt.part``, ``story.txt~`` or ``story.txt.crdownload`` have none of the
    known endings.
    """
    return not name.startswith(_UNREAD) and PurePath(name).suffix.lower() in suffixes


def look(folders: Iterable[Path], suffixes: Set[str]) -> Iterator[Look]:
    """How each file of these folders and the folders in them looks, in the order of their paths.

    Hidden folders are passed over, and so is what cannot be looked at or has just gone.
    """
    for folder in folders:
        for parent, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                if is_article_name(name, suffixes):
                    yield from _look(os.path.join(parent, name), str(folder))  # noqa: PTH118


def _look(path: str, folder: str) -> Iterator[Look]:
    try:
        state = os.stat(path)  # noqa: PTH116 - tens of thousands of them, time and again
    except OSError:
        return
    if stat.S_ISREG(state.st_mode):
        yield Look(path, state.st_size, state.st_mtime_ns, folder)
