"""Files of watched folders: whether they are wanted, and what is kept of those that failed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.arrival.schedule import is_due
from bot.arrival.stillness import Look
from bot.reports import Refusal
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
