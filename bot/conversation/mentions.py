"""What a conversation has spoken of: names and noun phrases, with where they stood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from bot.answering.extraction.question import FUNCTION_WORDS, WORD, AnswerKind, analysed
from bot.conversation.entity_types import Kind, cue, kind_of, names_of
from bot.conversation.turns import Turn
from bot.replies import in_one_line
from index.analyzer import STOP_WORDS, terms


def noun_phrases(question: str) -> Iterator[str]:
    """Runs of content words of a question that begin no name and hold no likely verb."""
    after_do = False
    for clause in re.split(r"[?.!,;:]", question):
        run: list[str] = []
        words = [match.group() for match in WORD.finditer(clause)]
        for before, word in pairwise(["the", *words, "the"]):
            low = word.casefold()
            if low.endswith("ed") and before.casefold() == "who":
                run = []  # "Who planted trees": what they did
            elif low in FUNCTION_WORDS or low in NO_NOUNS or low in cue("verbs"):
                if run and not (len(run) == 1 and (run[0].endswith(("ed", "ly")))):
                    yield " ".join(run[:-1] if after_do and len(run) > 2 else run)
                run, after_do = [], low in {"do", "does", "did"} or (after_do and not run)
            elif word[0].isdigit() or (word.endswith("ed") and run):
                if run:
                    yield " ".join(run)
                run = []
            else:
                run.append(word)


NO_NOUNS = frozenset(
    WORD.findall(
        "else other others another any anything anyone someone something everything nothing more "
        "most some all each every me us him her them tell describe give explain please know good "
        "important interesting famous different main best well major first last new it's what's "
        "who's there's let's don't didn't ever still always never just really very too really "
        "okay ok wow interesting thanks yes hi hello dear i'd i'm i've i'll that's "
        "kind kinds sort type types example examples something like way ways exactly"
    )
)
"""Words that are no noun that a question may be about."""


_TURNS = 6
"""How far back a follow-up question is taken to reach."""
_TEXT = 1500
"""Characters of an excerpt that are looked at."""
_LONGEST = 80
_LISTED, _MOST = 90, 60
"""Words of a turn that are listed, mentions that are weighed: news seldom has as many."""
_SHORT_ANSWER = 6
_EXCERPTS = 3
_BESIDE = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """Something spoken of.

    ``asked``, ``answered``, ``shown``: for each turn back, newest first, whether it stands in the
    question, the answering words, the excerpts. ``known``: beside them. ``first``: in the first
    question. ``place``: how far from the start of the newest text that holds it, 0 to 1;
    ``around``: that text beside it, in lower case; ``has_article``: "the", "a" or the like does;
    ``asked_for``: it answers a last question that asks for a person.
    """

    text: str
    kind: Kind
    is_name: bool
    plural: bool
    asked: tuple[bool, ...]
    answered: tuple[bool, ...]
    shown: tuple[bool, ...]
    known: bool
    first: bool
    place: float
    around: str
    has_article: bool
    asked_for: bool


def mentions(turns: Sequence[Turn]) -> list[Mention]:
    """Everything the last turns have spoken of, each once, in its fullest form."""
    back = list(reversed(turns[-_TURNS:]))
    found: dict[str, bool] = {}
    for turn in back:
        for text, is_name in islice(_spoken_of(turn), _LISTED):
            found[text] = is_name or found.get(text, False)
    texts = [text for turn in back for text in (turn.question, *_shown(turn))]
    return [_mention(text, is_name, back, texts) for text, is_name in _most(_fullest(found))]


def _most(found: dict[str, bool]) -> Iterator[tuple[str, bool]]:
    """The newest: a text made to hold thousands must not hold up a reply."""
    return islice(found.items(), _MOST)


def _shown(turn: Turn) -> tuple[str, ...]:
    return (turn.answer[:_TEXT], *(each[:_TEXT] for each in turn.excerpts[:_EXCERPTS]))


def _spoken_of(turn: Turn) -> Iterator[tuple[str, bool]]:
    for text in (turn.question[:_TEXT], *_shown(turn)):
        yield from ((name, True) for name in _names(text))
    for headline in filter(_in_sentence_case, (each[:_TEXT] for each in turn.headlines)):
        first = headline.split(maxsplit=1)[0]
        yield from ((name, True) for name in _names(headline) if name != first)
    for name in turn.names:
        if bare := in_one_line(name)[:_LONGEST].strip():
            yield bare, True
    if len(turn.answer.split()) <= _SHORT_ANSWER and (bare := _bare(turn.answer)):
        yield bare, False
    for phrase in noun_phrases(turn.question[:_TEXT]):
        if len(phrase) <= _LONGEST:
            yield phrase, False


def _names(text: str) -> Iterator[str]:
    for a, b in names_of(text):
        name = _untitled(_UNNAMED.sub("", in_one_line(text[a:b])))
        if _BEFORE_NAME.match(text, b) and " " not in name:
            continue
        if 1 < len(name) <= _LONGEST and name.casefold() not in _no_name():
            yield name


def _untitled(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first in cue("titles") else name


def _in_sentence_case(headline: str) -> bool:
    """Whether capitals tell names in a headline: fewer than half of its later words have one."""
    later = [word for word in headline.split()[1:] if word not in FUNCTION_WORDS]
    return bool(later) and sum(word[:1].isupper() for word in later) * 2 < len(later)


def _bare(answer: str) -> str:
    """A short answer without its full stop and a leading preposition."""
    bare = _LEADING.sub("", in_one_line(answer)).strip(' .,;:!?"“”')
    tells = terms(bare) and len(bare) <= _LONGEST and not _DIGIT.search(bare)
    return bare if tells else ""


def _fullest(found: dict[str, bool]) -> dict[str, bool]:
    """Without names that are the end of a longer one ("Lavrov" of "Sergei Lavrov")."""
    names = [text for text, is_name in found.items() if is_name]
    low = {text.casefold() for text in names}
    return {
        text: is_name
        for text, is_name in found.items()
        if not (is_name and any(_is_part(text, other) for other in names))
        and (is_name or not (text.casefold() in low or any(text in name for name in names)))
    }


def _is_part(text: str, other: str) -> bool:
    if text in cue("places"):
        return False
    return other.endswith(f" {text}") or other.startswith(f"{text} ")


def _mention(text: str, is_name: bool, back: Sequence[Turn], texts: Sequence[str]) -> Mention:  # noqa: FBT001
    sought = _sought(text)
    asked = tuple(bool(sought.search(turn.question)) for turn in back)
    answered = tuple(bool(sought.search(turn.answer)) for turn in back)
    shown = tuple(any(sought.search(each[:_TEXT]) for each in turn.excerpts) for turn in back)
    newest = next((each for each in texts if sought.search(each)), "")
    at = sought.search(newest)
    return Mention(
        text=text,
        kind=kind_of(text, [each for each in texts if sought.search(each)]) if is_name else Kind(),
        is_name=is_name,
        plural=_is_plural(text, is_name=is_name),
        asked=asked,
        answered=answered,
        shown=shown,
        known=any(text in turn.names for turn in back),
        first=bool(asked and asked[-1]),
        place=at.start() / max(1, len(newest)) if at else 1.0,
        around=newest[max(0, at.start() - _BESIDE) : at.end() + _BESIDE].casefold() if at else "",
        asked_for=answered[0] and analysed(back[0].question).kind is AnswerKind.PERSON,
        has_article=any(_after_article(text).search(turn.question) for turn in back),
    )


def _sought(text: str) -> re.Pattern[str]:
    """The mention, or its last word where it is a name of several."""
    last = re.escape(text.rsplit(maxsplit=1)[-1])
    whole = re.escape(text)
    return re.compile(rf"(?<!\w)(?:{whole}|{last})(?!\w)", re.IGNORECASE)


def _after_article(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:the|an?|this|that)\s+{re.escape(text)}", re.IGNORECASE)


def _is_plural(text: str, *, is_name: bool) -> bool:
    last = text.rsplit(maxsplit=1)[-1].casefold()
    if " and " in text or " & " in text:
        return True
    if last in _PLURALS:
        return True
    return (
        last.endswith("s")
        and not last.endswith(("ss", "us", "is"))
        and (not is_name or text.casefold().startswith("the "))
    )


@cache
def _no_name() -> frozenset[str]:
    """Words that begin sentences with a capital and name nothing."""
    return STOP_WORDS | NO_NOUNS | cue("verbs")


_UNNAMED = re.compile(r"^\w+-year-old\s+")
_BEFORE_NAME = re.compile(r" [a-z]+ [A-Z]")
"""What follows a word that is no name but part of a title: "Health minister John Vaea"."""
_DIGIT = re.compile(r"\d")
_PLURALS = frozenset({"people", "men", "women", "children", "police", "members", "teams"})
_LEADING = re.compile(r"^(?:in|on|at|by|to|from|for|with|of|because|about)\s+", re.IGNORECASE)
