"""What arrives in watched folders: a round looks at all files, and takes what is new and complete.

An operating system's word that something changed only makes a round come sooner: what it keeps to
itself, on a network disk for instance, is found by the next round all the same.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.ingest.events import Desk, reason_of, unexpected
from bot.ingest.retry import Failure, is_due
from bot.ingest.scan import MOMENT, Look, Stillness, look
from bot.ingest.targets import is_within
from bot.reports import ImportReport, Refusal
from corpus.errors import BylineError
from corpus.messages import said
from corpus.store.records import Kind, Waiting, key_of

_BATCH = 64
"""Files taken at once where many have come."""
_FEW = 4
"""Files up to which each is taken by itself, so that each has its own line."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it looked, its key, and what is kept of an earlier failure."""

    look: Look
    key: str
    waiting: Waiting | None = None

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

    def pending(self, now: float) -> Waiting:
        """What is kept of it so far; written anew, it begins from the beginning."""
        stamp = self.look.stamp
        if self.waiting and self.waiting.stamp == stamp:
            return self.waiting
        folder = self.look.folder
        return Waiting(self.key, Kind.FILE, self.name, folder, stamp, 0, now, None, now)


def file_of(look: Look, waiting: Mapping[str, Waiting]) -> File:
    """The file that looked so, with what is kept of it among ``waiting``, by key."""
    key = key_of(Kind.FILE, look.name)
    return File(look, key, waiting.get(key))


def batches(files: Sequence[File]) -> Iterator[Sequence[File]]:
    """Files to be taken at once: a few one by one, many 64 at a time."""
    size = 1 if len(files) <= _FEW else _BATCH
    rest = iter(files)
    while batch := list(islice(rest, size)):
        yield batch


def by_file(files: Iterable[File], refusals: Iterable[Refusal]) -> dict[str, list[Refusal]]:
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


class FolderArrivals:
    """Takes the files of some folders, each once in each state that it has.

    ``suffixes`` are the endings of the files that are read.
    """

    def __init__(self, folders: Sequence[Path], suffixes: Set[str], desk: Desk) -> None:
        self._folders = folders
        self._suffixes = suffixes
        self._desk = desk
        self._stillness = Stillness()
        self._taken: dict[str, str] | None = None

    def round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Take what is new and complete. Returns after how many seconds to look again, if known.

        Raises ``BylineError`` where the store or the indexes fail: the next round tries again.
        """
        files = self._files()
        wanted = {file.path: file for file in files if self._wants(file)}
        complete = self._stillness.complete(
            [file.look for file in wanted.values()],
            monotonic=self._desk.clock.monotonic(),
            now=self._desk.now(),
        )
        for batch in batches([wanted[each.path] for each in complete]):
            if is_stopping():
                return None
            self._take(batch)
        return MOMENT if len(complete) < len(wanted) else self._soonest(files)

    def _files(self) -> list[File]:
        waiting = {item.key: item for item in self._desk.arrivals.waiting(Kind.FILE)}
        files = [file_of(each, waiting) for each in look(self._folders, self._suffixes)]
        self._forget_gone(waiting.values(), {file.key for file in files})
        return files

    def _forget_gone(self, waiting: Iterable[Waiting], there: Set[str]) -> None:
        """Forget failed files that are no more; not where their whole folder is out of reach."""
        reached = [folder for folder in self._folders if folder.is_dir()]
        missing = [item for item in waiting if item.key not in there]
        if gone := [item.key for item in missing if is_within(item, reached)]:
            self._desk.arrivals.forget(gone)

    def _wants(self, file: File) -> bool:
        if self._taken is None:
            self._taken = self._desk.arrivals.taken()
        return file.is_wanted(self._taken.get(file.key), self._desk.now())

    def _take(self, files: Sequence[File]) -> None:
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
            self._take_apart(readable, error)
        else:
            self._note(readable, report)

    def _take_apart(self, files: Sequence[File], error: Exception) -> None:
        if len(files) == 1:
            self._failed(files[0], Failure(unexpected(error)))
            return
        for file in files:
            self._take([file])

    def _note(self, files: Sequence[File], report: ImportReport) -> None:
        refused = by_file(files, report.refused)
        self._keep({file.key: file.look.stamp for file in files if file.key not in refused})
        self._desk.arrived(files[0].name if len(files) == 1 else f"{len(files)} files", report)
        for file in files:
            if file.key in refused:
                self._failed(file, Failure(reason_of(file.path, refused[file.key])))

    def _keep(self, stamps: Mapping[str, str]) -> None:
        self._desk.arrivals.take(stamps)
        if self._taken is not None:
            self._taken.update(stamps)

    def _is_readable(self, file: File) -> bool:
        try:
            with Path(file.path).open("rb"):
                return True
        except FileNotFoundError:
            return False  # it went between the look and now
        except OSError as error:
            reason = said(
                "It cannot be read: {why}. Check its permissions.", why=error.strerror or str(error)
            )
            self._failed(file, Failure(reason, may_pass=True))
            return False

    def _failed(self, file: File, failure: Failure) -> None:
        self._desk.failed(file.pending(self._desk.now()), failure)

    def _soonest(self, files: Sequence[File]) -> float | None:
        """Seconds until the first of the files that failed is due."""
        due = [file.waiting.next_at for file in files if file.waiting and file.waiting.next_at]
        return max(0.0, min(due) - self._desk.now()) if due else None
