"""The feeds that servers follow, asked one collection after the other while the bot runs."""

import logging
from collections.abc import Callable, Mapping

from corpus.errors import BylineError

_log = logging.getLogger(__name__)

Followed = Mapping[str, tuple[str, ...]]
"""The addresses of the feeds that each collection follows."""
Each = tuple[str, tuple[str, ...]]
"""A collection, and the feeds that it follows."""
Round = Callable[[Callable[[], bool]], float | None]
"""Does what is due, and says after how many seconds something else will be."""


class FollowedFeeds:
    """Looks at each round which feeds are followed; ``watch`` makes the round of a collection's."""

    def __init__(
        self, followed: Callable[[], Followed], watch: Callable[[str, tuple[str, ...]], Round]
    ) -> None:
        self._followed = followed
        self._watch = watch
        self._watched: dict[Each, Round] = {}

    def round(self, is_stopping: Callable[[], bool]) -> float | None:
        """Do what is due in every collection; one that fails costs no other its turn.

        Raises ``StoreError`` where it cannot be read what is followed.
        """
        wanted = list(self._followed().items())
        self._watched = {each: self._watched[each] for each in wanted if each in self._watched}
        pauses = [self._of(each, is_stopping) for each in wanted]
        return min((pause for pause in pauses if pause is not None), default=None)

    def _of(self, each: Each, is_stopping: Callable[[], bool]) -> float | None:
        try:
            if each not in self._watched:
                self._watched[each] = self._watch(*each)
            return self._watched[each](is_stopping)
        except BylineError as error:
            _log.warning("The feeds of %s are tried again: %s", each[0], error)
        except Exception:  # noqa: BLE001 - one collection costs no other
            _log.exception("The feeds of %s are tried again", each[0])
        return None
