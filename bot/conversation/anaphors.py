"""The words of a question that stand for something said before."""

import re
from enum import StrEnum
from typing import NamedTuple


class Group(StrEnum):
    """What an anaphor may stand for."""

    HE = "he"
    SHE = "she"
    THING = "thing"
    PLURAL = "plural"
    PLACE = "place"


class Anaphor(NamedTuple):
    """Where it stands, what it may stand for, and whether it owns ("his").

    ``noun``: of "this album" the noun; nothing elsewhere.
    """

    start: int
    end: int
    group: Group
    owns: bool
    noun: str = ""


def anaphors(question: str) -> list[Anaphor]:
    """All of a question, in order, but those that stand for nothing ("Is it true that …")."""
    empty = [match.span() for match in _EMPTY.finditer(question)]
    return [
        _anaphor(match)
        for match in _ANAPHOR.finditer(question)
        if not any(a <= match.start() < b for a, b in empty)
    ]


def _anaphor(match: re.Match[str]) -> Anaphor:
    word = match.group().casefold()
    if noun := match.group("noun"):
        plural = word.startswith(("these", "those"))
        group = Group.PLURAL if plural else Group.THING
        return Anaphor(match.start(), match.end(), group, owns=False, noun=noun.casefold())
    if match.group("place"):
        return Anaphor(match.start(), match.end(), Group.PLACE, owns=False)
    owns = word in _OWNING or (word == "her" and bool(_OWNED.match(match.string, match.end())))
    return Anaphor(match.start(), match.end(), _GROUPS[word], owns=owns)


_GROUPS = {
    **dict.fromkeys(("he", "him", "his", "himself"), Group.HE),
    **dict.fromkeys(("she", "her", "hers", "herself"), Group.SHE),
    **dict.fromkeys(("it", "its", "itself", "this", "that"), Group.THING),
    **dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), Group.PLURAL),
}
_OWNING = frozenset({"his", "its", "their", "hers", "theirs"})
_OWNED = re.compile(
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
_EMPTY = re.compile(
    r"\bhow long (?:did|does|will|has) it take[n]?\b|\bwhat (?:time|day|date) (?:is|was) it\b"
    r"|\b(?:is|was|isn[’']t) it (?:true|possible|likely|known|clear|said|believed|important) "
    r"(?:that|to|if|whether)\b|\bit (?:seems?|is|was) (?:\w+ )?(?:that|to)\b"
    r"|\bwhat (?:is|was) it like\b",
    re.IGNORECASE,
)
"""An "it" that stands for nothing."""
