"""The records of the store: questions with citations and ratings, queued inputs, feeds."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from corpus.article import Article
from corpus.scope import EVERYTHING, Scope

Span = tuple[int, int]


class Vote(StrEnum):
    """A member's rating of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class StoredCitation:
    """A range of one version of an article, in code points; ``highlight`` is inside it.

    ``start == end`` if the article's metadata is cited.
    """

    article_id: str
    version: str
    start: int
    end: int
    highlight: Span | None = None


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question at the time ``at`` (UTC) with the citations that were shown.

    They are the citations of the answer, or of the nearest passages if it was not ``answered``.
    The author of the question is not stored. ``text`` is the question as the member wrote it, also
    for a follow-up, whose completed form may contain words of an article; ``follows`` is the key of
    the question before it, and ``reading`` the number of the form that was answered: 0 for the
    member's words, otherwise a completed form, which is derived anew when it is needed.
    """

    key: str
    text: str
    answered: bool
    at: datetime
    citations: tuple[StoredCitation, ...] = ()
    scope: Scope = EVERYTHING
    private: bool = False
    follows: str | None = None
    reading: int = 0


@dataclass(frozen=True, slots=True)
class CurrentCitation:
    """A citation in its current state: ``article`` is the version that was cited.

    ``article`` is ``None`` if it has been withdrawn. ``corrected``: there is a newer version.
    """

    article: Article | None
    start: int
    end: int
    highlight: Span | None = None
    corrected: bool = False

    @property
    def excerpt(self) -> str:
        """The cited text; empty for a withdrawn article."""
        return self.article.text[self.start : self.end] if self.article else ""


@dataclass(frozen=True, slots=True)
class Rating:
    """A member's vote and optional reason."""

    vote: Vote
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A stored question with its ratings, and its citations in their current state.

    ``scope`` is ``None`` if it was a single article that has been withdrawn since.
    ``reading`` is ``None`` if the store is older than readings.
    """

    key: str
    text: str
    answered: bool
    at: datetime
    citations: tuple[CurrentCitation, ...]
    scope: Scope | None
    private: bool
    ratings: tuple[Rating, ...] = ()
    follows: str | None = None
    reading: int | None = None

    def count_votes(self, vote: Vote) -> int:
        """Return how many members gave this vote."""
        return sum(rating.vote is vote for rating in self.ratings)


def generate_key() -> str:
    """Return a random key of 16 letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(12)


class InputKind(StrEnum):
    """The kind of an input."""

    FILE = "file"
    PAGE = "page"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class QueuedInput:
    """An input in the queue, due at ``next_at``; without ``next_at`` it is a dead letter.

    ``origin`` is its folder or feed, ``stamp`` the state in which it was found, ``tries`` how often
    it failed, ``reason`` the last error, ``since`` the time of that (or when it was found). Times
    are in seconds since 1970.
    """

    key: str
    kind: InputKind
    input: str
    origin: str
    stamp: str
    tries: int
    next_at: float | None
    reason: str | None
    since: float


@dataclass(frozen=True, slots=True)
class FeedState:
    """The state of a feed: its last version, the time of the next request, failures in a row.

    Until ``claimed_until``, one process is fetching it.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    next_at: float = 0.0
    failures: int = 0
    claimed_until: float = 0.0


@dataclass(frozen=True, slots=True)
class FeedSubscription:
    """A feed that a collection follows, and the error of the last attempt, if it failed."""

    url: str
    reason: str | None = None


def hash_input(kind: InputKind, name: bytes) -> str:
    """Return the key of an input, a hash of its name."""
    return blake2b(name, digest_size=16, person=kind.value.encode()).hexdigest()


def hash_feed_url(url: str) -> str:
    """Return the key of a feed."""
    return hash_input(InputKind.FEED, url.encode("utf-8", "replace"))
