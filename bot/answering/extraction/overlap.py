"""Weighs the terms of a question and scores how many of them a text has."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from operator import mul
from typing import NamedTuple

from bot.answering.extraction.dates import TimeTerms
from bot.replies import Span
from index.analyzer import extract_terms
from index.sentences import find_sentence_spans
from index.temporal.question_time import QuestionTime

GENERIC_TERMS = frozenset(
    extract_terms(
        """
        say said tell told call called name named many much kind type sort year time day week month
        people person thing happen make made get got take took give gave come came go went become
        became use used form mean long far old first new one two country city place number percent
        reason cause accord according describe follow following another other article report
        """
    )
)
"""Terms that occur in questions about anything, so that they say little about this one."""

_WORD = re.compile(r"\w[\w’'.-]*\w|\w")
_CAPITAL = re.compile(r"(?<=[\w,;:–—-]\s)[“\"‘'(]?[A-Z][\w’'-]*")
_SENTENCE_ENDS = frozenset(".!?…:;。！？।؟")
_MAX_HEADING_WORDS = 13
_REFERS_BACK = re.compile(
    r"[“\"‘']?(?:(?:and|but|so|then)\s+)?(?:he|she|it|they|his|her|its|their|him|them|this|these|those|both"
    r"|the (?:latter|former|two|pair))\b"
    r"(?!\s+(?:is|was)\s+(?:not\s+)?\w+\s+(?:that|to|if|when)\b)",
    re.IGNORECASE,
)
"""Openings that refer to the sentence before; "It is believed that" does not."""
STEM_MATCH = 0.7
"""The score of a term with the same stem: "Russia" for "Russian"."""
DATE_MATCH = 0.7
"""The score of the terms of a time in a sentence that leaves it to the date of its article."""
_MIN_STEM_LENGTH = 5
"""The minimum number of letters that two terms with the same stem share."""
_NAME_WEIGHT, _GENERIC_WEIGHT, _PLAIN_WEIGHT = 2.0, 0.4, 1.0
TermScores = tuple[float, ...]
"""For each term of a question 1 if it was found, ``STEM_MATCH`` for the same stem, else 0."""


class Sentence(NamedTuple):
    """A sentence of a passage; ``start`` and ``end`` are offsets in the passage.

    ``pairs`` are terms that are adjacent or one apart, in order; ``capitals`` are the terms of its
    capitalised words except the first.
    """

    start: int
    end: int
    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    capitals: frozenset[str]
    is_heading: bool
    is_question: bool
    refers_back: bool


@lru_cache(maxsize=4096)
def split_sentences(passage: str) -> tuple[Sentence, ...]:
    """Return the sentences of a passage in order; the last 4096 passages are cached."""
    return tuple(_parse_sentence(passage, span) for span in find_sentence_spans(passage))


def _parse_sentence(passage: str, span: Span) -> Sentence:
    text = passage[span[0] : span[1]]
    found = extract_terms(text)
    last = text.rstrip("”’\"')]")[-1:]
    return Sentence(
        *span,
        terms=frozenset(found),
        pairs=frozenset([*pairwise(found), *zip(found, found[2:], strict=False)]),
        capitals=frozenset(extract_terms(" ".join(_CAPITAL.findall(text)))),
        is_heading=is_heading_text(text),
        is_question=last == "?",
        refers_back=bool(_REFERS_BACK.match(text)),
    )


def is_heading_text(text: str) -> bool:
    """Whether a line is short and does not end like a sentence."""
    last = text.rstrip("”’\"')]")[-1:]
    return last not in _SENTENCE_ENDS and text.count(" ") < _MAX_HEADING_WORDS


def find_name_terms(question: str) -> frozenset[str]:
    """Return the terms of the question's names and numbers.

    Names are recognised by capitals, except for the first word and for a question in capitals
    throughout.
    """
    words = _WORD.findall(question)
    cased = not question.isupper()
    telling = [w for i, w in enumerate(words) if w[0].isdigit() or (cased and i and w[0].isupper())]
    return frozenset(extract_terms(" ".join(telling))) if telling else frozenset()


@dataclass(frozen=True)
class QueryTerms:
    """The unique terms of a question with their weights: names and numbers 2, generic terms 0.4.

    ``same_stem`` holds, for each term, the terms of the passages with the same stem; ``pairs`` are
    its adjacent terms; ``time`` is the time that it mentions, which is not among its ``names``.
    Weights do not depend on the frequency of a term in the collection: with few articles that says
    nothing.
    """

    question: str
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    same_stem: tuple[frozenset[str], ...]
    pairs: tuple[tuple[str, str], ...]
    names: frozenset[str]
    time: TimeTerms | None = None

    @classmethod
    def from_question(
        cls,
        question: str,
        vocabulary: Collection[str],
        capitals: Collection[str],
        mentioned: QuestionTime | None = None,
    ) -> "QueryTerms":
        """Parse a question with the time that it mentions.

        ``capitals`` are terms that the passages capitalise.
        """
        sequence = extract_terms(question)
        names = find_name_terms(question) - GENERIC_TERMS
        each = tuple(dict.fromkeys(sequence))
        weights = tuple(_weigh_term(term, term in names or term in capitals) for term in each)
        same_stem = _find_same_stem(each, vocabulary)
        time = TimeTerms.from_time(mentioned)
        names -= time.terms if time else frozenset()
        return cls(question, each, weights, same_stem, tuple(pairwise(sequence)), names, time)

    @cached_property
    def _scores_by_term(self) -> dict[str, tuple[tuple[int, float], ...]]:
        """For each term that matches: the indices of the question's terms, with scores."""
        scores: dict[str, dict[int, float]] = {}
        for index, (term, same_stem) in enumerate(zip(self.terms, self.same_stem, strict=True)):
            for other in same_stem:
                scores.setdefault(other, {})[index] = STEM_MATCH
            scores.setdefault(term, {})[index] = 1.0
        return {term: tuple(places.items()) for term, places in scores.items()}

    @cached_property
    def total_weight(self) -> float:
        """The sum of the weights, or 1 without terms."""
        return sum(self.weights) or 1.0

    def score_terms(self, found: frozenset[str]) -> TermScores:
        """Return the score of each of the question's terms in a set of terms."""
        held = [0.0] * len(self.terms)
        for term in found & self._scores_by_term.keys():
            for index, score in self._scores_by_term[term]:
                held[index] = max(held[index], score)
        return tuple(held)

    def score_time(self, found: TermScores, score: float) -> TermScores:
        """Return the scores, with at least this one for the terms of the time; all 0 for 0."""
        if self.time is None:
            return found
        each = zip(self.terms, found, strict=True)
        return tuple(
            max(score, held) * bool(score) if term in self.time.terms else held
            for term, held in each
        )

    def compute_coverage(self, found: TermScores) -> float:
        """Return the weighted share of the question that was found, in [0, 1]."""
        return float(sum(map(mul, self.weights, found))) / self.total_weight

    def count_content_terms(self, found: TermScores) -> float:
        """Count the terms found that are not generic."""
        each = zip(self.terms, found, strict=True)
        return sum(score for term, score in each if term not in GENERIC_TERMS)

    def count_missing_names(self, found: TermScores) -> int:
        """Count the names and numbers that were not found, and the time as one of them."""
        each = list(zip(self.terms, found, strict=True))
        missing = sum(score == 0 for term, score in each if term in self.names)
        time = self.time.terms if self.time else frozenset[str]()
        return missing + any(score == 0 for term, score in each if term in time)

    def count_missing_words(self, found: TermScores) -> int:
        """Count the other terms, except generic ones, that were not found."""
        others = self.names | GENERIC_TERMS | (self.time.terms if self.time else frozenset())
        each = zip(self.terms, found, strict=True)
        return sum(score == 0 for term, score in each if term not in others)


def elementwise_max(*several: TermScores) -> TermScores:
    """Return the best score of each term."""
    return tuple(map(max, zip(*several, strict=True)))


def _weigh_term(term: str, is_name: bool) -> float:  # noqa: FBT001
    return _GENERIC_WEIGHT if term in GENERIC_TERMS else _NAME_WEIGHT if is_name else _PLAIN_WEIGHT


def _find_same_stem(
    query: Sequence[str], vocabulary: Collection[str]
) -> tuple[frozenset[str], ...]:
    """Return, for each term of the question, the terms with the same stem; numbers have none."""
    heads = {
        term[:_MIN_STEM_LENGTH]
        for term in query
        if len(term) >= _MIN_STEM_LENGTH and not term[0].isdigit()
    }
    near = [term for term in vocabulary if term[:_MIN_STEM_LENGTH] in heads]
    return tuple(frozenset(t for t in near if _have_same_stem(t, term)) for term in query)


def _have_same_stem(term: str, other: str) -> bool:
    letters = zip(term, other, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    short, long = sorted((len(term), len(other)))
    return shared >= max(_MIN_STEM_LENGTH, short - 1) and long - shared <= _MIN_STEM_LENGTH
