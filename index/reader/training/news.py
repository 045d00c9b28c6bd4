"""Questions and traps over news articles, each with its headline and date.

Whole articles are kept aside for validation, by checksum of their ids.
"""

import json
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index.analyzer import extract_terms
from index.passages import format_dated_headline
from index.reader.training.examples import Example, Span
from index.reader.training.windows import passages, window
from index.sentences import find_sentence_spans

SOURCE = "news"
_KEPT_ASIDE = 10
"""Every tenth article is for validation."""
_FEW = (1, 3)
"""Sentences of a passage that is not as served: shorter ones are learnt from faster."""
_NEAR_BEST = 0.7
"""Of the words shared with the question, by the best place of an answer: a place with fewer is no
answer."""


def news(folder: Path, *, validation: bool) -> list[Example]:
    """The questions and traps of a folder, with their whole articles, of one of its parts."""
    articles = {row["id"]: row for row in _rows(folder / "articles.jsonl")}
    kept = {key: row for key, row in articles.items() if is_kept_aside(key) == validation}
    asked: dict[str, list[tuple[str, dict[str, Any] | None, bool]]] = defaultdict(list)
    for row in _rows(folder / "answerable.jsonl"):
        asked[row["article_id"]].append((row["question"], row["answer"], True))
    for row in _rows(folder / "unanswerable.jsonl"):
        asked[row["article_id"]].append((row["question"], row["trap"], False))
    return [example for key, row in kept.items() for example in _of_article(row, asked[key])]


def given_passage(example: Example) -> Example:
    """The example with the one passage that holds its answer or its trap, always the same."""
    chance = random.Random(example.question)  # noqa: S311 - for the window
    return news_passage(example, chance, as_served=True)


def news_passage(example: Example, chance: random.Random, *, as_served: bool) -> Example:
    """The example with a passage that holds its answer or its trap.

    ``as_served``: one of the passages into which articles are cut, where one holds it all; else
    some sentences around it.
    """
    targets = example.spans or example.traps
    if as_served:
        cut = [
            (a, b)
            for a, b in passages(example.passage)
            if any(a <= x and y <= b for x, y in targets)
        ]
        if cut:
            a, b = chance.choice(cut)
            held = [(x - a, y - a) for x, y in targets if a <= x and y <= b]
            return _shown(example, example.passage[a:b], held)
    passage, held = window(example.passage, targets, chance, _FEW)
    return _shown(example, passage, held) if held else example


def _shown(example: Example, passage: str, held: Sequence[Span]) -> Example:
    spans, traps = (tuple(held), ()) if example.answerable else ((), tuple(held))
    return replace(example, passage=passage, spans=spans, traps=traps)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def is_kept_aside(article: str) -> bool:
    """Whether the article of this id is for validation."""
    return zlib.crc32(article.encode()) % _KEPT_ASIDE == 0


def _of_article(
    row: dict[str, Any], asked: Sequence[tuple[str, dict[str, Any] | None, bool]]
) -> Iterator[Example]:
    text = row["text"]
    said = [(span, set(extract_terms(text[slice(*span)]))) for span in find_sentence_spans(text)]
    day = date.fromisoformat(row["date"]) if row["date"] else None
    title = format_dated_headline(row["title"], day)
    for question, words, answerable in asked:
        wanted = set(extract_terms(question))
        places = _places(words, said, wanted) if words else _nearest(said, wanted)
        yield Example(
            question,
            text,
            places if answerable else (),
            exact=True,
            article=row["id"],
            source=SOURCE,
            title=title,
            traps=() if answerable else places,
        )


def _places(
    words: dict[str, Any], said: Sequence[tuple[Span, set[str]]], wanted: set[str]
) -> tuple[Span, ...]:
    """Where the words stand: in the sentences that share about the most with the question."""
    found = []
    for start in words["starts"]:
        around = [has for (a, b), has in said if a <= start < b]
        found.append((start, len(wanted & around[0]) if around else 0))
    most = max(shared for _, shared in found)
    length = len(words["text"])
    return tuple((a, a + length) for a, shared in found if shared >= _NEAR_BEST * most)


def _nearest(said: Sequence[tuple[Span, set[str]]], wanted: set[str]) -> tuple[Span, ...]:
    return (max(said, key=lambda each: len(wanted & each[1]))[0],)
