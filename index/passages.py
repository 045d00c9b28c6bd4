"""An article cut into passages: a few sentences each, of evidence alone, sized for the model."""

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
"""Counted up when the same rules begin to cut differently, so that indexes are cut anew."""

_MIN_CHARACTERS = 8
"""Two letters of any script: less would not hold a letter with its accent."""

_TITLE_LENGTH = 150
"""Characters of a headline that the model is given: about 35 of its 256 tokens."""


@dataclass(frozen=True, slots=True)
class PassageRules:
    """How articles are cut: the most sentences and characters of a passage, and what it shares.

    ``max_characters`` counts a character beyond the Latin script as four, since the model reads
    such text almost letter by letter. Neighbours share ``overlap`` sentences where that fits.
    A section's last passage reaches back until it has ``min_sentences``, where that fits.

    Raises ``ValueError`` where the rules cannot be met together.
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
        """Equal where articles are cut equally."""
        sizes = (self.max_sentences, self.max_characters, self.overlap, self.min_sentences)
        return f"passages-{_RULES_FORMAT}:" + "-".join(map(str, sizes))


DEFAULT_RULES = PassageRules()


def split_article(article: Article, rules: PassageRules = DEFAULT_RULES) -> list[Span]:
    """The passages of an article, as spans of its text, in order of their starts.

    Each begins and ends with a sentence (or with a piece of one longer than
    ``rules.max_characters``), lies in evidence zones alone, and never reaches over a section
    heading, which begins the passage of what follows it; a heading that nothing follows stays
    with what came before. Every evidence sentence is in a passage.
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
    """A line of at most ``length`` characters, ended at a word with ``…`` where it was longer."""
    if len(line) <= length:
        return line
    words, space, _ = line[:length].rpartition(" ")
    return (words if space else line[: length - 1]).rstrip(" ,;:–—-") + "…"


def _find_evidence_runs(article: Article) -> Iterator[list[Zone]]:
    """Neighbouring evidence zones, one list for each stretch that no other zone interrupts."""
    for is_evidence, zones in groupby(article.zones, key=lambda zone: zone.kind.is_evidence):
        if is_evidence:
            yield list(zones)


def _split_sections(scale: TextWeight, run: list[Zone], limit: int) -> list[list[Span]]:
    """A run's sentences, a new list at every heading; headings with nothing after them go back."""
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
    """The zone's sentences, those too long for a passage in pieces."""
    for sentence in find_sentence_spans(scale.text, zone.start, zone.end):
        yield from split_sentence(scale, sentence, limit)


def _split_windows(scale: TextWeight, section: list[Span], rules: PassageRules) -> Iterator[Span]:
    """Passages over a section's sentences, from its first to its last."""
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
    """The end of the longest passage from sentence ``first``: at least that one sentence."""
    last = first + 1
    while last < len(section) and _fits(scale, section, first, last + 1, rules):
        last += 1
    return last


def _find_last_start(
    scale: TextWeight, section: list[Span], first: int, rules: PassageRules
) -> int:
    """The first sentence of the section's last passage, moved back while that is too short."""
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
    """Cuts articles by ``rules`` for the store (``corpus.store.articles.Cutter``)."""

    def __init__(self, rules: PassageRules = DEFAULT_RULES) -> None:
        self._rules = rules

    @property
    def fingerprint(self) -> str:
        """The rules' fingerprint."""
        return self._rules.fingerprint

    def split(self, article: Article) -> Sequence[PassageDraft]:
        """The article's passages, in order."""
        return [
            PassageDraft(start, end, hash_embedding_text(build_embedding_text(article, start, end)))
            for start, end in split_article(article, self._rules)
        ]


def hash_embedding_text(text: str) -> str:
    """The hash that an embedding is kept by: BLAKE2b of the words embedded, 40 hex digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
