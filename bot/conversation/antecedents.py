"""Which of the things spoken of an anaphor stands for: scored by signs, weights in a file.

The weights are fitted by ``python -m bot.evaluation.follow_ups --fit`` into ``antecedents.json``.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from bot.conversation.anaphors import Anaphor, Group
from bot.conversation.mentions import Mention
from index.analyzer import terms


class Signs(NamedTuple):
    """What speaks for a mention: each 0 or 1 unless said otherwise.

    ``asked``, ``answered``, ``shown``: it stands in the last question, answering words, excerpts;
    ``asked_before``: in how many of the questions before, as a share; ``answered_before``: in any
    answer before; ``known``: known beside the texts; ``first``: in the first question;
    ``name``; ``agrees``: known to be of the anaphor's group; ``person``, ``place``, ``group``,
    ``plural``: its kind; ``early``: 1 at the start of its newest text, 0 at the end; ``words``:
    how many it has, over 5; ``noun``: the anaphor's noun is in it or beside it;
    ``asked_for``: it answers a last question that asks for a person.
    """

    asked: float
    answered: float
    shown: float
    asked_before: float
    answered_before: float
    known: float
    first: float
    name: float
    agrees: float
    person: float
    place: float
    group: float
    plural: float
    early: float
    words: float
    noun: float
    asked_for: float


@cache
def weights() -> Mapping[Group, tuple[Signs, float]]:
    """For each group the weights of the signs, and the bias."""
    kept = json.loads(files("bot.conversation").joinpath("antecedents.json").read_text("utf-8"))
    return {Group(name): (_signs(row["signs"]), row["bias"]) for name, row in kept.items()}


def _signs(kept: Mapping[str, float]) -> Signs:
    """A sign without a weight, as a new one is before it is fitted, counts nothing."""
    return Signs(*(kept.get(name, 0.0) for name in Signs._fields))


def fitting(anaphor: Anaphor, question: str, found: Sequence[Mention]) -> list[Mention]:
    """Those that it may stand for: not in the question themselves, of no other gender or number."""
    own = set(terms(question))
    return [each for each in found if not own & set(terms(each.text)) and _may_be(anaphor, each)]


def chosen(
    anaphor: Anaphor, question: str, found: Sequence[Mention]
) -> tuple[Mention, float] | None:
    """The likeliest, with its probability; ``None`` where nothing fits."""
    scored = [(probability(anaphor, each), each) for each in fitting(anaphor, question, found)]
    if not scored:
        return None
    best = max(scored, key=lambda pair: pair[0])
    return best[1], best[0]


def probability(anaphor: Anaphor, mention: Mention) -> float:
    """How likely the anaphor stands for it, in (0, 1)."""
    weighed, bias = weights()[anaphor.group]
    signs = signs_of(anaphor, mention)
    return 1 / (1 + exp(-bias - sum(w * s for w, s in zip(weighed, signs, strict=True))))


def signs_of(anaphor: Anaphor, mention: Mention) -> Signs:
    """The signs of one mention."""
    kind, before = mention.kind, mention.asked[1:]
    return Signs(
        asked=float(any(mention.asked[:1])),
        answered=float(any(mention.answered[:1])),
        shown=float(any(mention.shown[:1])),
        asked_before=sum(before) / len(before) if before else 0.0,
        answered_before=float(any(mention.answered[1:])),
        known=float(mention.known),
        first=float(mention.first),
        name=float(mention.is_name),
        agrees=float(_agrees(anaphor.group, mention)),
        person=float(kind.is_person),
        place=float(kind.place > max(kind.he, kind.she, kind.person)),
        group=float(kind.group > 0),
        plural=float(mention.plural),
        early=1 - mention.place,
        words=min(5, len(mention.text.split())) / 5,
        asked_for=float(mention.asked_for),
        noun=float(
            bool(anaphor.noun) and anaphor.noun in f"{mention.text.casefold()} {mention.around}"
        ),
    )


def _may_be(anaphor: Anaphor, mention: Mention) -> bool:
    kind, group = mention.kind, anaphor.group
    if group in (Group.HE, Group.SHE):
        here, other = (kind.he, kind.she) if group is Group.HE else (kind.she, kind.he)
        return mention.is_name and other <= here + _DOUBT and kind.place <= max(1.0, kind.person)
    if group is Group.PLACE:
        return mention.is_name and not kind.is_person
    if group is Group.THING:
        return not (
            kind.is_person and mention.is_name and max(kind.he, kind.she, kind.person) >= _DOUBT
        )
    return True


_DOUBT = 0.5
"""What one pronoun beside a name tells of its gender: too little to rule it out."""


def _agrees(group: Group, mention: Mention) -> bool:
    kind = mention.kind
    if group in (Group.HE, Group.SHE):
        return (kind.he if group is Group.HE else kind.she) > 0
    if group is Group.PLACE:
        return kind.place > 0
    if group is Group.PLURAL:
        return mention.plural or kind.group > 0
    return not kind.is_person and not mention.plural
