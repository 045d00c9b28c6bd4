"""A file that says "still connected", for a health check in another process."""

import os
import time
from pathlib import Path


class Heartbeat:
    """A file touched while the bot is connected; its modification time is the last beat."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def beat(self) -> None:
        """Write the time (seconds since 1970, UTC) in one step. Raises ``OSError``."""
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
