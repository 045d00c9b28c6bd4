"""What is told of many articles at once: what they say of a topic, and what is new."""

from dataclasses import dataclass
from datetime import date

from bot.replies import Citation
from corpus.article import ArticleLine


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """What the articles say of a topic: sentences of several, those of the newest article first.

    Without sentences no article speaks of it.
    """

    topic: str
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """A new article: its line, the day it is new by, its best sentence, and its copies.

    The ``day`` is that of publication, or of arrival where the former is not known.
    """

    line: ArticleLine
    day: date
    sentence: Citation | None
    also_in: tuple[ArticleLine, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """Articles that have just been added, the first first, and how many ``more`` there are."""

    entries: tuple[DigestEntry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One page of the articles that are new since a day, the newest first.

    ``page`` counts from 1 and is at most ``pages``; ``total`` counts stories on all pages.
    """

    since: date
    entries: tuple[DigestEntry, ...]
    total: int
    page: int
    pages: int
