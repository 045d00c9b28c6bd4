"""The open collections, by name, and the thread that refreshes their indexes."""

import logging
import re
from collections.abc import Callable, Mapping
from threading import Event, Lock, Thread

from bot.collection import Collection
from bot.errors import CollectionNameError
from bot.server_state import Server, ServerState
from corpus.errors import BylineError
from corpus.messages import message
from corpus.store.announcements import PendingAnnouncement

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_REFRESH_SECONDS = 2.0
_STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Library:
    """Opens collections when they are first needed, and keeps them open.

    A collection that does not exist yet is created, empty.
    """

    def __init__(
        self,
        create: Callable[[str], Collection],
        create_state: Callable[[str], ServerState],
        find_due: Callable[[], Mapping[str, PendingAnnouncement]],
        close_all: Callable[[], None],
    ) -> None:
        self._create = create
        self._create_state = create_state
        self._find_due = find_due
        self._close_all = close_all
        self._lock = Lock()
        self._open: dict[str, Collection] = {}

    def collection(self, name: str) -> Collection:
        """Return the collection of this name. Raises ``CollectionNameError`` if it is invalid."""
        if not _NAME.fullmatch(name):
            raise CollectionNameError(
                message(
                    "“{name}” cannot name a collection. Use up to 64 lower-case letters, digits, "
                    "hyphens and underscores, beginning with a letter or digit.",
                    name=name[:80],
                )
            )
        with self._lock:
            if name not in self._open:
                self._open[name] = self._create(name)
            return self._open[name]

    def server_state(self, name: str) -> ServerState:
        """Return what Discord keeps about the collection of this name."""
        return self._create_state(name)

    def server(self, name: str) -> Server:
        """Return a collection with its Discord state. Raises ``CollectionNameError``."""
        return Server(self.collection(name), self.server_state(name))

    def due_announcements(self) -> Mapping[str, PendingAnnouncement]:
        """Return the pending announcements by collection name. Raises ``StoreError``."""
        return self._find_due()

    def open_collections(self) -> list[Collection]:
        """Return the collections that have been opened."""
        with self._lock:
            return list(self._open.values())

    def close(self) -> None:
        """Save the open collections and close the store."""
        for collection in self.open_collections():
            collection.close()
        self._close_all()


class IndexRefresher:
    """A thread that brings open collections up to date with what other processes store."""

    def __init__(self, library: Library, seconds: float = _REFRESH_SECONDS) -> None:
        self._library = library
        self._seconds = seconds
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="byline-refresher", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the current step; wait for it for five seconds at most.

        Embeddings computed so far are in the store, and the next start continues from there.
        """
        self._stopping.set()
        self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            for collection in self._library.open_collections():
                self._refresh(collection)

    def _refresh(self, collection: Collection) -> None:
        try:
            collection.refresh()
        except BylineError as error:
            _log.warning("The collection %s is not up to date: %s", collection.name, error)
        except Exception:  # noqa: BLE001 - the thread's boundary: one collection does not affect the others
            _log.exception("The collection %s is not up to date", collection.name)
