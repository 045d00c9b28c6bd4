"""Whether words that were shown hold an answer."""

from collections.abc import Iterable

from index.reader.squad import normal

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
    return tuple(answer for answer in answers if normal(answer) not in _SAYS_NOTHING)


def _cut(text: str, place: int) -> bool:
    """Whether no word runs over this place."""
    inside = 0 < place < len(text)
    return not (inside and text[place - 1].isalnum() and text[place].isalnum())
