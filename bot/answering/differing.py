"""Whether articles answer a question differently: then each answer is shown, beside the others."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.answering.choosing import MOST, Ranked
from index.analyzer import terms

_LONGEST = 6
"""Words of an answer that can be set against another; longer ones say more than one thing."""


class _Said(NamedTuple):
    """What a sentence answers: its numbers, or its terms where that is a name, and where."""

    numbers: frozenset[str]
    words: frozenset[str]
    ranked: Ranked


def differing(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best sentence of each answer that articles give, best first; none where they agree.

    Articles answer differently where the words that answer are names, or hold numbers, and no
    passage has any of the other's. At most ``MOST``; the best of all is among them or there is
    none.
    """
    said = [found for each in ranked if (found := _said(each))]
    chosen: list[_Said] = []
    for each in said:
        if len(chosen) < MOST and all(_differ(each, other) for other in chosen):
            chosen.append(each)
    leads = len(chosen) > 1 and chosen[0].ranked is ranked[0]
    return [each.ranked for each in chosen] if leads else []


def _said(ranked: Ranked) -> _Said | None:
    """What a sentence answers; ``None`` where that is neither a number nor a name."""
    if ranked.highlight is None:
        return None
    start, end = ranked.highlight
    words = ranked.candidate.passage.article.text[start:end]
    numbers = frozenset(_NUMBER.findall(words))
    if len(words.split()) > _LONGEST or not (numbers or _NAME.search(words)):
        return None
    return _Said(numbers, frozenset(terms(words)), ranked)


def _differ(one: _Said, other: _Said) -> bool:
    passages = one.ranked.candidate.passage, other.ranked.candidate.passage
    if passages[0].article.id == passages[1].article.id or bool(one.numbers) != bool(other.numbers):
        return False
    return not (_is_in(one, passages[1].flow) or _is_in(other, passages[0].flow))


def _is_in(said: _Said, text: str) -> bool:
    """Whether a passage has any of what another one answers."""
    if said.numbers:
        return not said.numbers.isdisjoint(_NUMBER.findall(text))
    return not said.words.isdisjoint(terms(text))


_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[A-Z]\w")
