"""Evidence that no longer supports a claim: one number or name that both have is another one.

The claim itself stays as people write it, so that its style does not tell.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from index.reader.training.swaps import names, swapped
from index.support.training.examples import CONTRADICTED, UNSUPPORTED, Example

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d(?!\w)|(?<![\w.,])\d(?!\w)")
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|none|nobody|nothing|neither)\b|n['’]t\b", re.IGNORECASE
)
_NOT = re.compile(r"(?<=\w) not\b(?! only)")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|can|could|would|has|have|had|will|should|must)\b")
_DENIALS = ("not", "not", "never")
_IN_EVIDENCE = 0.6
_NUMBER_FIRST = 0.6


def contrast(example: Example, others: Sequence[str], chance: random.Random) -> Example | None:
    """A supported example with one thing changed in its evidence or claim; None if it has none.

    ``others`` are names of other articles.
    """
    if _NEGATION.search(example.claim):  # "was not born in India" holds of any other country
        return None
    if chance.random() < _IN_EVIDENCE and (changed := _change_evidence(example, others, chance)):
        return changed
    claim = swapped(example.claim, example.evidence, [], others, chance)
    return replace(example, claim=claim, verdicts=UNSUPPORTED, kind="swapped") if claim else None


def deny(example: Example, chance: random.Random) -> Example | None:
    """A supported example whose claim says the opposite: with a "not", or without its own."""
    if _NOT.search(example.claim):
        claim = _NOT.sub("", example.claim, count=1)
    elif _NEGATION.search(example.claim) or not (found := list(_AUXILIARY.finditer(example.claim))):
        return None
    else:
        end = chance.choice(found[:2]).end()
        claim = f"{example.claim[:end]} {chance.choice(_DENIALS)}{example.claim[end:]}"
    return replace(example, claim=claim, verdicts=CONTRADICTED, kind="denied", surface=0.0)


def _change_evidence(
    example: Example, others: Sequence[str], chance: random.Random
) -> Example | None:
    shown = f"{example.headline} {example.evidence}"
    numbers = [each for each in _NUMBER.findall(example.claim) if each in _NUMBER.findall(shown)]
    known = [
        each
        for each in names(example.claim) + names(f". {example.claim}"[:60])
        if re.search(rf"\b{re.escape(each)}\b", shown)
    ]
    if numbers and (not known or chance.random() < _NUMBER_FIRST):
        old = chance.choice(numbers)
        new = _other_number(old, chance)
    elif known and others:
        old, new = chance.choice(known), chance.choice(others)
    else:
        return None
    if new in example.claim:
        return None
    place = re.compile(rf"(?<![\w.,]){re.escape(old)}(?!\w)")
    return replace(
        example,
        evidence=place.sub(new, example.evidence),
        headline=place.sub(new, example.headline),
        verdicts=UNSUPPORTED,
        kind="changed evidence",
    )


def _other_number(number: str, chance: random.Random) -> str:
    places = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = chance.choice(places[:2] + places[-1:])
    digit = chance.choice([sign for sign in "123456789" if sign != number[at]])
    return number[:at] + digit + number[at + 1 :]
