"""The folders and feeds to watch, and how they are parsed from text."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UsageError
from corpus.store.records import InputKind, QueuedInput
from corpus.web import FetchError
from corpus.web.urls import is_web_url, parse_url


@dataclass(frozen=True, slots=True)
class WatchTargets:
    """Folders, as absolute paths, and the addresses of feeds."""

    folders: tuple[Path, ...] = ()
    feeds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to watch."""
        return bool(self.folders or self.feeds)

    def is_source_of(self, item: QueuedInput) -> bool:
        """Whether an input comes from one of these folders and feeds."""
        if item.kind is InputKind.FILE:
            return is_within(item, self.folders)
        return item.origin in self.feeds


def is_within(item: QueuedInput, folders: Iterable[Path]) -> bool:
    """Whether a queued file is in one of these folders or their subfolders."""
    return any(Path(item.input).is_relative_to(folder) for folder in folders)


def parse_targets(inputs: Iterable[str]) -> WatchTargets:
    """Return the folders and feeds with these paths and addresses, each once.

    Raises ``UsageError`` for the path of a file, and for an invalid address.
    """
    words = [word.strip() for word in inputs if word.strip()]
    feeds = dict.fromkeys(_parse_feed(word) for word in words if is_web_url(word))
    folders = dict.fromkeys(_parse_folder(word) for word in words if not is_web_url(word))
    return WatchTargets(tuple(folders), tuple(feeds))


def resolve_targets(inputs: Sequence[str], default: Sequence[str]) -> WatchTargets:
    """Return these folders and feeds, or by default those of the settings.

    Raises ``UsageError`` if there are none, or one cannot be watched.
    """
    targets = parse_targets(inputs or default)
    if not targets:
        raise UsageError(
            "There is nothing to watch. Name folders and feeds, or set BYLINE_WATCH and "
            "BYLINE_FEEDS."
        )
    check_folders(targets)
    return targets


def check_folders(targets: WatchTargets) -> None:
    """Raise ``UsageError`` for the first folder that does not exist."""
    for folder in targets.folders:
        if not folder.is_dir():
            raise UsageError(f"Cannot watch {folder}: there is no such folder. Check the path.")


def _parse_folder(word: str) -> Path:
    # os.path leaves links as they are, and treats ~0, which is no home folder, as a name.
    folder = Path(os.path.abspath(os.path.expanduser(word)))  # noqa: PTH100, PTH111
    if folder.is_file():
        raise UsageError(f"Cannot watch {folder}: it is a file. Name the folder that it is in.")
    return folder


def _parse_feed(word: str) -> str:
    try:
        return parse_url(word).url
    except FetchError as error:
        raise UsageError(f"Cannot watch the feed {word[:200]}: {error}") from error
