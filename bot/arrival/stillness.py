"""Whether a file is complete: told from how it looked before, and by no clock of its own."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

MOMENT = 2.0
"""Seconds that a file must have stayed as it is before it is read."""


@dataclass(frozen=True, slots=True)
class Look:
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


class Stillness:
    """Remembers how files looked, to tell which have come to rest."""

    def __init__(self, moment: float = MOMENT) -> None:
        self._moment = moment
        self._seen: dict[str, tuple[str, float]] = {}

    def complete(self, looks: Iterable[Look], *, monotonic: float, now: float) -> list[Look]:
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
