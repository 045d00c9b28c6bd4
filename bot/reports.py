"""Progress, import, reindex and status reports of a collection."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JobProgress:
    """The progress of a step of a job: ``done`` of ``total`` units; ``total`` is 0 if unknown."""

    name: str
    done: int
    total: int
    unit: str = "passages"


Reporter = Callable[[JobProgress], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was refused, and a reason for the person who gave it."""

    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class InputReport:
    """The number of articles of one given path or address, by result, and of refusals."""

    input: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The ids of imported articles, by result, and the refusals; ``inputs`` counts both."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    passages: int = 0
    embedded: int = 0
    inputs: tuple[InputReport, ...] = ()


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """The result of a reindex: articles and passages in the indexes, passages newly embedded.

    ``added``, ``updated`` and ``unchanged`` count articles, compared with the indexes before.
    ``failed`` are the inputs that are set aside and the feeds that cannot be read; ``waiting``
    counts the pages and files still to be imported.
    """

    articles: int
    passages: int
    embedded: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: tuple[Refusal, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class FeedStart:
    """A new subscription to a feed: its title, and the number of its entries.

    ``reason`` is set if the feed could not be fetched for now; it is tried again.
    """

    url: str
    title: str = ""
    entries: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage found by a search: ``text`` is the article's ``text[start:end]``."""

    article_id: str
    version: str
    title: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes on disk: the store of all collections, this one's indexes, all prepared models."""

    store: int
    indexes: int
    models: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An input that failed after ``tries``: the reason, and the time of the last try (UTC).

    ``kind`` is ``file``, ``page`` or ``feed``.
    """

    input: str
    kind: str
    reason: str
    tries: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """The contents of a collection, and how far its indexes are behind the store.

    ``indexed`` and ``behind`` count passages; positions are in the store's change log.
    ``duplicates`` are articles that copy the story of another one; ``set_aside`` are inputs that
    could not be read after several tries.
    """

    collection: str
    articles: int
    passages: int
    indexed: int
    behind: int
    model: str
    notes: tuple[str, ...] = field(default_factory=tuple)
    versions: int = 0
    duplicates: int = 0
    set_aside: int = 0
    set_aside_inputs: tuple[DeadLetter, ...] = ()
    index_position: int = 0
    store_position: int = 0
    sizes: Sizes = field(default_factory=lambda: Sizes(0, 0, 0))
