"""What Discord and the terminal ask of a collection of articles.

All methods block (they touch the disk and the model): from an event loop, call them in a thread.
All of them may be called from several threads at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from bot.replies import Reply, Summary
from corpus.article import Article, ArticleLine


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a long job is: ``done`` of ``total`` ``unit`` (0 where unknown) in what it does."""

    name: str
    done: int
    total: int
    unit: str = "passages"


Reporter = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not taken, and why, in words for the person who gave it."""

    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each input: article ids, and the inputs that were refused."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    passages: int = 0
    embedded: int = 0


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a reindex did: articles and passages in the indexes, passages newly embedded."""

    articles: int
    passages: int
    embedded: int


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
class Status:
    """What a collection holds and how far its indexes are behind the store."""

    collection: str
    articles: int
    passages: int
    indexed: int
    behind: int
    model: str
    notes: tuple[str, ...] = field(default_factory=tuple)


class Collection(Protocol):
    """The articles of one newsroom or Discord server, walled off from all others."""

    @property
    def name(self) -> str:
        """Its name: lower-case letters, digits, ``-`` and ``_``."""

    def ask(self, question: str, asked_on: date | None = None) -> Reply:
        """Answer with verified citations, or abstain. Raises ``QuestionError``."""

    def search(
        self, query: str, k: int = 10, *, by_article: bool = False, until: date | None = None
    ) -> list[PassageHit]:
        """The ``k`` passages nearest a query, best first, of articles published by ``until``."""

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        """The sentences that cover an article best. Raises ``UnknownArticle``."""

    def articles(self) -> list[ArticleLine]:
        """Every article in its newest version, newest first."""

    def article(self, reference: str) -> Article:
        """One article by id, ``id@version``, title, or a beginning of these that only it has.

        Raises ``UnknownArticle``, which names near ones.
        """

    def add(self, paths: Sequence[Path], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files and folders; a bad input costs that input only."""

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes (an attachment) under its file name."""

    def remove(self, reference: str) -> ArticleLine:
        """Remove an article and all its versions. Raises ``UnknownArticle``."""

    def reindex(self, report: Reporter | None = None) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again."""

    def refresh(self, report: Reporter | None = None) -> None:
        """Bring the indexes up to date with what other processes have stored."""

    def status(self) -> Status:
        """What it holds, and what is wrong with it."""


class Library(Protocol):
    """Opens collections by name; opening one that does not exist yet makes it, empty."""

    def collection(self, name: str) -> Collection:
        """The collection of this name. Raises ``CollectionNameError`` for a name that is none."""

    def close(self) -> None:
        """Save what is open and let go of it."""
