"""The operating system's word that something changed in a folder: watchfiles, in a thread.

It is only a hint. Where it cannot be had, folders are looked at more often instead.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

_DEBOUNCE_MS = 400
"""Changes are gathered for so long before a word is given."""
_QUIET_MS = 100
_CHECK_SECONDS = 10.0
"""How often it is checked that the folders are still those that are watched."""
_STOP_SECONDS = 2.0

_log = logging.getLogger(__name__)


class ChangeNotifier:
    """Calls ``notice`` soon after something changed in the folders or in folders of theirs."""

    def __init__(
        self,
        folders: Sequence[Path],
        notice: Callable[[], None],
        check_seconds: float = _CHECK_SECONDS,
    ) -> None:
        self._folders = folders
        self._notice = notice
        self._check_seconds = check_seconds
        self._stopping = Event()
        self._works = Event()
        self._has_warned = False
        self._thread = Thread(target=self._run, name="byline-noticing", daemon=True)

    @property
    def is_working(self) -> bool:
        """Whether every folder is being watched."""
        return self._works.is_set()

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopping.set()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch(_find_identities(self._folders))
            except Exception as error:  # noqa: BLE001 - the thread's boundary; the library's errors vary
                self._warn(error)
            self._works.clear()
            self._stopping.wait(self._check_seconds)

    def _warn(self, error: Exception) -> None:
        """Say once that there will be no word; it is tried again silently."""
        if not self._has_warned:
            _log.warning("Folders are looked at instead of watched: %s", error)
        self._has_warned = True

    def _watch(self, there: dict[Path, int]) -> None:
        """Watch the folders that are there, until one goes, comes, or becomes another."""
        from watchfiles import watch

        if not there:
            return
        changes = watch(
            *there,
            watch_filter=None,
            debounce=_DEBOUNCE_MS,
            step=_QUIET_MS,
            stop_event=self._stopping,
            rust_timeout=round(self._check_seconds * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        if len(there) == len(self._folders):
            self._works.set()
        for changed in changes:
            if changed:
                self._notice()
            if _find_identities(self._folders) != there:
                self._notice()
                return


def _find_identities(folders: Sequence[Path]) -> dict[Path, int]:
    """The folders that are there, each with what tells it from another one of its name."""
    found = {}
    for folder in folders:
        try:
            found[folder] = folder.stat().st_ino
        except OSError:
            continue
    return found
