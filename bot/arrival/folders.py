"""What arrives in watched folders: a round looks at all files, and takes what is new and complete.

An operating system's word that something changed only makes a round come sooner: what it keeps to
itself, on a network disk for instance, is found by the next round all the same.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path

from bot.arrival.desk import Desk
from bot.arrival.files import File, batches, by_file, file_of
from bot.arrival.looking import look
from bot.arrival.schedule import Failure
from bot.arrival.stillness import MOMENT, Stillness
from bot.arrival.targets import is_within
from bot.arrival.telling import reason_of, unexpected
from bot.reports import ImportReport
from corpus.errors import BylineError
from corpus.messages import said
from corpus.store.records import Kind, Waiting

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
