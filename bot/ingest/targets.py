"""What is watched: folders, and feeds by their addresses."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UsageError
from corpus.store.records import Kind, Waiting
from corpus.web import FetchError
from corpus.web.urls import is_web, parse_url


@dataclass(frozen=True, slots=True)
class Targets:
    """Folders, as whole paths, and the addresses of feeds."""

    folders: tuple[Path, ...] = ()
    feeds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to watch."""
        return bool(self.folders or self.feeds)

    def cover(self, item: Waiting) -> bool:
        """Whether an input came by one of these folders and feeds."""
        if item.kind is Kind.FILE:
            return is_within(item, self.folders)
        return item.origin in self.feeds


def is_within(item: Waiting, folders: Iterable[Path]) -> bool:
    """Whether the file that waits is in one of these folders, or in folders of theirs."""
    return any(Path(item.input).is_relative_to(folder) for folder in folders)


def targets_of(inputs: Iterable[str]) -> Targets:
    """The folders and feeds that words name, each once.

    Raises ``UsageError`` for a path that is a file, and for an address that is not of the web.
    """
    words = [word.strip() for word in inputs if word.strip()]
    feeds = dict.fromkeys(_feed(word) for word in words if is_web(word))
    folders = dict.fromkeys(_folder(word) for word in words if not is_web(word))
    return Targets(tuple(folders), tuple(feeds))


def refuse_absent(targets: Targets) -> None:
    """Raise ``UsageError`` for the first folder that is not there."""
    for folder in targets.folders:
        if not folder.is_dir():
            raise UsageError(f"Cannot watch {folder}: there is no such folder. Check the path.")


def _folder(word: str) -> Path:
    # os.path leaves links as they are, and takes ~0, which is nobody's home, for a name.
    folder = Path(os.path.abspath(os.path.expanduser(word)))  # noqa: PTH100, PTH111
    if folder.is_file():
        raise UsageError(f"Cannot watch {folder}: it is a file. Name the folder that it is in.")
    return folder


def _feed(word: str) -> str:
    try:
        return parse_url(word).url
    except FetchError as error:
        raise UsageError(f"Cannot watch the feed {word[:200]}: {error}") from error
