"""Finds what the pronouns of a follow-up question can stand for."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.answering.extraction.answer_types import find_names
from bot.answering.extraction.question import FUNCTION_WORDS, WORD, AnswerType, analyze_question
from bot.conversation.turns import Turn
from bot.replies import Span
from index.analyzer import extract_terms
from index.sentences import find_sentence_spans

_MAX_TURNS = 4
"""How many turns a follow-up question can refer to."""
_MAX_TEXT_LENGTH = 1500
"""Characters of a question or excerpt that are considered."""
_MAX_EXCERPTS = 3
_MAX_ANSWER_WORDS = 9
_NAME_LINK = re.compile(r"\s(?:for|for the|and|and the|the)\s")
_NUMBER_AFTER = re.compile(r"\s\d[\w-]*")
_LEADING_PREPOSITION = re.compile(r"^(?:in|on|at|by|to|from|for|with|of|about)\s+", re.IGNORECASE)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|to|from|of|on|over|against)\s+(?:the\s+)?$", re.IGNORECASE
)
_AUXILIARY = r"(?:did|do|does|has|had|have|will|is|was|are|were)"
_WHICH = rf"(?:which|what|whose)\s+(?:(?!{_AUXILIARY}\b)[\w-]+\s+){{0,2}}"
_ASKED_FOR = re.compile(rf"(?:\b{_WHICH}|^who\s+(?:is|was|are|were)\s+)$", re.IGNORECASE)
_OBJECT_QUESTION = re.compile(
    rf"(?:(?:in|on|at|to|for|from|of|under|with)\s)?(?:whom|{_WHICH}){_AUXILIARY}\s", re.IGNORECASE
)
_NOT_PERSON = re.compile(r"\b(?:[Tt]he|of|for|and|&)\b|\d|^[A-Z.]{2,}$")
_PLURALS = frozenset({"people", "men", "women", "children", "police"})
_BEFORE_SUBJECT = frozenset({"do", "does", "did", "will", "was", "were"})
_ENTITY_TYPES = frozenset({AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE, AnswerType.OTHER})


class PronounGroup(StrEnum):
    """What a pronoun can stand for."""

    HE = "he"
    SHE = "she"
    THING = "thing"
    PLURAL = "plural"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name or noun phrase of a conversation.

    ``age`` counts the turns since it was said. ``gender`` and ``is_titled`` are known from a first
    name or title. ``is_answer``: it is the answer, ``asks_person`` and ``asks_place``: to a
    question for a person or place, ``is_subject``: to one without "did" and the like. ``is_shown``:
    only an excerpt has it; ``is_place``: it follows a preposition of place; ``is_asked_for``: it
    follows "which".
    """

    text: str
    age: int
    gender: PronounGroup | None = None
    is_titled: bool = False
    is_answer: bool = False
    asks_person: bool = False
    asks_place: bool = False
    is_subject: bool = False
    is_shown: bool = False
    is_place: bool = False
    is_asked_for: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name."""
        words = self.text.split()
        return words[-1][0].isupper() or (words[-1][0].isdigit() and words[0][0].isupper())

    @property
    def is_plural(self) -> bool:
        """Whether it names several people or things."""
        last = self.text.rsplit(maxsplit=1)[-1].casefold()
        if " and " in self.text or last in _PLURALS:
            return True
        return not self.is_name and last.endswith("s") and not last.endswith(("ss", "us", "is"))

    @property
    def is_person(self) -> bool:
        """Whether it is known to be a person."""
        is_sought = self.is_answer and self.asks_person and not _NOT_PERSON.search(self.text)
        return self.is_name and bool(self.gender or self.is_titled or is_sought)


def find_antecedents(question: str, turns: Sequence[Turn], group: PronounGroup) -> list[Antecedent]:
    """Return what a pronoun of a question can stand for, the most likely first."""
    own = set(extract_terms(question))
    found: dict[str, Antecedent] = {}
    for each in _iterate_antecedents(turns):
        if not own & set(extract_terms(each.text)):
            found.setdefault(each.text.casefold(), each)
    scores = {each: _score(group, each) for each in found.values()}
    return sorted((each for each in scores if scores[each] > 0), key=lambda each: -scores[each])


def _score(group: PronounGroup, each: Antecedent) -> float:
    """Score how likely the pronoun stands for it; 0 if it cannot."""
    score = 6.0 - each.age - 5.0 * each.is_shown - each.is_place - 3.0 * each.is_asked_for
    if group in (PronounGroup.HE, PronounGroup.SHE):
        is_other = each.gender not in (None, group) or each.is_plural
        is_thing = each.is_place or each.is_shown or bool(_NOT_PERSON.search(each.text))
        if not each.is_name or is_other or (is_thing and not each.is_person):
            return 0.0
        asked = (1.5 if each.is_subject else -0.5) + 1.5 * each.asks_person
        known = 2.0 * (each.gender is group) + 1.5 * each.is_titled + 0.5 * (" " in each.text)
        return score + known + asked * each.is_answer
    if each.is_shown:
        return 0.0
    if group is PronounGroup.PLURAL:
        return score + 2.0 * each.is_plural + 1.5 * each.is_answer
    if each.is_person or (each.is_plural and not each.is_name):
        return 0.0
    if group is PronounGroup.PLACE:
        return score + 3.0 * each.is_place + 3.0 * each.is_answer
    score -= 0.25 * (each.is_name and " " not in each.text)
    return score + each.is_answer * (-1.0 if each.asks_place else 1.5)


def _iterate_antecedents(turns: Sequence[Turn]) -> Iterator[Antecedent]:
    """Yield the antecedents of the last turns, newest first: answer, question, excerpts."""
    for age, turn in enumerate(reversed(turns[-_MAX_TURNS:])):
        question = turn.question[:_MAX_TEXT_LENGTH]
        shown = [each[:_MAX_TEXT_LENGTH] for each in turn.excerpts[:_MAX_EXCERPTS]]
        texts = [turn.answer[:_MAX_TEXT_LENGTH], question, *shown]
        if answer := _find_answer(turn):
            kind = analyze_question(turn.question).answer_type
            is_titled_role = load_cues("roles") & set(question.casefold().split()[1:5])
            yield _build(
                answer,
                texts,
                age,
                is_answer=True,
                asks_person=kind is AnswerType.PERSON or bool(is_titled_role),
                asks_place=kind is AnswerType.PLACE,
                is_subject=not _OBJECT_QUESTION.match(question),
            )
        for start, end in find_phrases(question, texts):
            text, before = question[start:end], question[:start]
            yield _build(
                text,
                texts,
                age,
                is_place=bool(_PLACE_BEFORE.search(before)),
                is_asked_for=not text[0].isupper() and bool(_ASKED_FOR.search(before)),
            )
        yield from (_build(name, texts, age) for name in turn.names if name.strip())
        for text in shown:
            for start, end in _find_names(text):
                yield _build(text[start:end], texts, age, is_shown=True)


def _build(text: str, texts: Sequence[str], age: int, **flags: bool) -> Antecedent:
    last = re.escape(text.rsplit(maxsplit=1)[-1])
    before = re.compile(rf"((?:[\w’'.-]+\s+)?(?:[A-Z][\w’'.-]*\s+){{0,2}}){last}(?!\w)")
    words = set(text.split()[:-1])
    for each in texts:
        words.update(*(found.group(1).split() for found in before.finditer(each)))
    known = {word.strip(".").casefold() for word in words}
    he, she, titled = (bool(known & load_cues(name)) for name in ("he", "she", "roles"))
    gender = None if he == she else PronounGroup.HE if he else PronounGroup.SHE
    return Antecedent(text, age, gender, titled, **flags)


def _find_answer(turn: Turn) -> str:
    """Return the answer of a turn if it is a name or noun phrase, otherwise nothing."""
    if analyze_question(turn.question).answer_type not in _ENTITY_TYPES:
        return ""
    bare = re.sub(r"\s*\([^)]*\)", "", turn.answer[:_MAX_TEXT_LENGTH]).strip(" .,;:“”\"'")
    words = _LEADING_PREPOSITION.sub("", bare).split()
    while len(words) > 2 and words[0].strip(".").casefold() in load_cues("roles"):
        words = words[1:]  # "Farmer Piet Maas"
    bare, is_short = " ".join(words), 0 < len(words) <= _MAX_ANSWER_WORDS
    return bare if is_short and re.search(r"\w", bare) and not re.search('["“”]', bare) else ""


def find_phrases(question: str, texts: Sequence[str] = ()) -> list[Span]:
    """Return the spans of the names and noun phrases of a question, in order.

    A phrase that one of the ``texts`` has is not mistaken for a noun with its verb.
    """
    names = list(_find_long_names(question))
    found: set[Span] = set()
    for run, after_auxiliary in _find_runs(question, names):
        start, end = run[0].start(), run[-1].end()
        is_known = any(question[start:end] in text for text in texts if text != question)
        is_verb = after_auxiliary or run[-1].group().endswith(("ed", "ing"))
        if len(run) > 1 and is_verb and not is_known and not _is_inside(run[-1].start(), names):
            end = run[-2].end()
        owners = ("’s", "'s")
        found |= {
            (a, b) for a, b in names if start <= a and (b == end or question[b : b + 2] in owners)
        }
        found.add((start, end - 2 if question[end - 2 : end] in owners else end))
    return [
        (start - 4 * question[:start].casefold().endswith("the "), end)
        for start, end in sorted(found, key=lambda span: (span[0], -span[1]))
        if start < end
    ]


def _find_runs(question: str, names: Sequence[Span]) -> Iterator[tuple[list[re.Match[str]], bool]]:
    """Yield runs of content words, and whether an auxiliary verb stands before."""
    run: list[re.Match[str]] = []
    after_auxiliary, previous = False, ""
    others = FUNCTION_WORDS | load_cues("verbs")
    for word in WORD.finditer(question):
        low = word.group().casefold()
        is_verb = previous == "who" or (not run and low.endswith(("ed", "ly")))
        is_content = _is_inside(word.start(), names) or not (
            low in others or is_verb or low[0].isdigit()
        )
        if run and not (is_content and question[run[-1].end() : word.start()].isspace()):
            yield run, after_auxiliary and low not in load_cues("verbs")
            run, after_auxiliary = [], False
        if is_content:
            run.append(word)
        after_auxiliary = after_auxiliary or low in _BEFORE_SUBJECT
        previous = low
    if run:
        yield run, after_auxiliary


def _is_inside(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _find_names(text: str) -> Iterator[Span]:
    for start, end in find_sentence_spans(text):
        for a, b in find_names(text[start:end]):
            yield start + a, start + b


def _find_long_names(question: str) -> Iterator[Span]:
    """Yield names, and before them the names that "for", "and" or "the" joins."""
    names = list(_find_names(question))
    for place, (start, end) in enumerate(names):
        longest = end
        for a, b in names[place + 1 :]:
            if not _NAME_LINK.fullmatch(question, longest, a):
                break
            longest = b
        for stop in dict.fromkeys((longest, end)):
            number = _NUMBER_AFTER.match(question, stop)
            yield start, number.end() if number else stop


@cache
def load_cues(name: str) -> frozenset[str]:
    """Load a list of words from ``cues.json``."""
    cues: dict[str, str] = json.loads(
        files("bot.conversation").joinpath("cues.json").read_text("utf-8")
    )
    return frozenset(cues[name].split())
