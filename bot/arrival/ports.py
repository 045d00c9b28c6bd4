"""What arrival needs of a collection, and what it tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.reports import ImportReport
from corpus.article import Article
from corpus.web import Fetched


class Taker(Protocol):
    """A collection as arrival sees it: something that takes files and pages."""

    def add(self, inputs: Sequence[Path], /) -> ImportReport:
        """Read, store and index files; a bad one costs itself only."""

    def add_page(self, page: Fetched) -> ImportReport:
        """Read, store and index what stood at a web address."""

    def article(self, reference: str) -> Article:
        """One article by its id. Raises ``UnknownArticle``."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of something that arrived: ids of articles, and a reason where it was refused.

    ``headline`` is there where it brought one article. What was refused is tried again at
    ``next_at`` (seconds since 1970), or has been set aside where that is ``None``.
    """

    input: str
    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    headline: str | None = None
    refused: str | None = None
    next_at: float | None = None


@dataclass(frozen=True, slots=True)
class WatchOrder:
    """What a person wants watched: folders and feeds, for which collection.

    None means those that are set. ``retry``: what was set aside is tried again.
    """

    inputs: tuple[str, ...] = ()
    collection: str | None = None
    retry: bool = False


Teller = Callable[[Arrival], None]
"""Is told of each arrival; called from several threads."""
