"""Splits an article into passages: a few sentences of evidence each, sized for the model."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from corpus.article import Article, Zone, ZoneKind
from corpus.store.writes import PassageDraft
from index.long_sentences import TextWeight, split_sentence
from index.sentences import Span, find_sentence_spans

_RULES_FORMAT = 1
"""Increase when equal rules split differently, so that articles are split again."""

_MIN_CHARACTERS = 8
"""Two letters of any script; less cannot hold a letter with its accent."""

_TITLE_LENGTH = 150
"""Characters of a headline in the embedded text: about 35 of the model's 256 tokens."""


@dataclass(frozen=True, slots=True)
class PassageRules:
    """The limits of a passage, and what passages share.

    ``max_characters`` counts a character beyond Latin script as four, since the model reads such
    text almost letter by letter. Neighbours share ``overlap`` sentences if they fit. The last
    passage of a section is extended backwards to ``min_sentences`` if they fit.

    Raises ``ValueError`` for limits that contradict each other.
    """

    max_sentences: int = 5
    max_characters: int = 1000
    overlap: int = 1
    min_sentences: int = 3

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.max_sentences or self.min_sentences < 1:
            raise ValueError(f"a passage cannot overlap by all its sentences: {self}")
        if self.max_characters < _MIN_CHARACTERS:
            raise ValueError(f"max_characters should be {_MIN_CHARACTERS} or more: {self}")

    @property
    def fingerprint(self) -> str:
        """Equal if articles are split equally."""
        sizes = (self.max_sentences, self.max_characters, self.overlap, self.min_sentences)
        return f"passages-{_RULES_FORMAT}:" + "-".join(map(str, sizes))


DEFAULT_RULES = PassageRules()


def split_article(article: Article, rules: PassageRules = DEFAULT_RULES) -> list[Span]:
    """Return the passages of an article as spans of its text, in order of their starts.

    A passage begins and ends with a sentence (or a part of a sentence longer than
    ``rules.max_characters``), has only evidence, and does not cross a section heading. A heading
    begins the passage of the text after it, or ends the text before it if there is none after it.
    Every evidence sentence is in a passage.
    """
    scale = TextWeight(article.flow())
    return [
        passage
        for run in _find_evidence_runs(article)
        for section in _split_sections(scale, run, rules.max_characters)
        for passage in _split_windows(scale, section, rules)
    ]


def build_embedding_text(article: Article, start: int, end: int) -> str:
    """What the model is given for a passage: headline and date, then its exact words."""
    context, passage = build_context(article, start, end), article.text[start:end]
    return f"{context}\n{passage}" if context else passage


def build_context(article: Article, start: int, end: int) -> str:
    """The headline and the date of a passage's article.

    The headline is left out where the passage begins with it, and shortened where it is long.
    """
    passage, title = article.text[start:end], " ".join(article.title.split())
    if " ".join(passage[: 2 * len(article.title) + 80].split()).startswith(title):
        title = ""
    return format_dated_headline(title, article.published)


def format_dated_headline(title: str, published: date | None) -> str:
    """A headline, shortened where it is long, and its date, as far as they are known."""
    day = f"{published:%d %B %Y}".lstrip("0") if published else ""
    return ", ".join(filter(None, [truncate(" ".join(title.split()), _TITLE_LENGTH), day]))


def truncate(line: str, length: int) -> str:
    """Shorten a line to ``length`` characters, at a word, with ``…``."""
    if len(line) <= length:
        return line
    words, space, _ = line[:length].rpartition(" ")
    return (words if space else line[: length - 1]).rstrip(" ,;:–—-") + "…"


def _find_evidence_runs(article: Article) -> Iterator[list[Zone]]:
    """Return lists of adjacent evidence zones."""
    for is_evidence, zones in groupby(article.zones, key=lambda zone: zone.kind.is_evidence):
        if is_evidence:
            yield list(zones)


def _split_sections(scale: TextWeight, run: list[Zone], limit: int) -> list[list[Span]]:
    """Yield the sentences of each section; a heading without text ends the section before."""
    sections: list[list[Span]] = [[]]
    open_heading = False
    for zone in run:
        found = list(_split_units(scale, zone, limit))
        if not found:
            continue
        is_heading = zone.kind is ZoneKind.HEADING
        if is_heading and sections[-1] and not open_heading:
            sections.append([])
        sections[-1] += found
        open_heading = is_heading
    if open_heading and len(sections) > 1:
        trailing = sections.pop()
        sections[-1] += trailing
    return sections


def _split_units(scale: TextWeight, zone: Zone, limit: int) -> Iterator[Span]:
    """Yield the sentences of a zone, in parts if they are too long for a passage."""
    for sentence in find_sentence_spans(scale.text, zone.start, zone.end):
        yield from split_sentence(scale, sentence, limit)


def _split_windows(scale: TextWeight, section: list[Span], rules: PassageRules) -> Iterator[Span]:
    """Yield the passages of a section."""
    first = done = 0
    while done < len(section):
        last = _find_end(scale, section, first, rules)
        if last <= done:  # the shared sentences leave no room for a new one
            first = done
            continue
        if last == len(section):
            first = _find_last_start(scale, section, first, rules)
        yield section[first][0], section[last - 1][1]
        first, done = max(last - rules.overlap, first + 1), last


def _find_end(scale: TextWeight, section: list[Span], first: int, rules: PassageRules) -> int:
    """Return the end of the longest passage that begins at sentence ``first``."""
    last = first + 1
    while last < len(section) and _fits(scale, section, first, last + 1, rules):
        last += 1
    return last


def _find_last_start(
    scale: TextWeight, section: list[Span], first: int, rules: PassageRules
) -> int:
    """Return the start of the section's last passage, earlier if it has too few sentences."""
    last = len(section)
    earliest = max(0, last - rules.min_sentences)
    while first > earliest and _fits(scale, section, first - 1, last, rules):
        first -= 1
    return first


def _fits(
    scale: TextWeight, section: list[Span], first: int, last: int, rules: PassageRules
) -> bool:
    if last - first > rules.max_sentences:
        return False
    return scale.weight(section[first][0], section[last - 1][1]) <= rules.max_characters


class PassageSplitter:
    """Splits articles by ``rules`` (a ``corpus.store.writes.Splitter``)."""

    def __init__(self, rules: PassageRules = DEFAULT_RULES) -> None:
        self._rules = rules

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the rules."""
        return self._rules.fingerprint

    def split(self, article: Article) -> Sequence[PassageDraft]:
        """Return the article's passages in order."""
        return [
            PassageDraft(start, end, hash_embedding_text(build_embedding_text(article, start, end)))
            for start, end in split_article(article, self._rules)
        ]


def hash_embedding_text(text: str) -> str:
    """Return the key of an embedding: the BLAKE2b hash of the embedded text, 40 hex digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
