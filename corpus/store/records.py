"""Questions that members asked, what they were shown, and what they thought of it."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from corpus.article import Article
from corpus.scope import EVERYTHING, Scope

Span = tuple[int, int]


class Vote(StrEnum):
    """What a member thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class StoredCitation:
    """A range of one version of an article, in code points; ``highlight`` lies inside it.

    ``start == end`` where the article's record was cited.
    """

    article_id: str
    version: str
    start: int
    end: int
    highlight: Span | None = None


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question put at ``at`` (UTC), and the places that were shown for it.

    They are the answer's citations, or the near misses of an abstention (not ``answered``). A
    question is known by its ``key``; who asked is not kept. ``text`` has the member's own words,
    of a follow-up too, as the words that complete it may be an article's; ``follows`` is the key
    of the question before it.
    """

    key: str
    text: str
    answered: bool
    at: datetime
    citations: tuple[StoredCitation, ...] = ()
    scope: Scope = EVERYTHING
    private: bool = False
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class CurrentCitation:
    """A place that was shown, as it stands now: ``article`` is the version that was cited.

    It is ``None`` where the article has been withdrawn. ``corrected``: there is a newer version.
    """

    article: Article | None
    start: int
    end: int
    highlight: Span | None = None
    corrected: bool = False

    @property
    def excerpt(self) -> str:
        """The words that were shown; none of a withdrawn article."""
        return self.article.text[self.start : self.end] if self.article else ""


@dataclass(frozen=True, slots=True)
class Rating:
    """One member's vote, and their reason where they gave one."""

    vote: Vote
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question as it was asked, with its places as they stand now and what members think.

    ``scope`` is ``None`` where it was put to one article that has been withdrawn since.
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

    def count_votes(self, vote: Vote) -> int:
        """How many members gave this vote."""
        return sum(1 for opinion in self.ratings if opinion.vote is vote)


def generate_key() -> str:
    """A key that nobody can guess: 16 letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(12)


class InputKind(StrEnum):
    """What an input is."""

    FILE = "file"
    PAGE = "page"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class QueuedInput:
    """An input that is still to be taken, or, without ``next_at``, has been set aside.

    ``origin`` is the folder or feed that it came by, ``stamp`` the state that it was found in,
    ``tries`` how often it has failed, ``reason`` why, ``since`` when last (or when it was found).
    Times are in seconds since 1970.
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
    """How far a feed has been read, when it is asked next, and how often it failed in a row.

    Until ``claimed_until`` some process is asking it.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    next_at: float = 0.0
    failures: int = 0
    claimed_until: float = 0.0


@dataclass(frozen=True, slots=True)
class FeedSubscription:
    """A feed that a collection follows, and why it could not be read the last time, if so."""

    url: str
    reason: str | None = None


def hash_input(kind: InputKind, name: bytes) -> str:
    """The key of an input: it tells nothing of its name."""
    return blake2b(name, digest_size=16, person=kind.value.encode()).hexdigest()


def hash_feed_url(url: str) -> str:
    """The key of a feed."""
    return hash_input(InputKind.FEED, url.encode("utf-8", "replace"))
