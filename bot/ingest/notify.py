"""Change notifications of the operating system for folders: watchfiles, in a thread.

They are only hints. Where they are not available, folders are scanned more often.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

_DEBOUNCE_MS = 400
"""Milliseconds for which changes are collected before one notification."""
_QUIET_MS = 100
_CHECK_SECONDS = 10.0
"""Seconds between two checks that the watched folders are still the same."""
_STOP_SECONDS = 2.0

_log = logging.getLogger(__name__)


class ChangeNotifier:
    """Calls ``notify`` soon after a change in the folders or their subfolders."""

    def __init__(
        self,
        folders: Sequence[Path],
        notify: Callable[[], None],
        check_seconds: float = _CHECK_SECONDS,
    ) -> None:
        self._folders = folders
        self._notify = notify
        self._check_seconds = check_seconds
        self._stopping = Event()
        self._working = Event()
        self._has_warned = False
        self._thread = Thread(target=self._run, name="byline-notifier", daemon=True)

    @property
    def is_working(self) -> bool:
        """Whether every folder is being watched."""
        return self._working.is_set()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, within two seconds."""
        self._stopping.set()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch(_find_identities(self._folders))
            except Exception as error:  # noqa: BLE001 - the thread's boundary; the library's errors vary
                self._warn(error)
            self._working.clear()
            self._stopping.wait(self._check_seconds)

    def _warn(self, error: Exception) -> None:
        """Log once that there are no notifications; later attempts fail silently."""
        if not self._has_warned:
            _log.warning(
                "Folders are scanned every few seconds, as watching them failed: %s", error
            )
        self._has_warned = True

    def _watch(self, present: dict[Path, int]) -> None:
        """Watch the folders that exist, until one is removed, created or replaced."""
        from watchfiles import watch

        if not present:
            return
        changes = watch(
            *present,
            watch_filter=None,
            debounce=_DEBOUNCE_MS,
            step=_QUIET_MS,
            stop_event=self._stopping,
            rust_timeout=round(self._check_seconds * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        if len(present) == len(self._folders):
            self._working.set()
        for changed in changes:
            if changed:
                self._notify()
            if _find_identities(self._folders) != present:
                self._notify()
                return


def _find_identities(folders: Sequence[Path]) -> dict[Path, int]:
    """Return the inode numbers of the folders that exist."""
    found = {}
    for folder in folders:
        try:
            found[folder] = folder.stat().st_ino
        except OSError:
            continue
    return found
