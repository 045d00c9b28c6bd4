"""What is told of a collection: how far a job is, what became of inputs, what there is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a long job is: ``done`` of ``total`` ``unit`` (0 where unknown) in what it does."""

    name: str
    done: int
    total: int
    unit: str = "passages"


Reporter = Callable[[JobProgress], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not taken, and why, in words for the person who gave it."""

    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class InputReport:
    """What became of one path or address as it was given: how many articles, and refusals."""

    input: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each input: article ids, and what was refused.

    ``inputs`` counts the same for each input that was given.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    passages: int = 0
    embedded: int = 0
    inputs: tuple[InputReport, ...] = ()


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a reindex did: articles and passages in the indexes, passages newly embedded.

    Of the articles so many were not in the indexes before, were there in another version, or as
    they are. ``failed`` are the inputs that are set aside and the feeds that cannot be read;
    ``waiting`` counts pages and files that are still to be taken.
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
    """A feed that is followed from now on: what it calls itself, and how many entries it names.

    ``reason`` is there where it could not be read for now; it is tried again.
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
    """An input that arrived and could not be read after ``tries``: why, and when last (UTC).

    ``kind`` is ``file``, ``page`` or ``feed``.
    """

    input: str
    kind: str
    reason: str
    tries: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """What a collection holds and how far its indexes are behind the store.

    ``indexed`` and ``behind`` count passages; positions are in the store's change log.
    ``duplicates`` are articles that copy another one's story; ``set_aside`` are inputs that could
    not be read after several tries.
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
