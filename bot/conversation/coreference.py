"""Chooses what a pronoun stands for: a linear model over features of the mentions.

``python -m bot.evaluation.research.follow_ups --fit`` fits the weights in ``antecedents.json``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from bot.conversation.mentions import Mention
from index.analyzer import extract_terms

_POSSESSIVES = frozenset({"his", "its", "their", "hers", "theirs"})
_POSSESSED_NOUN = re.compile(
    r"\s+(?!(?:in|on|at|by|to|for|with|of|about|after|before|and|or|do|say|as)\b)\w"
)
_ENDS = r"(?=\s*(?:[?.!,;]|$))"
_NOUNS = (
    r"song|album|single|record|book|novel|film|movie|show|series|play|match|game|fight|race|team"
    r"|band|group|party|company|war|battle|attack|event|law|bill|case|trial|deal|agreement"
    r"|visit|meeting|statement|plan|project|report|study|storm|country|city|town|place|island"
    r"|man|woman|person|artist|organi[sz]ation|disease|technique|method|tour|award|strikes?|talks?"
)
_ANAPHOR = re.compile(
    r"(?<![\w'’-])(?:"
    rf"(?:this|that|these|those)\s+(?P<noun>{_NOUNS})s?\b(?!\s+(?:that|who|which))"
    rf"|(?P<place>(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )there){_ENDS}"
    r"|(?:himself|herself|itself|him|his|hers|her|he|she|its|it|them|theirs|their|they)\b(?![’'-]\w)"
    rf"|(?:(?<=\babout )|(?<=\bof )|(?<=\bto )|(?<=\bin )|(?<=\bwith )|(?<=\bfor )"
    rf"|(?<=\bis )|(?<=\bwas )|(?<=\bdo )|(?<=\bare )|(?<=\bwere ))(?:this|that|these|those){_ENDS}"
    r"|(?:(?<=^did )|(?<=^does )|(?<=^is )|(?<=^was )|(?<=^are )|(?<=^were ))"
    r"(?:this|that|these|those)(?=\s+(?:a|an|the|true|in|on|\w+ed)\b|\s+(?:help|work|affect|cause)\b)"
    r")",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bhow long (?:did|does|will|has) it take[n]?\b|\bwhat (?:time|day|date) (?:is|was) it\b"
    r"|\b(?:is|was|isn[’']t) it (?:true|possible|likely|known|clear|said|believed|important) "
    r"(?:that|to|if|whether)\b|\bit (?:seems?|is|was) (?:\w+ )?(?:that|to)\b"
    r"|\bwhat (?:is|was) it like\b",
    re.IGNORECASE,
)
"""An "it" without a referent."""
_GENDER_DOUBT = 0.5
"""The weight of one pronoun beside a name as a sign of gender: too low to rule a gender out."""


class AnaphorGroup(StrEnum):
    """What a pronoun can stand for."""

    HE = "he"
    SHE = "she"
    THING = "thing"
    PLURAL = "plural"
    PLACE = "place"


class Anaphor(NamedTuple):
    """A pronoun at ``[start, end)``, its group, and whether it is possessive ("his").

    ``noun`` is the noun of "this album"; otherwise empty.
    """

    start: int
    end: int
    group: AnaphorGroup
    is_possessive: bool
    noun: str = ""


def find_anaphors(question: str) -> list[Anaphor]:
    """Return the pronouns of a question in order, without an "it" that has no referent."""
    empty = [match.span() for match in _EXPLETIVE.finditer(question)]
    return [
        _parse_anaphor(match)
        for match in _ANAPHOR.finditer(question)
        if not any(a <= match.start() < b for a, b in empty)
    ]


def _parse_anaphor(match: re.Match[str]) -> Anaphor:
    word = match.group().casefold()
    if noun := match.group("noun"):
        plural = word.startswith(("these", "those"))
        group = AnaphorGroup.PLURAL if plural else AnaphorGroup.THING
        return Anaphor(match.start(), match.end(), group, is_possessive=False, noun=noun.casefold())
    if match.group("place"):
        return Anaphor(match.start(), match.end(), AnaphorGroup.PLACE, is_possessive=False)
    owns = word in _POSSESSIVES or (
        word == "her" and bool(_POSSESSED_NOUN.match(match.string, match.end()))
    )
    return Anaphor(match.start(), match.end(), _GROUP_BY_WORD[word], is_possessive=owns)


_GROUP_BY_WORD = {
    **dict.fromkeys(("he", "him", "his", "himself"), AnaphorGroup.HE),
    **dict.fromkeys(("she", "her", "hers", "herself"), AnaphorGroup.SHE),
    **dict.fromkeys(("it", "its", "itself", "this", "that"), AnaphorGroup.THING),
    **dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), AnaphorGroup.PLURAL),
}


class AntecedentFeatures(NamedTuple):
    """Features of a mention, each 0 or 1 unless noted.

    ``asked``, ``answered``, ``shown``: it is in the last question, answer or excerpts;
    ``asked_before``: the share of the earlier questions with it; ``answered_before``: it is in an
    earlier answer; ``known``: it is known from a record; ``first``: it is in the first question;
    ``name``; ``agrees``: it is known to be of the pronoun's group; ``person``, ``place``,
    ``group``, ``plural``: its type; ``early``: 1 at the start of its newest text, 0 at the end;
    ``words``: its number of words over 5; ``noun``: the pronoun's noun is in it or beside it;
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
def load_weights() -> Mapping[AnaphorGroup, tuple[AntecedentFeatures, float]]:
    """Load the weights and the bias of each group."""
    stored = json.loads(files("bot.conversation").joinpath("antecedents.json").read_text("utf-8"))
    return {
        AnaphorGroup(name): (_parse_features(row["signs"]), row["bias"])
        for name, row in stored.items()
    }


