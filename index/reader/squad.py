"""Scores a predicted answer as SQuAD's official evaluation script does.

Rajpurkar et al. 2016, and 2018 for empty predictions and answers.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)


def normalize_answer(text: str) -> str:
    """Return the text in lower case, without ASCII punctuation, a, an and the, single-spaced."""
    bare = "".join(character for character in text.lower() if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def score_exact_match(predicted: str, answers: Iterable[str]) -> float:
    """Return 1 if the prediction equals an answer after normalisation, else 0."""
    return _find_best(predicted, answers, lambda one, other: float(one == other))


def score_f1(predicted: str, answers: Iterable[str]) -> float:
    """Return the highest F1 of the words of the prediction and an answer, in [0, 1].

    Repeated words count as often as both have them. If one has no words, the score is 1 if neither
    has, else 0.
    """
    return _find_best(predicted, answers, _score_word_f1)


def _find_best(
    predicted: str, answers: Iterable[str], compare: Callable[[str, str], float]
) -> float:
    normalized = normalize_answer(predicted)
    return max((compare(normalized, normalize_answer(answer)) for answer in answers), default=0.0)


def _score_word_f1(predicted: str, answer: str) -> float:
    words, wanted = predicted.split(), answer.split()
    if not words or not wanted:
        return float(words == wanted)
    common = (Counter(words) & Counter(wanted)).total()
    return 2 * common / (len(words) + len(wanted))
