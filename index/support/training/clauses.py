"""Short claims that a sentence supports, cut from it: what it says first, and what it reports."""

import random
import re
from collections.abc import Iterator

_STANDS_ALONE = re.compile(
    r"(?!(?:He|She|It|They|We|I|You|This|That|These|Those|There|His|Her|Its|Their|Our|My|But|And|Or"
    r"|However|If|Unless|Although|While|When|As|Because|Since|After|Before|Asked|According)\b)"
    r"[A-Z0-9$][^\n“”\"?:;]{25,}\."
)
_CONDITION = re.compile(
    r"\b(?:if|unless|would|could|might|may|whether|not|no|never|hardly|without|expected|likely"
    r"|alleged\w*|claim\w*|reportedly)\b",
    re.IGNORECASE,
)
"""Words whose sentences are not cut, since a part may say more than the whole."""
_CUTS = re.compile(
    r",? (?:after|before|because|when|while|who|which|where|as|following|during|since|until|despite"
    r"|although|so that|in order to|according to|amid|including|saying)\b|, "
)
_REPORTED = re.compile(
    r"\b(?:said|says|announced|stated|confirmed|noted|added|found|showed|reported)(?: (?:on|last)"
    r" \w+)? that (?P<said>(?:the|a|an|two|three|four|some|many|[A-Z])\b[^\n“”\"?:;]{20,})\."
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|[a-z]{3,}(?:ed|es|ade|ent|old|id|ook|ays))\b"
)
_MIN_WORDS, _MAX_WORDS = 4, 24


def find_clauses(sentence: str, chance: random.Random) -> Iterator[str]:
    """Yield short claims that a sentence supports, in random order."""
    if not _STANDS_ALONE.fullmatch(sentence) or _CONDITION.search(sentence):
        return
    found = [sentence]
    found += [sentence[: cut.start()] + "." for cut in _CUTS.finditer(sentence)]
    if reported := _REPORTED.search(sentence):
        said = reported["said"]
        found += [f"{said[0].upper()}{said[1:]}."] * 2
    chance.shuffle(found)
    for clause in found:
        if _MIN_WORDS <= clause.count(" ") + 1 <= _MAX_WORDS and _VERB.search(clause):
            yield clause
