"""How much of a question stands in a set of terms, with a weight for each of its terms."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from operator import mul
from typing import NamedTuple

from bot.replies import Span
from index.analyzer import terms
from index.sentences import sentences

GENERIC = frozenset(
    terms(
        """
        say said tell told call called name named many much kind type sort year time day week month
        people person thing happen make made get got take took give gave come came go went become
        became use used form mean long far old first new one two country city place number percent
        reason cause accord according describe follow following another other article report
        """
    )
)
"""Terms that stand in questions about anything: they tell little of what this one is about."""


class Sentence(NamedTuple):
    """A sentence of a passage; ``start`` and ``end`` count from the passage's first character.

    ``pairs`` are terms next to each other or one apart, in their order; ``capitals`` the terms of
    its capitalised words but the first.
    """

    start: int
    end: int
    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    capitals: frozenset[str]
    is_heading: bool
    is_question: bool
    leans_back: bool


@lru_cache(maxsize=4096)
def sentences_of(passage: str) -> tuple[Sentence, ...]:
    """The sentences of a passage's text, in order; the newest 4096 passages are remembered."""
    return tuple(_sentence(passage, span) for span in sentences(passage))


def _sentence(passage: str, span: Span) -> Sentence:
    text = passage[span[0] : span[1]]
    found = terms(text)
    last = text.rstrip("”’\"')]")[-1:]
    return Sentence(
        *span,
        terms=frozenset(found),
        pairs=frozenset([*pairwise(found), *zip(found, found[2:], strict=False)]),
        capitals=frozenset(terms(" ".join(_CAPITAL.findall(text)))),
        is_heading=last not in _STOPS and text.count(" ") < _HEADING_WORDS,
        is_question=last == "?",
        leans_back=bool(_LEANS_BACK.match(text)),
    )


def names_in(question: str) -> frozenset[str]:
    """The terms of a question's names and numbers; names only where it uses capitals to tell them.

    The first word's capital tells nothing, and neither do capitals throughout.
    """
    words = _WORD.findall(question)
    cased = not question.isupper()
    telling = [w for i, w in enumerate(words) if w[0].isdigit() or (cased and i and w[0].isupper())]
    return frozenset(terms(" ".join(telling))) if telling else frozenset()


_WORD = re.compile(r"\w[\w’'.-]*\w|\w")
_CAPITAL = re.compile(r"(?<=[\w,;:–—-]\s)[“\"‘'(]?[A-Z][\w’'-]*")
_STOPS = frozenset(".!?…:;。！？।؟")
_HEADING_WORDS = 13
_LEANS_BACK = re.compile(
    r"[“\"‘']?(?:(?:and|but|so|then)\s+)?(?:he|she|it|they|his|her|its|their|him|them|this|these|those|both"
    r"|the (?:latter|former|two|pair))\b"
    r"(?!\s+(?:is|was)\s+(?:not\s+)?\w+\s+(?:that|to|if|when)\b)",
    re.IGNORECASE,
)
"""Openings that speak of what the sentence before has named ("It is believed that" does not)."""


AKIN = 0.7
"""What a term of the same root counts: "Russia" for "Russian"."""
_ROOT = 5
"""Letters that two terms of one root share at the least."""
_NAME, _GENERIC, _PLAIN = 2.0, 0.4, 1.0


Credits = tuple[float, ...]
"""For each of a question's terms 1 where it was found, ``AKIN`` for one of its root, else 0."""


@dataclass(frozen=True)
class Asked:
    """A question's terms, each once, and their weights: names and numbers 2, generic words 0.4.

    ``akin`` holds, for each term, the terms of the passages that share its root; ``pairs`` are
    its neighbouring terms. No weight counts how often a term stands in the collection: in one of
    few articles that would say nothing.
    """

    question: str
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    akin: tuple[frozenset[str], ...]
    pairs: tuple[tuple[str, str], ...]
    names: frozenset[str]

    @classmethod
    def of(cls, question: str, vocabulary: Collection[str], capitals: Collection[str]) -> "Asked":
        """Take a question apart; ``capitals`` are terms that the passages capitalise."""
        sequence = terms(question)
        names = names_in(question) - GENERIC
        each = tuple(dict.fromkeys(sequence))
        weights = tuple(_weight(term, term in names or term in capitals) for term in each)
        akin = _akin(each, vocabulary)
        return cls(question, each, weights, akin, tuple(pairwise(sequence)), names)

    @cached_property
    def _worth(self) -> dict[str, tuple[tuple[int, float], ...]]:
        """For each term that counts for any of the question's: which ones, and how much."""
        worth: dict[str, dict[int, float]] = {}
        for place, (term, akin) in enumerate(zip(self.terms, self.akin, strict=True)):
            for other in akin:
                worth.setdefault(other, {})[place] = AKIN
            worth.setdefault(term, {})[place] = 1.0
        return {term: tuple(places.items()) for term, places in worth.items()}

    @cached_property
    def total(self) -> float:
        """The sum of its weights, 1 where it has no term."""
        return sum(self.weights) or 1.0

    def credits(self, found: frozenset[str]) -> Credits:
        """What these terms hold of each of the question's."""
        held = [0.0] * len(self.terms)
        for term in found & self._worth.keys():
            for place, credit in self._worth[term]:
                held[place] = max(held[place], credit)
        return tuple(held)

    def share(self, found: Credits) -> float:
        """The weighted share of the question that was found, from 0 to 1."""
        return float(sum(map(mul, self.weights, found))) / self.total

    def content(self, found: Credits) -> float:
        """How many terms that are not generic were found."""
        each = zip(self.terms, found, strict=True)
        return sum(credit for term, credit in each if term not in GENERIC)

    def names_missing(self, found: Credits) -> int:
        """How many of its names and numbers were not found at all."""
        each = zip(self.terms, found, strict=True)
        return sum(credit == 0 for term, credit in each if term in self.names)

    def words_missing(self, found: Credits) -> int:
        """How many of its other terms that are not generic were not found at all."""
        each = zip(self.terms, found, strict=True)
        return sum(c == 0 for term, c in each if term not in self.names and term not in GENERIC)


def united(*several: Credits) -> Credits:
    """The best credit of each term among two or more."""
    return tuple(map(max, *several))


def _weight(term: str, is_name: bool) -> float:  # noqa: FBT001
    return _GENERIC if term in GENERIC else _NAME if is_name else _PLAIN


def _akin(asked: Sequence[str], vocabulary: Collection[str]) -> tuple[frozenset[str], ...]:
    """For each term of the question the terms of its root; a number has none."""
    heads = {term[:_ROOT] for term in asked if len(term) >= _ROOT and not term[0].isdigit()}
    near = [term for term in vocabulary if term[:_ROOT] in heads]
    return tuple(frozenset(t for t in near if _are_akin(t, term)) for term in asked)


def _are_akin(term: str, other: str) -> bool:
    letters = zip(term, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    short, long = sorted((len(term), len(other)))
    return shared >= max(_ROOT, short - 1) and long - shared <= _ROOT
