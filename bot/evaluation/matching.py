"""Whether words that were shown hold an answer, and how near a span is to one."""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)
_SAYS_NOTHING = frozenset({"yes", "no"})


def folded(text: str) -> str:
    """The text in lower case with its white space folded."""
    return " ".join(text.casefold().split())


def holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in the text as whole words; case and white space do not count."""
    where, what = folded(text), folded(wanted)
    place = where.find(what) if what else -1
    while place >= 0:
        if _cut(where, place) and _cut(where, place + len(what)):
            return True
        place = where.find(what, place + 1)
    return False


def tellable(answers: Iterable[str]) -> tuple[str, ...]:
    """The answers that words of an article can state; a yes or no stands in any text."""
    return tuple(answer for answer in answers if squad_normal(answer) not in _SAYS_NOTHING)


def squad_normal(text: str) -> str:
    """SQuAD's normalisation: lower case, without punctuation, a, an, the, and extra white space.

    Rajpurkar et al. 2016, as in its official evaluation script.
    """
    bare = "".join(character for character in text.lower() if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact_match(said: str, answers: Iterable[str]) -> float:
    """1 where what was said equals an answer after normalisation, else 0."""
    return _best(said, answers, lambda one, other: float(one == other))


def f1(said: str, answers: Iterable[str]) -> float:
    """The highest F1 of the words that were said and those of an answer, in [0, 1]."""
    return _best(said, answers, _word_f1)


def _best(said: str, answers: Iterable[str], compare: Callable[[str, str], float]) -> float:
    normal = squad_normal(said)
    return max((compare(normal, squad_normal(answer)) for answer in answers), default=0.0)


def _word_f1(said: str, answer: str) -> float:
    words, wanted = said.split(), answer.split()
    if not words or not wanted:
        return float(words == wanted)
    common = (Counter(words) & Counter(wanted)).total()
    return 2 * common / (len(words) + len(wanted))


def _cut(text: str, place: int) -> bool:
    """Whether no word runs over this place."""
    inside = 0 < place < len(text)
    return not (inside and text[place - 1].isalnum() and text[place].isalnum())
