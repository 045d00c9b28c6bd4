"""Questions that a passage no longer answers: one name, number or word of theirs is another one."""

import random
import re
from collections.abc import Sequence

_CAPITAL = r"[A-Z](?:\.|[\w'’-]*)"
_NAME = re.compile(rf"\b{_CAPITAL}(?:\s+(?:(?:of|the|de|von|van|and)\s+)?{_CAPITAL})*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|did|does|do|can|could|would|has|have|had|will)\b", re.IGNORECASE
)
_PAIRS = """
first last|most least|more less|largest smallest|biggest smallest|highest lowest|best
worst|before after| north south|east west|northern southern|eastern western|increase
decrease|increased decreased|rise fall| rose fell|win lose|won lost|oldest youngest|older
younger|early late|earlier later|earliest latest| above below|inside outside|begin end|began
ended|start finish|started stopped|open close|opened closed| join leave|joined left|buy
sell|bought sold|accept reject|accepted rejected|allow forbid|allowed banned| support
oppose|supported opposed|attack defend|attacked defended|arrive depart|arrived departed| born
buried|husband wife|father mother|son daughter|brother sister|king queen|men women|man woman|boy
girl| upper lower|positive negative|rich poor|strong weak|fast slow|long short|longest
shortest|tallest shortest| hot cold|summer winter|day night|minimum maximum|major minor|public
private|cause prevent|caused prevented| import export|imports exports|add remove|added
removed|create destroy|created destroyed|succeed fail| succeeded failed|same different|always
never|all none|with without|during after|rural urban|modern ancient
"""
_OTHER = {
    word: other
    for pair in " ".join(_PAIRS.split()).split("|")
    for a, b in [pair.split()]
    for word, other in ((a, b), (b, a))
}
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_NEGATED = 0.25
"""Of the questions with nothing else to swap, those that are negated: more would give it away."""


def names(text: str) -> list[str]:
    """The names in a text: runs of capitalised words that do not begin a sentence."""
    found = []
    for match in _NAME.finditer(text):
        begins = not match.start() or text[: match.start()].rstrip()[-1:] in '.!?:"“'
        name = match.group().rstrip(".-'’")
        if len(name) > 1 and not (begins and " " not in name):
            found.append(name)
    return found


def swapped(
    question: str,
    passage: str,
    answers: Sequence[str],
    others: Sequence[str],
    chance: random.Random,
) -> str | None:
    """The question with another name, number or opposite in it; None where it has none of them.

    ``others`` are names of other passages. What takes a name's place is no part of an answer.
    """
    ways = [_name_swapped, _number_swapped, _word_swapped, _negated]
    for way in sorted(
        ways, key=lambda each: chance.random() * _WEIGHT[each.__name__], reverse=True
    ):
        found = way(question, passage, answers, others, chance)
        if found and found.casefold() != question.casefold():
            return str(found)
    return None


_WEIGHT = {"_name_swapped": 3.0, "_number_swapped": 3.0, "_word_swapped": 3.0, "_negated": 0.4}


def _name_swapped(
    question: str,
    passage: str,
    answers: Sequence[str],
    others: Sequence[str],
    chance: random.Random,
) -> str | None:
    within = names(passage)
    low = question.casefold()
    here = [each for each in {*within, *names(question)} if each.casefold() in low]
    if not here:
        return None
    old = max(sorted(here), key=lambda each: len(each) + 4 * chance.random())
    said = " ".join(answers).casefold()
    near = [each for each in within if each.casefold() not in low and each.casefold() not in said]
    far = [each for each in others if each.casefold() not in passage.casefold()]
    choice = near if near and (chance.random() < 0.6 or not far) else far
    if not choice:
        return None
    new = chance.choice(choice)
    new = new if old in question else new.casefold()
    at = low.index(old.casefold())
    return question[:at] + new + question[at + len(old) :]


def _number_swapped(
    question: str, passage: str, answers: Sequence[str], _: Sequence[str], chance: random.Random
) -> str | None:
    found = list(_NUMBER.finditer(question))
    if not found:
        return None
    match = chance.choice(found)
    said = " ".join(answers)
    near = [n for n in _NUMBER.findall(passage) if n not in question and n not in said]
    alike = [str(n) for n in near if len(n) == len(match.group())]
    if alike and chance.random() < 0.6:
        new = str(chance.choice(alike))
    else:
        digits = list(match.group())
        places = [at for at, digit in enumerate(digits) if digit.isdigit()]
        at = chance.choice(places[-2:])
        digits[at] = chance.choice([d for d in "123456789" if d != digits[at]])
        new = "".join(digits)
    return question[: match.start()] + new + question[match.end() :]


def _word_swapped(
    question: str, _passage: str, _answers: Sequence[str], _: Sequence[str], chance: random.Random
) -> str | None:
    found = [match for match in _WORD.finditer(question) if match.group().lower() in _OTHER]
    if not found:
        return None
    match = chance.choice(found)
    return question[: match.start()] + _OTHER[match.group().lower()] + question[match.end() :]


def _negated(
    question: str, _passage: str, _answers: Sequence[str], _: Sequence[str], chance: random.Random
) -> str | None:
    found = list(_AUXILIARY.finditer(question))
    if not found or " not " in question or chance.random() > _NEGATED:
        return None
    match = chance.choice(found)
    return f"{question[: match.end()]} {chance.choice(['not', 'never'])}{question[match.end() :]}"
