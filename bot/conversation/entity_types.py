"""Classifies names by cues: their own words, titles, and pronouns beside them."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from bot.answering.extraction.answer_types import find_names
from index.sentences import find_sentence_spans

_BEFORE_LENGTH, _AFTER_LENGTH = 60, 200
"""Characters considered before and after a name."""
_MAX_OCCURRENCES = 4
"""Occurrences of a name considered in one text."""
_OTHER_NAME = re.compile(r"(?:^|[\w,;]\s)[A-Z][\w’'-]+$")
"""A capitalised word before a last name: another person with another first name."""
_HE, _SHE = frozenset({"he", "his", "him"}), frozenset({"she", "her"})
_PRONOUN = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
_SPEECH_AFTER = re.compile(
    r",?\s+(?:said|says|told|added|claimed|argued|hoped|asked|wrote|called|warned|explained)\b"
)
_SPEECH_BEFORE = re.compile(
    r"\b(?:said|says|added|according to|told)(?:\s+\w+){0,2}$", re.IGNORECASE
)
_PLACE_PREPOSITION = re.compile(
    r"\b(?:in|to|at|from|near|visit(?:ed)?|reached|left)$", re.IGNORECASE
)


class EntityType(NamedTuple):
    """A score for each type, 0 or more; all 0 if nothing is known."""

    he: float = 0.0
    she: float = 0.0
    person: float = 0.0
    place: float = 0.0
    organization: float = 0.0

    @property
    def is_person(self) -> bool:
        """Whether it is known to be one person."""
        return max(self.he, self.she, self.person) > max(self.place, self.organization)


@cache
def load_cue_words(name: str) -> frozenset[str]:
    """Load a list of words from ``cues.json``."""
    return frozenset(_load_cues()[name].split())


@cache
def _load_cues() -> dict[str, str]:
    kept: dict[str, str] = json.loads(
        files("bot.conversation").joinpath("cues.json").read_text("utf-8")
    )
    return kept


def find_name_spans(text: str) -> Iterator[tuple[int, int]]:
    """Return the spans of the names in a text, sentence by sentence."""
    for start, end in find_sentence_spans(text):
        for a, b in find_names(text[start:end]):
            yield start + a, start + b


def classify_name(name: str, texts: Sequence[str]) -> EntityType:
    """Classify a name from its words and the texts that contain it."""
    words = name.split()
    first, last = words[0].casefold(), words[-1]
    found = [_classify_in_text(name, text) for text in texts]
    place = (name in load_cue_words("places")) + (last in load_cue_words("place_words"))
    return EntityType(
        he=2.0 * (first in load_cue_words("he")) + sum(each.he for each in found),
        she=2.0 * (first in load_cue_words("she")) + sum(each.she for each in found),
        person=sum(each.person for each in found),
        place=2.0 * place + sum(each.place for each in found),
        organization=2.0
        * (last in load_cue_words("group_words") or name.isupper() or first == "the"),
    )


def _classify_in_text(name: str, text: str) -> EntityType:
    """Classify a name by the words around it in one text."""
    he = she = person = place = 0.0
    last = name.rsplit(maxsplit=1)[-1]
    found = re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", text)
    for at in islice(found, _MAX_OCCURRENCES):
        before = text[max(0, at.start() - _BEFORE_LENGTH) : at.start()]
        before = before.removesuffix(name[: -len(last)]).rstrip()
        first = (before.split() or [""])[-1].rstrip(".")
        if " " in name and _OTHER_NAME.search(before) and first not in _load_titles():
            continue
        he += 2.0 * (first.casefold() in load_cue_words("he"))
        she += 2.0 * (first.casefold() in load_cue_words("she"))
        he += 2.0 * (first in load_cue_words("he_titles"))
        she += 2.0 * (first in load_cue_words("she_titles"))
        after = text[at.end() : at.end() + _AFTER_LENGTH]
        person += (first.capitalize() in load_cue_words("titles")) + bool(
            _SPEECH_AFTER.match(after)
        )
        person += bool(_SPEECH_BEFORE.search(before))
        place += 0.5 * bool(_PLACE_PREPOSITION.search(before)) - bool(_SPEECH_AFTER.match(after))
        following = re.split(r"[.!?](?:\s|$)", after, maxsplit=1)[0]
        if (pronoun := _PRONOUN.search(following)) and not next(find_name_spans(following), None):
            he += 0.5 * (pronoun.group().lower() in _HE)
            she += 0.5 * (pronoun.group().lower() in _SHE)
    return EntityType(he, she, person, max(0.0, place))


@cache
def _load_titles() -> frozenset[str]:
    return load_cue_words("titles") | load_cue_words("he_titles") | load_cue_words("she_titles")
