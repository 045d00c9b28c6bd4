"""What a name is the name of, told by simple cues: its own words, its title, pronouns beside it."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from bot.answering.extraction.answer_types import names
from index.sentences import sentences


class Kind(NamedTuple):
    """What speaks for each kind of thing, 0 or more; nothing known is all 0."""

    he: float = 0.0
    she: float = 0.0
    person: float = 0.0
    place: float = 0.0
    group: float = 0.0

    @property
    def is_person(self) -> bool:
        """Whether it is known to be one person."""
        return max(self.he, self.she, self.person) > max(self.place, self.group)


@cache
def cue(name: str) -> frozenset[str]:
    """A closed list of words, by its name in ``cues.json``."""
    return frozenset(_cues()[name].split())


@cache
def _cues() -> dict[str, str]:
    kept: dict[str, str] = json.loads(
        files("bot.conversation").joinpath("cues.json").read_text("utf-8")
    )
    return kept


def names_of(text: str) -> Iterator[tuple[int, int]]:
    """The names of a text as spans, sentence by sentence."""
    for start, end in sentences(text):
        for a, b in names(text[start:end]):
            yield start + a, start + b


def kind_of(name: str, texts: Sequence[str]) -> Kind:
    """The kind of a name, from itself and from the texts that it stands in."""
    words = name.split()
    first, last = words[0].casefold(), words[-1]
    found = [_told(name, text) for text in texts]
    place = (name in cue("places")) + (last in cue("place_words"))
    return Kind(
        he=2.0 * (first in cue("he")) + sum(each.he for each in found),
        she=2.0 * (first in cue("she")) + sum(each.she for each in found),
        person=sum(each.person for each in found),
        place=2.0 * place + sum(each.place for each in found),
        group=2.0 * (last in cue("group_words") or name.isupper() or first == "the"),
    )


def _told(name: str, text: str) -> Kind:
    """What one text says of a name by the words around it."""
    he = she = person = place = 0.0
    last = name.rsplit(maxsplit=1)[-1]
    found = re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", text)
    for at in islice(found, _PLACES):
        before = text[max(0, at.start() - _NEAR) : at.start()]
        before = before.removesuffix(name[: -len(last)]).rstrip()
        first = (before.split() or [""])[-1].rstrip(".")
        if " " in name and _OTHER_NAME.search(before) and first not in _titles():
            continue
        he += 2.0 * (first.casefold() in cue("he"))
        she += 2.0 * (first.casefold() in cue("she"))
        he += 2.0 * (first in cue("he_titles"))
        she += 2.0 * (first in cue("she_titles"))
        after = text[at.end() : at.end() + _AFTER]
        person += (first.capitalize() in cue("titles")) + bool(_SAYS.match(after))
        person += bool(_SAYS_BEFORE.search(before))
        place += 0.5 * bool(_IN.search(before)) - bool(_SAYS.match(after))
        following = re.split(r"[.!?](?:\s|$)", after, maxsplit=1)[0]
        if (pronoun := _PRONOUN.search(following)) and not next(names_of(following), None):
            he += 0.5 * (pronoun.group().lower() in _HE)
            she += 0.5 * (pronoun.group().lower() in _SHE)
    return Kind(he, she, person, max(0.0, place))


@cache
def _titles() -> frozenset[str]:
    return cue("titles") | cue("he_titles") | cue("she_titles")


_NEAR, _AFTER = 60, 200
"""Characters that are looked at before a name and after it."""
_PLACES = 4
"""Places of a name in a text that are looked at."""
_OTHER_NAME = re.compile(r"(?:^|[\w,;]\s)[A-Z][\w’'-]+$")
"""A capitalised word before a last name that is not this name's: somebody else's first name."""
_HE, _SHE = frozenset({"he", "his", "him"}), frozenset({"she", "her"})
_PRONOUN = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
_SAYS = re.compile(
    r",?\s+(?:said|says|told|added|claimed|argued|hoped|asked|wrote|called|warned|explained)\b"
)
_SAYS_BEFORE = re.compile(r"\b(?:said|says|added|according to|told)(?:\s+\w+){0,2}$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|to|at|from|near|visit(?:ed)?|reached|left)$", re.IGNORECASE)
