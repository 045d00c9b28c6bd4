"""Passages cut from long texts as they are cut when articles are indexed: a few sentences."""

import random
from collections.abc import Sequence

from index.reader.training.examples import Span
from index.sentences import find_sentence_spans

_SENTENCES = (2, 8)
_CHARACTERS = 1100


def window(
    text: str,
    spans: Sequence[Span],
    chance: random.Random,
    counts: tuple[int, int] = _SENTENCES,
) -> tuple[str, list[Span]]:
    """Some sentences in a row that hold one of the spans, and the spans that lie within them."""
    cuts = find_sentence_spans(text)
    held = [place for place, cut in enumerate(cuts) if any(_within(span, cut) for span in spans)]
    if not held:
        return text[:_CHARACTERS], [span for span in spans if span[1] <= _CHARACTERS]
    first = last = chance.choice(held)
    wanted = chance.randint(*counts)
    while last - first + 1 < wanted and (first > 0 or last < len(cuts) - 1):
        back = first > 0 and (last == len(cuts) - 1 or chance.random() < 0.5)
        a, b = (first - 1, last) if back else (first, last + 1)
        if cuts[b][1] - cuts[a][0] > _CHARACTERS:
            break
        first, last = a, b
    start, end = cuts[first][0], cuts[last][1]
    return text[start:end], [(a - start, b - start) for a, b in spans if start <= a and b <= end]


_PASSAGE = 1000
_PASSAGE_SENTENCES = 5


def passages(text: str) -> list[Span]:
    """Passages of up to five sentences that share one with the next, about as articles are cut."""
    cuts, found, first = find_sentence_spans(text), [], 0
    while first < len(cuts):
        last = first
        while (
            last + 1 < min(len(cuts), first + _PASSAGE_SENTENCES)
            and cuts[last + 1][1] - cuts[first][0] <= _PASSAGE
        ):
            last += 1
        found.append((cuts[first][0], cuts[last][1]))
        if last == len(cuts) - 1:
            break
        first = max(first + 1, last)
    return found


def without(text: str, spans: Sequence[Span]) -> str:
    """The text less the sentences that touch a span; empty where nothing is left."""
    kept = [
        cut
        for cut in find_sentence_spans(text)
        if not any(a < cut[1] and cut[0] < b for a, b in spans)
    ]
    return " ".join(text[a:b] for a, b in kept)


def _within(span: Span, cut: Span) -> bool:
    return cut[0] <= span[0] and span[1] <= cut[1]
