"""Ingests the files of watched folders: a round scans all files and adds new, complete ones.

A change notification of the operating system only starts a round sooner. A change without one, on
a network disk for instance, is found by the next round.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.ingest.events import IngestContext, build_reason, describe_unexpected
from bot.ingest.retry import Failure, is_due
from bot.ingest.scan import MIN_STABLE_SECONDS, FileStability, FileState, scan_folders
from bot.ingest.targets import is_within
from bot.reports import ImportReport, Refusal
from corpus.errors import BylineError
from corpus.messages import message
from corpus.store.records import InputKind, QueuedInput, hash_input

_log = logging.getLogger(__name__)

_BATCH_SIZE = 64
"""Files that are added at once if there are many."""
_SINGLE_LIMIT = 4
"""The most files that are added one by one, so that each has its own event."""


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """The state of a file, its key, and its entry in the queue if it failed before."""

    state: FileState
    key: str
    failed: QueuedInput | None = None

    @property
    def path(self) -> str:
        """The path, as the operating system gives it."""
        return self.state.path

    @property
    def name(self) -> str:
        """The path as text that can be stored and shown, even if it is not valid UTF-8."""
        return self.state.name.decode("utf-8", "replace")

    def is_wanted(self, done: str | None, now: float) -> bool:
        """Whether to add the file: it is new or changed, or its next try is due.

        ``done`` is the stamp under which the file was last added.
        """
        if self.failed and self.failed.stamp == self.state.stamp:
            return is_due(self.failed.next_at, now)
        return done != self.state.stamp

    def pending(self, now: float) -> QueuedInput:
        """Return its entry for the queue; the tries of a changed file start at 0."""
        stamp = self.state.stamp
        if self.failed and self.failed.stamp == stamp:
            return self.failed
        folder = self.state.folder
        return QueuedInput(self.key, InputKind.FILE, self.name, folder, stamp, 0, now, None, now)


def build_file(state: FileState, failed: Mapping[str, QueuedInput]) -> WatchedFile:
    """Return the file with its entry among the ``failed`` inputs, by key."""
    key = hash_input(InputKind.FILE, state.name)
    return WatchedFile(state, key, failed.get(key))


def split_batches(files: Sequence[WatchedFile]) -> Iterator[Sequence[WatchedFile]]:
    """Split files into batches: up to 4 files one by one, more in batches of 64."""
    size = 1 if len(files) <= _SINGLE_LIMIT else _BATCH_SIZE
    rest = iter(files)
    while batch := list(islice(rest, size)):
        yield batch


def group_by_file(
    files: Iterable[WatchedFile], refusals: Iterable[Refusal]
) -> dict[str, list[Refusal]]:
    """Return the refusals of each file, by key, with those of its lines and entries."""
    found: dict[str, list[Refusal]] = {}
    longest_first = sorted(files, key=lambda file: -len(file.path))
    for refusal in refusals:
        for file in longest_first:
            if refusal.input == file.path or refusal.input.startswith(f"{file.path}, "):
                found.setdefault(file.key, []).append(refusal)
                break
    return found


class FolderWatcher:
    """Adds the files of some folders, each once in each of its states.

    ``suffixes`` are those of the files that can be read.
    """

    def __init__(self, folders: Sequence[Path], suffixes: Set[str], context: IngestContext) -> None:
        self._folders = folders
        self._suffixes = suffixes
        self._context = context
        self._stability = FileStability()
        self._done: dict[str, str] | None = None

    def run_round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Add what is new and complete; return the seconds until the next round, if known.

        Raises ``BylineError`` if the store or the indexes fail.
        """
        files = self._find_files()
        wanted = {file.path: file for file in files if self._is_wanted(file)}
        complete = self._stability.find_complete(
            [file.state for file in wanted.values()],
            monotonic=self._context.clock.monotonic(),
            now=self._context.now(),
        )
        for batch in split_batches([wanted[each.path] for each in complete]):
            if is_stopping():
                return None
            self._ingest(batch)
        return MIN_STABLE_SECONDS if len(complete) < len(wanted) else self._find_wait(files)

    def _find_files(self) -> list[WatchedFile]:
        failed = {item.key: item for item in self._context.queue.find_items(InputKind.FILE)}
        files = [build_file(each, failed) for each in scan_folders(self._folders, self._suffixes)]
        self._remove_missing(failed.values(), {file.key for file in files})
        return files

    def _remove_missing(self, failed: Iterable[QueuedInput], found: Set[str]) -> None:
        """Remove failed files that no longer exist, unless their whole folder is unavailable."""
        available = [folder for folder in self._folders if folder.is_dir()]
        missing = [item for item in failed if item.key not in found]
        if keys := [item.key for item in missing if is_within(item, available)]:
            self._context.queue.remove(keys)

    def _is_wanted(self, file: WatchedFile) -> bool:
        if self._done is None:
            self._done = self._context.queue.find_done_stamps()
        return file.is_wanted(self._done.get(file.key), self._context.now())

    def _ingest(self, files: Sequence[WatchedFile]) -> None:
        """Add files together; after an unexpected error, one by one."""
        readable = [file for file in files if self._is_readable(file)]
        if not readable:
            return
        try:
            report = self._context.collection.add([Path(file.path) for file in readable])
        except BylineError:
            raise  # the store or an index failed, not these files
        except Exception as error:  # noqa: BLE001 - a bad file does not affect the others
            _log.exception("%d files could not be added", len(readable))
            self._ingest_singly(readable, error)
        else:
            self._report_files(readable, report)

    def _ingest_singly(self, files: Sequence[WatchedFile], error: Exception) -> None:
        if len(files) == 1:
            self._report_failure(files[0], Failure(describe_unexpected(error)))
            return
        for file in files:
            self._ingest([file])

    def _report_files(self, files: Sequence[WatchedFile], report: ImportReport) -> None:
        refused = group_by_file(files, report.refused)
        self._mark_done({file.key: file.state.stamp for file in files if file.key not in refused})
        self._context.report_import(
            files[0].name if len(files) == 1 else f"{len(files)} files", report
        )
        for file in files:
            if file.key in refused:
                self._report_failure(file, Failure(build_reason(file.path, refused[file.key])))

    def _mark_done(self, stamps: Mapping[str, str]) -> None:
        self._context.queue.mark_done(stamps)
        if self._done is not None:
            self._done.update(stamps)

    def _is_readable(self, file: WatchedFile) -> bool:
        try:
            with Path(file.path).open("rb"):
                return True
        except FileNotFoundError:
            return False  # it was deleted after the scan
        except OSError as error:
            reason = message(
                "It cannot be read: {why}. Check its permissions.", why=error.strerror or str(error)
            )
            self._report_failure(file, Failure(reason, is_transient=True))
            return False

    def _report_failure(self, file: WatchedFile, failure: Failure) -> None:
        self._context.report_failure(file.pending(self._context.now()), failure)

    def _find_wait(self, files: Sequence[WatchedFile]) -> float | None:
        """Return the seconds until the first of the failed files is due."""
        due = [file.failed.next_at for file in files if file.failed and file.failed.next_at]
        return max(0.0, min(due) - self._context.now()) if due else None
