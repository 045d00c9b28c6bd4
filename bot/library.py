"""The open collections, by name."""

import logging
import re
from collections.abc import Callable, Mapping
from threading import Event, Lock, Thread

from bot.background import DeleteQuestions
from bot.collection import ArticleCollection
from bot.errors import CollectionNameError
from corpus.errors import BylineError
from corpus.messages import message
from corpus.store.announcements import PendingAnnouncement

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_REFRESH_SECONDS = 2.0
_SECONDS_TO_STOP = 5.0

_log = logging.getLogger(__name__)


class ArticleLibrary:
    """Opens collections when they are first asked for, and keeps them (``bot.ports.Library``)."""

    def __init__(
        self,
        create: Callable[[str], ArticleCollection],
        close_all: Callable[[], None],
        followed: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
        find_due: Callable[[], Mapping[str, PendingAnnouncement]] = dict,
        delete_questions: DeleteQuestions = lambda *_: 0,
    ) -> None:
        self.followed = followed
        """The addresses of the feeds that each collection follows. Raises ``StoreError``."""
        self.forget = delete_questions
        """Forgets what was asked of any collection before a moment. Raises ``StoreError``."""
        self._due = find_due
        self._make = create
        self._let_go = close_all
        self._opening = Lock()
        self._open: dict[str, ArticleCollection] = {}

    def collection(self, name: str) -> ArticleCollection:
        """The collection of this name. Raises ``CollectionNameError`` for a name that is none."""
        if not _NAME.fullmatch(name):
            raise CollectionNameError(
                message(
                    "“{name}” cannot name a collection. Use up to 64 lower-case letters, digits, "
                    "hyphens and underscores, beginning with a letter or digit.",
                    name=name[:80],
                )
            )
        with self._opening:
            if name not in self._open:
                self._open[name] = self._make(name)
            return self._open[name]

    def due_announcements(self) -> Mapping[str, PendingAnnouncement]:
        """By name, what the collections have to announce that announce their new articles.

        Raises ``StoreError``.
        """
        return self._due()

    def open_collections(self) -> list[ArticleCollection]:
        """The collections that have been asked for."""
        with self._opening:
            return list(self._open.values())

    def close(self) -> None:
        """Save what is open and let go of it."""
        for collection in self.open_collections():
            collection.close()
        self._let_go()


class IndexRefresher:
    """A thread that brings open collections up to date with what other processes store."""

    def __init__(self, library: ArticleLibrary, seconds: float = _REFRESH_SECONDS) -> None:
        self._library = library
        self._seconds = seconds
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="byline-follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the step under way; a long one is left behind, and goes on at the next start.

        What it has embedded is in the store, and its indexes are replayed from there.
        """
        self._stopping.set()
        self._thread.join(_SECONDS_TO_STOP)

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            for collection in self._library.open_collections():
                self._refresh(collection)

    def _refresh(self, collection: ArticleCollection) -> None:
        try:
            collection.refresh()
        except BylineError as error:
            _log.warning("The collection %s is not up to date: %s", collection.name, error)
        except Exception:  # noqa: BLE001 - the thread's boundary: one collection costs no other
            _log.exception("The collection %s is not up to date", collection.name)