def _parse_features(weights: Mapping[str, float]) -> AntecedentFeatures:
    """Parse the weights; a feature without a weight has 0, for example a new one before the fit."""
    return AntecedentFeatures(*(weights.get(name, 0.0) for name in AntecedentFeatures._fields))


def filter_compatible(
    anaphor: Anaphor, question: str, mentions: Sequence[Mention]
) -> list[Mention]:
    """Return the mentions that are not in the question and not of another gender or number."""
    own = set(extract_terms(question))
    return [
        each
        for each in mentions
        if not own & set(extract_terms(each.text)) and _is_compatible(anaphor, each)
    ]


def choose_antecedent(
    anaphor: Anaphor, question: str, mentions: Sequence[Mention]
) -> tuple[Mention, float] | None:
    """Return the most likely mention with its probability, or ``None`` if none is compatible."""
    scored = [
        (compute_probability(anaphor, each), each)
        for each in filter_compatible(anaphor, question, mentions)
    ]
    if not scored:
        return None
    best = max(scored, key=lambda pair: pair[0])
    return best[1], best[0]


def compute_probability(anaphor: Anaphor, mention: Mention) -> float:
    """Return the probability that the pronoun stands for the mention, in (0, 1)."""
    weighed, bias = load_weights()[anaphor.group]
    features = compute_antecedent_features(anaphor, mention)
    return 1 / (1 + exp(-bias - sum(w * s for w, s in zip(weighed, features, strict=True))))


def compute_antecedent_features(anaphor: Anaphor, mention: Mention) -> AntecedentFeatures:
    """Compute the features of one mention."""
    kind, before = mention.entity_type, mention.asked[1:]
    return AntecedentFeatures(
        asked=float(any(mention.asked[:1])),
        answered=float(any(mention.answered[:1])),
        shown=float(any(mention.shown[:1])),
        asked_before=sum(before) / len(before) if before else 0.0,
        answered_before=float(any(mention.answered[1:])),
        known=float(mention.is_known),
        first=float(mention.is_in_first_question),
        name=float(mention.is_name),
        agrees=float(_agrees(anaphor.group, mention)),
        person=float(kind.is_person),
        place=float(kind.place > max(kind.he, kind.she, kind.person)),
        group=float(kind.organization > 0),
        plural=float(mention.is_plural),
        early=1 - mention.position,
        words=min(5, len(mention.text.split())) / 5,
        asked_for=float(mention.answers_who),
        noun=float(
            bool(anaphor.noun) and anaphor.noun in f"{mention.text.casefold()} {mention.context}"
        ),
    )


def _is_compatible(anaphor: Anaphor, mention: Mention) -> bool:
    kind, group = mention.entity_type, anaphor.group
    if group in (AnaphorGroup.HE, AnaphorGroup.SHE):
        here, other = (kind.he, kind.she) if group is AnaphorGroup.HE else (kind.she, kind.he)
        return (
            mention.is_name
            and other <= here + _GENDER_DOUBT
            and kind.place <= max(1.0, kind.person)
        )
    if group is AnaphorGroup.PLACE:
        return mention.is_name and not kind.is_person
    if group is AnaphorGroup.THING:
        return not (
            kind.is_person
            and mention.is_name
            and max(kind.he, kind.she, kind.person) >= _GENDER_DOUBT
        )
    return True


def _agrees(group: AnaphorGroup, mention: Mention) -> bool:
    kind = mention.entity_type
    if group in (AnaphorGroup.HE, AnaphorGroup.SHE):
        return (kind.he if group is AnaphorGroup.HE else kind.she) > 0
    if group is AnaphorGroup.PLACE:
        return kind.place > 0
    if group is AnaphorGroup.PLURAL:
        return mention.is_plural or kind.organization > 0
    return not kind.is_person and not mention.is_plural
