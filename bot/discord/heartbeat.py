"""A file that shows a health check in another process that the bot is connected."""

import os
import time
from pathlib import Path


class Heartbeat:
    """A file that is written while the bot is connected; its modification time is the beat."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def beat(self) -> None:
        """Write the time (seconds since 1970, UTC) atomically. Raises ``OSError``."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        fresh.write_text(f"{time.time():.0f}\n", encoding="ascii")
        fresh.replace(self._path)

    def is_fresh(self, within: float, now: float | None = None) -> bool:
        """Whether the last beat is at most ``within`` seconds from ``now`` (the wall clock)."""
        try:
            last = self._path.stat().st_mtime
        except FileNotFoundError:
            return False
        return abs((time.time() if now is None else now) - last) <= within
