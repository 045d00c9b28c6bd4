"""Replies: answers and abstentions, summaries, digests and news, and their plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from corpus.article import ArticleSummary
from corpus.messages import format_day, join_list, message

Span = tuple[int, int]

_MAX_NAMED = 5
"""The most copies of a story that are named under a citation."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent in each step of one question."""

    embed: float = 0.0
    search: float = 0.0
    rerank: float = 0.0
    read: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words of one article version: ``excerpt == text[start:end]``.

    ``highlight`` is the shortest answering span, in the article's coordinates and inside the
    excerpt, if one is found. A fact that no line of the text states (an author known only from the
    record) is cited with an empty excerpt and the zone ``metadata``. ``also_in`` are the other
    copies of the story that contain the excerpt, the earliest published first.
    """

    article_id: str
    version: str
    start: int
    end: int
    excerpt: str
    zone: str
    title: str
    author: str | None
    source: str | None
    published: date | None
    url: str | None
    score: float
    highlight: Span | None = None
    also_in: tuple[ArticleSummary, ...] = ()

    @property
    def elsewhere(self) -> str:
        """The outlets of the copies: ``The Post (5 October 2012), …``; empty if there are none."""
        return format_outlets(self.also_in)

    @property
    def address(self) -> str:
        """The position of the excerpt: ``article@version#start-end``."""
        return f"{self.article_id}@{self.version[:8]}#{self.start}-{self.end}"


class AnswerKind(Enum):
    """What an answer consists of; this decides how it is shown."""

    QUOTES = "quotes"
    """Excerpts, best first; each of them answers the question."""
    POSSIBLE = "possible"
    """The best excerpt, under a heading that says it may answer: the confidence is not high."""
    CONFLICT = "conflict"
    """Excerpts of articles that give different answers, under a heading that says this."""
    LIST = "list"
    """Articles, under a heading that says how they were chosen."""
    FACT = "fact"
    """A statement from an article's record, the heading, with the line that supports it."""
    TOPIC = "topic"
    """Excerpts about the topic of a keyword query, under a heading that names it."""
    SMALL_TALK = "small_talk"
    """A reply to a greeting or the like: the heading alone, without citations."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of citations, which are numbered from 1.

    ``heading`` is shown above the citations and is empty for quotes; it is a ``Message`` (see
    ``corpus.messages``) if it can be translated. ``as_of`` is the day of the newest article.
    ``read_as`` is the question with its misspelt names corrected, empty if it was read as asked.
    """

    question: str
    citations: tuple[Citation, ...]
    confidence: float
    kind: AnswerKind = AnswerKind.QUOTES
    heading: str = ""
    as_of: date | None = None
    timings: Timings = field(default_factory=Timings)
    read_as: str = ""

    @property
    def text(self) -> str:
        """The answer as plain text, with ``[1]`` markers."""
        if self.kind in (AnswerKind.FACT, AnswerKind.SMALL_TALK):
            return self.heading
        write = format_list if self.kind is AnswerKind.LIST else format_quotes
        return "\n".join(filter(None, (self.heading, write(self.citations))))


@dataclass(frozen=True, slots=True)
class Abstention:
    """No answer was found: the ``reason``, and the ``nearest`` passages."""

    question: str
    reason: str
    nearest: tuple[Citation, ...] = ()
    confidence: float = 0.0
    timings: Timings = field(default_factory=Timings)
    read_as: str = ""


Reply = Answer | Abstention


class Verdict(Enum):
    """What the articles say of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_COVERED = "not_covered"
    """No article supports or contradicts the claim as far as can be told."""


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """The verdict on a claim, with the evidence for and against it.

    A claim of several sentences is supported if each is, and contradicted if one is;
    ``uncovered`` are its sentences that are not covered. ``confidence`` is the probability of the
    verdict. ``nearest`` are the passages nearest a claim without evidence.
    """

    claim: str
    verdict: Verdict
    confidence: float
    supporting: tuple[Citation, ...] = ()
    contradicting: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    uncovered: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All excerpts in the order in which they are shown, the verdict's own evidence first."""
        sides = [self.supporting, self.contradicting]
        if self.verdict is Verdict.CONTRADICTED:
            sides.reverse()
        return (*sides[0], *sides[1], *self.nearest)


def fold_whitespace(text: str) -> str:
    """Replace each run of white space by one space."""
    return " ".join(text.split())


def format_quotes(citations: Sequence[Citation]) -> str:
    """Format excerpts as text: one a line, white space folded, with its marker."""
    return "\n".join(
        f"{fold_whitespace(citation.excerpt)} [{marker}]"
        for marker, citation in enumerate(citations, start=1)
    )


def format_list(citations: Sequence[Citation]) -> str:
    """Format cited articles as a list: title, outlet and day, one a line, with its marker."""
    return "\n".join(
        f"{fold_whitespace(citation.title) or 'Untitled'} — {_format_record(citation)} [{marker}]"
        for marker, citation in enumerate(citations, start=1)
    )


def format_outlets(lines: Sequence[ArticleSummary]) -> str:
    """Format the outlets of articles: ``The Post (5 October 2012), … and 2 more``."""
    named = [_format_outlet(line) for line in lines[:_MAX_NAMED]]
    more = len(lines) - len(named)
    if not more:
        return join_list(named)
    return message("{named} and {number} more", named=join_list(named), number=more)


def _format_outlet(line: ArticleSummary) -> str:
    name = fold_whitespace(line.source or "") or message(
        "“{word}”", word=fold_whitespace(line.title) or line.id
    )
    return message("{name} ({day})", name=name, day=line.published) if line.published else name


def _format_record(citation: Citation) -> str:
    published = format_day(citation.published) if citation.published else "undated"
    return ", ".join(filter(None, [fold_whitespace(citation.source or ""), published]))


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences that cover one article best, in the order of its text."""

    article_id: str
    title: str
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """Sentences of several articles about a topic, those of the newest article first.

    There are none if no article covers the topic.
    """

    topic: str
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """A new article: its summary, day, best sentence and copies.

    ``day`` is that of publication or, if it is not known, that of storage.
    """

    line: ArticleSummary
    day: date
    sentence: Citation | None
    also_in: tuple[ArticleSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """Articles that were just added, in order of addition, and how many ``more`` there are."""

    entries: tuple[DigestEntry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One page of the articles that are new since a day, newest first.

    ``page`` counts from 1 and is at most ``pages``; ``total`` counts stories on all pages.
    """

    since: date
    entries: tuple[DigestEntry, ...]
    total: int
    page: int
    pages: int
