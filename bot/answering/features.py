"""A passage's sentences as a reader compares them with a question: terms, pairs, form."""

import re
from functools import lru_cache
from itertools import pairwise
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
