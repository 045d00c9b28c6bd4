"""Inputs that arrive without asking: what they are, and what is known of them."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b


class Kind(StrEnum):
    """What an input is."""

    FILE = "file"
    PAGE = "page"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An input that is still to be taken, or, without ``next_at``, has been set aside.

    ``origin`` is the folder or feed that it came by, ``stamp`` the state that it was found in,
    ``tries`` how often it has failed, ``reason`` why, ``since`` when last (or when it was found).
    Times are in seconds since 1970.
    """

    key: str
    kind: Kind
    input: str
    origin: str
    stamp: str
    tries: int
    next_at: float | None
    reason: str | None
    since: float


@dataclass(frozen=True, slots=True)
class Feed:
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
class FollowedFeed:
    """A feed that a collection follows, and why it could not be read the last time, if so."""

    url: str
    reason: str | None = None


def key_of(kind: Kind, name: bytes) -> str:
    """The key of an input: it tells nothing of its name."""
    return blake2b(name, digest_size=16, person=kind.value.encode()).hexdigest()


def feed_key(url: str) -> str:
    """The key of a feed."""
    return key_of(Kind.FEED, url.encode("utf-8", "replace"))
