"""Claims over news articles, each with the sentences of an article that are nearest to it.

The window is chosen by the claim alone, so that it is the same for a claim that the article
supports and for one that it does not. Whole articles are kept aside.
"""

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from index.analyzer import extract_terms
from index.passages import format_dated_headline
from index.reader.training.news import is_kept_aside
from index.sentences import Span, find_sentence_spans
from index.support.training.clauses import find_clauses
from index.support.training.examples import (
    CONTRADICTED,
    NOT_COVERED,
    SUPPORTED,
    UNSUPPORTED,
    Example,
    Verdicts,
)
from index.support.training.questions import to_statement
from index.support.windows import MAX_CHARACTERS, choose_sentences

SOURCE = "news"
_TUNING_SHARE, _TUNING_REST = 10, 5
"""One article in ten is for choosing thresholds."""
_WINDOW_SIZES = (200, MAX_CHARACTERS)

_OTHERS = 30
"""Articles of which one is taken for a claim that is of none of them."""
_COPIES = 4
"""Clauses of an article that are copied in a round."""


class Part(Enum):
    """What an article is for."""

    LEARNING = "learning"
    TUNING = "tuning"
    """For thresholds; it is learnt from by nothing else."""
    VALIDATION = "validation"


@dataclass(frozen=True, slots=True)
class NewsClaim:
    """A claim with its article's record; ``places`` are where each piece of evidence stands."""

    claim: str
    verdicts: Verdicts
    kind: str
    article: str
    places: tuple[tuple[int, ...], ...]


class NewsClaims:
    """The claims of a folder, of one of its parts, and the articles of that part."""

    def __init__(self, folder: Path, part: Part) -> None:
        rows = _rows(folder / "articles.jsonl")
        self._articles = {row["id"]: row for row in rows if _find_part(row["id"]) is part}
        self.claims = [
            NewsClaim(
                row["claim"],
                _find_verdicts(row),
                row["kind"],
                row["article_id"],
                tuple(tuple(piece["starts"]) for piece in row["evidence"]),
            )
            for row in _rows(folder / "claims.jsonl")
            if row["article_id"] in self._articles
        ]
        self.from_questions = [
            claim
            for name, key, verdicts in (
                ("answerable", "answer", SUPPORTED),
                ("unanswerable", "trap", UNSUPPORTED),
            )
            for row in _rows_if_there(folder / f"{name}.jsonl")
            if row["article_id"] in self._articles and (claim := _to_claim(row, row[key], verdicts))
        ]
        """Claims made of the set's questions and traps."""
        self._sentences = cache(self._find_sentences)
        self._terms = cache(self._find_terms)

    def to_json_lines(self) -> str:
        """The articles of the part, one a line, as Byline reads them."""
        return "".join(json.dumps(row) + "\n" for row in self._articles.values())

    def find_text(self, claim: NewsClaim) -> str:
        """The whole text of the claim's article."""
        text: str = self._articles[claim.article]["text"]
        return text

    def given_window(self, claim: NewsClaim, size: int = MAX_CHARACTERS) -> Example:
        """The claim with the window of its article."""
        spans = self._choose(claim, claim.article, size)
        return self._build(claim, claim.article, spans, claim.verdicts)

    def sampled_window(self, claim: NewsClaim, chance: random.Random) -> Example:
        """The claim with a window of any size, which holds all its evidence if it is supported.

        A claim whose evidence is not in the article's text (it stands in the headline or the date)
        keeps the window.
        """
        size = _sample_size(chance)
        spans = self._choose(claim, claim.article, size)
        if claim.verdicts == SUPPORTED and not _holds_all(spans, claim.places):
            size = MAX_CHARACTERS
        return self.given_window(claim, size)

    def other_window(self, claim: NewsClaim, chance: random.Random) -> Example:
        """The claim with the window of another article, which does not cover it.

        Of some articles, it is the one that shares most terms with the claim.
        """
        others = chance.sample(sorted(self._articles.keys() - {claim.article}), _OTHERS)
        wanted = set(extract_terms(claim.claim))
        article = max(others, key=lambda other: len(wanted & self._terms(other)))
        spans = self._choose(claim, article, _sample_size(chance))
        return self._build(claim, article, spans, NOT_COVERED)

    def copies(self, chance: random.Random) -> Iterator[Example]:
        """Clauses of the articles as claims, which are supported by what they are copied from.

        The set's own claims that are supported share fewer words with the article than the others:
        without copies a judge learns that shared words speak against a claim.
        """
        for article, row in self._articles.items():
            texts = [row["text"][a:b] for a, b in self._sentences(article)]
            chance.shuffle(texts)
            clauses = chain.from_iterable(
                islice(find_clauses(" ".join(text.split()), chance), 1) for text in texts
            )
            for text in islice(clauses, _COPIES):
                claim = NewsClaim(text, SUPPORTED, "copy", article, ())
                yield self.given_window(claim, _sample_size(chance))

    def _choose(self, claim: NewsClaim, article: str, size: int) -> list[Span]:
        text, spans = self._articles[article]["text"], self._sentences(article)
        chosen = choose_sentences(claim.claim, [text[a:b] for a, b in spans], size)
        return [spans[at] for at in chosen]

    def _build(
        self, claim: NewsClaim, article: str, spans: list[Span], verdicts: Verdicts
    ) -> Example:
        row = self._articles[article]
        day = date.fromisoformat(row["date"]) if row["date"] else None
        evidence = " ".join(" ".join(row["text"][a:b].split()) for a, b in spans)
        headline = format_dated_headline(row["title"], day)
        return Example(claim.claim, evidence, verdicts, SOURCE, claim.kind, headline)

    def _find_terms(self, article: str) -> set[str]:
        return set(extract_terms(self._articles[article]["text"]))

    def _find_sentences(self, article: str) -> list[Span]:
        return list(find_sentence_spans(self._articles[article]["text"]))


def _find_part(article: str) -> Part:
    if is_kept_aside(article):
        return Part.VALIDATION
    is_tuning = zlib.crc32(article.encode()) % _TUNING_SHARE == _TUNING_REST
    return Part.TUNING if is_tuning else Part.LEARNING


def _find_verdicts(row: dict[str, Any]) -> Verdicts:
    """Only of negated claims the set says that the article contradicts them."""
    if row["supported"]:
        return SUPPORTED
    return CONTRADICTED if row["kind"] == "negation" else UNSUPPORTED


def _sample_size(chance: random.Random) -> int:
    """A size of window, more often a small one, which is learnt from faster."""
    low, high = _WINDOW_SIZES
    return low + int((high - low) * chance.random() ** 2)


def _holds_all(spans: list[Span], places: tuple[tuple[int, ...], ...]) -> bool:
    return all(any(a <= start < b for start in piece for a, b in spans) for piece in places)


def _to_claim(
    row: dict[str, Any], words: dict[str, Any] | None, verdicts: Verdicts
) -> NewsClaim | None:
    made = to_statement(row["question"], words["text"]) if words else None
    if words is None or made is None:
        return None
    return NewsClaim(made, verdicts, "question", row["article_id"], (tuple(words["starts"]),))


def _rows_if_there(path: Path) -> Iterator[dict[str, Any]]:
    return _rows(path) if path.exists() else iter(())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
