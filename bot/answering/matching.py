"""How much of a question stands in a set of terms, with a weight for each of its terms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from os.path import commonprefix

from bot.answering.features import GENERIC, names_in
from index.analysis import terms

AKIN = 0.7
"""What a term of the same root counts: "Russia" for "Russian"."""
_ROOT = 5
"""Letters that two terms of one root share at the least."""
_NAME, _GENERIC, _PLAIN = 2.0, 0.4, 1.0


class Credits(dict[str, float]):
    """For each term of the question 1 where it was found, ``AKIN`` for one of its root, else 0."""


@dataclass(frozen=True)
class Asked:
    """A question's terms and their weights: names and numbers 2, generic words 0.4, others 1.

    ``akin`` holds, for each term, the terms of the passages that share its root. No weight counts
    how often a term stands in the collection: in one of few articles that would say nothing.
    """

    question: str
    sequence: tuple[str, ...]
    names: frozenset[str]
    weights: dict[str, float]
    akin: dict[str, frozenset[str]]

    @classmethod
    def of(cls, question: str, vocabulary: Collection[str], capitals: Collection[str]) -> "Asked":
        """Take a question apart; ``capitals`` are the terms of capitalised words in the passages."""
        sequence = tuple(terms(question))
        names = names_in(question) - GENERIC
        weights = {term: _weight(term, term in names or term in capitals) for term in sequence}
        return cls(question, sequence, names, weights, _akin(weights, vocabulary))

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Its neighbouring terms."""
        return tuple(zip(self.sequence, self.sequence[1:], strict=False))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Its terms that are not generic."""
        return tuple(term for term in self.weights if term not in GENERIC)

    @cached_property
    def total(self) -> float:
        """The sum of its weights."""
        return sum(self.weights.values())

    def credits(self, found: frozenset[str]) -> Credits:
        """What these terms hold of each of the question's."""
        return Credits((term, self._credit(term, found)) for term in self.weights)

    def share(self, credits: Credits) -> float:
        """The weighted share of the question that was found, from 0 to 1."""
        return sum(w * credits[term] for term, w in self.weights.items()) / self.total if self.total else 0.0

    def _credit(self, term: str, found: frozenset[str]) -> float:
        return 1.0 if term in found else 0.0 if self.akin[term].isdisjoint(found) else AKIN


def united(several: Sequence[Credits]) -> Credits:
    """The best credit of each term among several."""
    return Credits((term, max(credits[term] for credits in several)) for term in several[0])


def _weight(term: str, is_name: bool) -> float:  # noqa: FBT001
    return _GENERIC if term in GENERIC else _NAME if is_name else _PLAIN


def _akin(asked: Iterable[str], vocabulary: Collection[str]) -> dict[str, frozenset[str]]:
    roots: dict[str, list[str]] = {}
    for term in vocabulary:
        if len(term) >= _ROOT and not term[0].isdigit():
            roots.setdefault(term[:_ROOT], []).append(term)
    return {term: frozenset(t for t in roots.get(term[:_ROOT], ()) if _are_akin(t, term)) for term in asked}


def _are_akin(term: str, other: str) -> bool:
    shared = len(commonprefix([term, other]))
    short, long = sorted((len(term), len(other)))
    return shared >= max(_ROOT, short - 1) and long - shared <= _ROOT
