"""What a small model misses: numbers and names of a claim that its evidence lacks, and negation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.analyzer import STOP_WORDS, extract_terms
from index.sentences import find_sentence_spans
from index.support.base import Judgement
from index.support.numbers import Number, find_numbers

_ROUNDING = 0.07
"""The relative difference of two numbers that may be one, where one is said to be inexact."""
_DURATIONS = frozenset(extract_terms("second minute hour day week month year decade century"))
"""Units of numbers that a claim may compute from two dates."""
_NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*(?:\.[A-Z]\.?)*")
_DERIVED = re.compile(r"(?:ian|ean|can|ese|ish|i)s?$")
"""Endings of words for the people of a country, which a text may call otherwise."""
_METONYMS = frozenset(
    [
        "America",
        "Britain",
        "Washington",
        "London",
        "Moscow",
        "Kremlin",
        "Beijing",
        "Brussels",
        "Europe",
        "English",
    ]
)
"""Names for a government or country that a text may call otherwise."""
_MIN_STEM = 4
"""Letters that "Russia" and "Russian" share at least."""
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|none|nobody|nothing|neither|nor|cannot|unable|"
    r"fail(?:s|ed)? to|refus(?:es|ed) to)\b|n[’']t\b",
    re.IGNORECASE,
)
_KEPT_SUPPORT = 0.2
"""The share of its support that a claim keeps; less than any threshold, and the order stays."""
_KEPT_IF_OPPOSED = 0.02
_COPIED = 0.8
"""The share of the claim's terms in a sentence of which it is a near copy."""


@dataclass(frozen=True, slots=True)
class ContrarySigns:
    """What speaks against a claim's being supported by its evidence.

    ``missing_numbers`` and ``missing_names`` are those of the claim that the evidence lacks.
    ``is_opposed``: a sentence that the claim nearly copies has another number of the same things,
    or one of the two is negated.
    """

    missing_numbers: tuple[float, ...] = ()
    missing_names: tuple[str, ...] = ()
    is_opposed: bool = False

    @property
    def is_veto(self) -> bool:
        """Whether the claim cannot count as supported."""
        return bool(self.missing_numbers or self.missing_names or self.is_opposed)


def find_contrary_signs(
    claim: str, evidence: str, headline: str = "", article: str = ""
) -> ContrarySigns:
    """Compare a claim with its evidence.

    The headline, with its date, counts as evidence, and for names the whole ``article``. A number
    may be rounded where it is said to be inexact. Not missed are a number up to twelve in letters,
    which a list may stand for, and a duration, which two dates may stand for, unless the evidence
    has another one of the same things; and words for nations, which have several.
    """
    known = find_numbers(f"{headline}\n{evidence}")
    numbers = find_numbers(claim)
    unknown = [each for each in numbers if not _is_known(each, known)]
    missing = [each for each in unknown if _is_opposed(each, known) or not _may_be_implied(each)]
    return ContrarySigns(
        tuple(each.value for each in missing),
        tuple(_find_missing_names(claim, f"{headline}\n{evidence}\n{article}")),
        _is_opposed_by_copy(claim, missing, evidence),
    )


def weigh(judgement: Judgement, signs: ContrarySigns) -> Judgement:
    """Take most of the support from a judgement against which there are signs.

    It goes to a contradiction where the evidence is opposed, else to "not covered".
    """
    if not signs.is_veto:
        return judgement
    kept = (_KEPT_IF_OPPOSED if signs.is_opposed else _KEPT_SUPPORT) * judgement.supported
    taken = judgement.supported - kept
    against = judgement.contradicted + taken * signs.is_opposed
    return Judgement(kept, against, 1 - kept - against)


def _is_known(number: Number, known: Iterable[Number]) -> bool:
    return any(_are_equal(number, each) for each in known)


def _are_equal(one: Number, other: Number) -> bool:
    tolerance = _ROUNDING if one.is_approximate or other.is_approximate else 1e-9
    return abs(one.value - other.value) <= tolerance * max(one.value, other.value)


def _is_opposed(number: Number, known: Iterable[Number]) -> bool:
    return bool(number.unit) and any(number.unit == each.unit for each in known)


def _may_be_implied(number: Number) -> bool:
    return number.is_word or bool(number.unit & _DURATIONS)


def _find_missing_names(claim: str, shown: str) -> list[str]:
    terms = set(extract_terms(shown))
    initials = {word[0] for word in re.findall(r"\b[A-Z]\w*", shown)}
    missing = []
    for match in _NAME.finditer(claim):
        word = re.sub(r"[’']s?$", "", match.group())
        if match.start() == 0 or not _is_telling(word):
            continue
        is_acronym = word.isupper() and set(word) <= initials
        if not is_acronym and not all(_is_term_known(term, terms) for term in extract_terms(word)):
            missing.append(word)
    return missing


def _is_telling(word: str) -> bool:
    return not (
        len(word) < 3
        or word.casefold() in STOP_WORDS
        or word in _METONYMS
        or _DERIVED.search(word)
        or find_numbers(word)
    )


def _is_term_known(term: str, known: set[str]) -> bool:
    if term in known or term.isdigit():
        return True
    head = term[: max(_MIN_STEM, len(term) - 3)]
    return len(term) >= _MIN_STEM and any(each.startswith(head) for each in known)


def _is_opposed_by_copy(claim: str, missing: list[Number], evidence: str) -> bool:
    wanted, is_negated = _find_words(claim), bool(_NEGATION.search(claim))
    for start, end in find_sentence_spans(evidence):
        sentence = evidence[start:end]
        terms = _find_words(sentence)
        if len(wanted & terms) >= max(2, _COPIED * max(len(wanted), len(terms))):
            numbers = find_numbers(sentence)
            differs = is_negated != bool(_NEGATION.search(sentence))
            return differs or any(_is_opposed(each, numbers) for each in missing)
    return False


def _find_words(text: str) -> set[str]:
    """Return the terms without digits."""
    return {term for term in extract_terms(text) if not any(map(str.isdigit, term))}
