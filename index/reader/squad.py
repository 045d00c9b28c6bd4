"""How near a span is to the known answers, as SQuAD's official evaluation script has it.

Rajpurkar et al. 2016, and 2018 for spans and answers without a word.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)


def normalize_answer(text: str) -> str:
    """In lower case, without ASCII punctuation, without a, an, the, and with single spaces."""
    bare = "".join(character for character in text.lower() if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def score_exact_match(predicted: str, answers: Iterable[str]) -> float:
    """1 where what was said equals an answer after normalisation, else 0."""
    return _find_best(predicted, answers, lambda one, other: float(one == other))


def score_f1(predicted: str, answers: Iterable[str]) -> float:
    """The highest F1 of the words that were said and those of an answer, in [0, 1].

    A word counts as often as both have it. Where one has no word left, 1 if neither has, else 0.
    """
    return _find_best(predicted, answers, _score_word_f1)


def _find_best(
    predicted: str, answers: Iterable[str], compare: Callable[[str, str], float]
) -> float:
    found = normalize_answer(predicted)
    return max((compare(found, normalize_answer(answer)) for answer in answers), default=0.0)


def _score_word_f1(predicted: str, answer: str) -> float:
    words, wanted = predicted.split(), answer.split()
    if not words or not wanted:
        return float(words == wanted)
    common = (Counter(words) & Counter(wanted)).total()
    return 2 * common / (len(words) + len(wanted))
