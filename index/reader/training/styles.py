"""Questions as people type them: in lower case, without a question mark, with a slip."""

import random
from collections.abc import Callable

Style = Callable[[str, random.Random], str]
"""Puts a question into another style, or leaves it as it is."""
_LOWER, _LOWER_BARE, _BARE, _SLIP = 0.05, 0.2, 0.07, 0.03


def styled(question: str, chance: random.Random) -> str:
    """The question, a third of the time in another style: the style tells nothing of the answer."""
    way = chance.random()
    if way < _LOWER:
        question = question.lower()
    elif way < _LOWER + _LOWER_BARE:
        question = question.lower().rstrip("?. ")
    elif way < _LOWER + _LOWER_BARE + _BARE:
        question = question.rstrip("? ")
    return _slip(question, chance) if chance.random() < _SLIP else question


def _slip(question: str, chance: random.Random) -> str:
    """Two letters of a longer word changed over, or one left out."""
    words = question.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return question
    at = chance.choice(long)
    word, place = words[at], chance.randint(1, len(words[at]) - 2)
    rest = word[place + 2 :]
    words[at] = word[:place] + (
        word[place + 1] + word[place] + rest if chance.random() < 0.5 else word[place + 1] + rest
    )
    return " ".join(words)
