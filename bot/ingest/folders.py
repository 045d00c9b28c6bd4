"""What arrives in watched folders: a round looks at all files, and takes what is new and complete.

An operating system's word that something changed only makes a round come sooner: what it keeps to
itself, on a network disk for instance, is found by the next round all the same.
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

_BATCH_SIZE = 64
"""Files taken at once where many have come."""
_SINGLE_LIMIT = 4
"""Files up to which each is taken by itself, so that each has its own line."""


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file as it looked, its key, and what is kept of an earlier failure."""

    look: FileState
    key: str
    waiting: QueuedInput | None = None

    @property
    def path(self) -> str:
        """Where it is."""
        return self.look.path

    @property
    def name(self) -> str:
        """Its path as a text that can be kept and shown, whatever its letters are."""
        return self.look.name.decode("utf-8", "replace")

    def is_wanted(self, taken: str | None, now: float) -> bool:
        """Whether it is to be taken: as it is now it neither was, nor failed without being due.

        ``taken`` is the state that it was last taken in.
        """
        if self.waiting and self.waiting.stamp == self.look.stamp:
            return is_due(self.waiting.next_at, now)
        return taken != self.look.stamp

    def pending(self, now: float) -> QueuedInput:
        """What is kept of it so far; written anew, it begins from the beginning."""
        stamp = self.look.stamp
        if self.waiting and self.waiting.stamp == stamp:
            return self.waiting
        folder = self.look.folder
        return QueuedInput(self.key, InputKind.FILE, self.name, folder, stamp, 0, now, None, now)


def build_file(look: FileState, waiting: Mapping[str, QueuedInput]) -> WatchedFile:
    """The file that looked so, with what is kept of it among ``waiting``, by key."""
    key = hash_input(InputKind.FILE, look.name)
    return WatchedFile(look, key, waiting.get(key))


def split_batches(files: Sequence[WatchedFile]) -> Iterator[Sequence[WatchedFile]]:
    """Files to be taken at once: a few one by one, many 64 at a time."""
    size = 1 if len(files) <= _SINGLE_LIMIT else _BATCH_SIZE
    rest = iter(files)
    while batch := list(islice(rest, size)):
        yield batch


def group_by_file(
    files: Iterable[WatchedFile], refusals: Iterable[Refusal]
) -> dict[str, list[Refusal]]:
    """The refusals of each file, by its key: those of its lines and entries are named after it."""
    found: dict[str, list[Refusal]] = {}
    longest_first = sorted(files, key=lambda file: -len(file.path))
    for refusal in refusals:
        for file in longest_first:
            if refusal.input == file.path or refusal.input.startswith(f"{file.path}, "):
                found.setdefault(file.key, []).append(refusal)
                break
    return found


_log = logging.getLogger(__name__)


class FolderWatcher:
    """Takes the files of some folders, each once in each state that it has.

    ``suffixes`` are the endings of the files that are read.
    """

    def __init__(self, folders: Sequence[Path], suffixes: Set[str], desk: IngestContext) -> None:
        self._folders = folders
        self._suffixes = suffixes
        self._desk = desk
        self._stillness = FileStability()
        self._taken: dict[str, str] | None = None

    def run_round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Take what is new and complete. Returns after how many seconds to look again, if known.

        Raises ``BylineError`` where the store or the indexes fail: the next round tries again.
        """
        files = self._find_files()
        wanted = {file.path: file for file in files if self._is_wanted(file)}
        complete = self._stillness.find_complete(
            [file.look for file in wanted.values()],
            monotonic=self._desk.clock.monotonic(),
            now=self._desk.now(),
        )
        for batch in split_batches([wanted[each.path] for each in complete]):
            if is_stopping():
                return None
            self._ingest(batch)
        return MIN_STABLE_SECONDS if len(complete) < len(wanted) else self._find_wait(files)

    def _find_files(self) -> list[WatchedFile]:
        waiting = {item.key: item for item in self._desk.queue.find_items(InputKind.FILE)}
        files = [build_file(each, waiting) for each in scan_folders(self._folders, self._suffixes)]
        self._remove_gone(waiting.values(), {file.key for file in files})
        return files

    def _remove_gone(self, waiting: Iterable[QueuedInput], there: Set[str]) -> None:
        """Forget failed files that are no more; not where their whole folder is out of reach."""
        reached = [folder for folder in self._folders if folder.is_dir()]
        missing = [item for item in waiting if item.key not in there]
        if gone := [item.key for item in missing if is_within(item, reached)]:
            self._desk.queue.remove(gone)

    def _is_wanted(self, file: WatchedFile) -> bool:
        if self._taken is None:
            self._taken = self._desk.queue.find_done_stamps()
        return file.is_wanted(self._taken.get(file.key), self._desk.now())

    def _ingest(self, files: Sequence[WatchedFile]) -> None:
        """Add files; where that fails in a way nobody thought of, one after the other."""
        readable = [file for file in files if self._is_readable(file)]
        if not readable:
            return
        try:
            report = self._desk.collection.add([Path(file.path) for file in readable])
        except BylineError:
            raise  # the store or an index failed, not these files
        except Exception as error:  # noqa: BLE001 - whatever a file does costs that file only
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
        self._mark_done({file.key: file.look.stamp for file in files if file.key not in refused})
        self._desk.report_import(
            files[0].name if len(files) == 1 else f"{len(files)} files", report
        )
        for file in files:
            if file.key in refused:
                self._report_failure(file, Failure(build_reason(file.path, refused[file.key])))

    def _mark_done(self, stamps: Mapping[str, str]) -> None:
        self._desk.queue.mark_done(stamps)
        if self._taken is not None:
            self._taken.update(stamps)

    def _is_readable(self, file: WatchedFile) -> bool:
        try:
            with Path(file.path).open("rb"):
                return True
        except FileNotFoundError:
            return False  # it went between the look and now
        except OSError as error:
            reason = message(
                "It cannot be read: {why}. Check its permissions.", why=error.strerror or str(error)
            )
            self._report_failure(file, Failure(reason, is_transient=True))
            return False

    def _report_failure(self, file: WatchedFile, failure: Failure) -> None:
        self._desk.report_failure(file.pending(self._desk.now()), failure)

    def _find_wait(self, files: Sequence[WatchedFile]) -> float | None:
        """Seconds until the first of the files that failed is due."""
        due = [file.waiting.next_at for file in files if file.waiting and file.waiting.next_at]
        return max(0.0, min(due) - self._desk.now()) if due else None
