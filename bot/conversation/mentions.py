"""Collects what a conversation has mentioned: names and noun phrases, with their positions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from bot.answering.extraction.question import FUNCTION_WORDS, WORD, AnswerType, analyze_question
from bot.conversation.entity_types import EntityType, classify_name, find_name_spans, load_cue_words
from bot.conversation.turns import Turn
from bot.replies import fold_whitespace
from index.analyzer import STOP_WORDS, extract_terms

NON_NOUNS = frozenset(
    WORD.findall(
        "else other others another any anything anyone someone something everything nothing more "
        "most some all each every me us him her them tell describe give explain please know good "
        "important interesting famous different main best well major first last new it's what's "
        "who's there's let's don't didn't ever still always never just really very too really "
        "okay ok wow interesting thanks yes hi hello dear i'd i'm i've i'll that's "
        "kind kinds sort type types example examples something like way ways exactly"
    )
)
"""Words that are not nouns."""
_MAX_TURNS = 6
"""How many turns a follow-up question can refer to."""
_MAX_TEXT_LENGTH = 1500
"""Characters of an excerpt that are considered."""
_MAX_MENTION_LENGTH = 80
_MAX_PER_TURN, _MAX_MENTIONS = 90, 60
"""Limits of words in a turn and of mentions; news seldom reaches them."""
_MAX_SHORT_ANSWER_WORDS = 6
_MAX_EXCERPTS = 3
_CONTEXT_LENGTH = 20
_AGE_PREFIX = re.compile(r"^\w+-year-old\s+")
_TITLE_TAIL = re.compile(r" [a-z]+ [A-Z]")
"""What follows a word that belongs to a title: "Health minister John Vaea"."""
_DIGIT = re.compile(r"\d")
_PLURALS = frozenset({"people", "men", "women", "children", "police", "members", "teams"})
_LEADING_PREPOSITION = re.compile(
    r"^(?:in|on|at|by|to|from|for|with|of|because|about)\s+", re.IGNORECASE
)


def find_noun_phrases(question: str) -> Iterator[str]:
    """Return runs of content words of a question without names and likely verbs."""
    after_do = False
    for clause in re.split(r"[?.!,;:]", question):
        run: list[str] = []
        words = [match.group() for match in WORD.finditer(clause)]
        for before, word in pairwise(["the", *words, "the"]):
            low = word.casefold()
            if low.endswith("ed") and before.casefold() == "who":
                run = []  # "Who planted trees": what they did
            elif low in FUNCTION_WORDS or low in NON_NOUNS or low in load_cue_words("verbs"):
                if run and not (len(run) == 1 and (run[0].endswith(("ed", "ly")))):
                    yield " ".join(run[:-1] if after_do and len(run) > 2 else run)
                run, after_do = [], low in {"do", "does", "did"} or (after_do and not run)
            elif word[0].isdigit() or (word.endswith("ed") and run):
                if run:
                    yield " ".join(run)
                run = []
            else:
                run.append(word)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or noun phrase of a conversation.

    ``asked``, ``answered``, ``shown``: for each turn, newest first, whether it is in the question,
    the answer, the excerpts; ``is_known``: it is known from a record; ``is_in_first_question``;
    ``position``: in the newest text that has it, from 0 (start) to 1; ``context``: that text around
    it, in lower case; ``has_article``: "the", "a" or the like stands before it; ``answers_who``: it
    answers a last question that asks for a person.
    """

    text: str
    entity_type: EntityType
    is_name: bool
    is_plural: bool
    asked: tuple[bool, ...]
    answered: tuple[bool, ...]
    shown: tuple[bool, ...]
    is_known: bool
    is_in_first_question: bool
    position: float
    context: str
    has_article: bool
    answers_who: bool


def find_mentions(turns: Sequence[Turn]) -> list[Mention]:
    """Return all mentions of the last turns, each once, in its longest form."""
    back = list(reversed(turns[-_MAX_TURNS:]))
    found: dict[str, bool] = {}
    for turn in back:
        for text, is_name in islice(_iterate_mentions(turn), _MAX_PER_TURN):
            found[text] = is_name or found.get(text, False)
    texts = [text for turn in back for text in (turn.question, *_list_shown_texts(turn))]
    return [
        _build_mention(text, is_name, back, texts)
        for text, is_name in _limit_mentions(_drop_partial_names(found))
    ]


def _limit_mentions(mentions: dict[str, bool]) -> Iterator[tuple[str, bool]]:
    """Limit the number of words: a text with thousands of names must not delay a reply."""
    return islice(mentions.items(), _MAX_MENTIONS)


def _list_shown_texts(turn: Turn) -> tuple[str, ...]:
    return (
        turn.answer[:_MAX_TEXT_LENGTH],
        *(each[:_MAX_TEXT_LENGTH] for each in turn.excerpts[:_MAX_EXCERPTS]),
    )


def _iterate_mentions(turn: Turn) -> Iterator[tuple[str, bool]]:
    for text in (turn.question[:_MAX_TEXT_LENGTH], *_list_shown_texts(turn)):
        yield from ((name, True) for name in _iterate_names(text))
    for headline in filter(_is_sentence_case, (each[:_MAX_TEXT_LENGTH] for each in turn.headlines)):
        first = headline.split(maxsplit=1)[0]
        yield from ((name, True) for name in _iterate_names(headline) if name != first)
    for name in turn.names:
        if bare := fold_whitespace(name)[:_MAX_MENTION_LENGTH].strip():
            yield bare, True
    if len(turn.answer.split()) <= _MAX_SHORT_ANSWER_WORDS and (bare := _strip_answer(turn.answer)):
        yield bare, False
    for phrase in find_noun_phrases(turn.question[:_MAX_TEXT_LENGTH]):
        if len(phrase) <= _MAX_MENTION_LENGTH:
            yield phrase, False


def _iterate_names(text: str) -> Iterator[str]:
    for a, b in find_name_spans(text):
        name = _strip_title(_AGE_PREFIX.sub("", fold_whitespace(text[a:b])))
        if _TITLE_TAIL.match(text, b) and " " not in name:
            continue
        if 1 < len(name) <= _MAX_MENTION_LENGTH and name.casefold() not in _load_non_names():
            yield name


def _strip_title(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first in load_cue_words("titles") else name


def _is_sentence_case(headline: str) -> bool:
    """Whether capitals mark names in a headline: fewer than half of its later words have one."""
    later = [word for word in headline.split()[1:] if word not in FUNCTION_WORDS]
    return bool(later) and sum(word[:1].isupper() for word in later) * 2 < len(later)


def _strip_answer(answer: str) -> str:
    """Return a short answer without its full stop and a leading preposition."""
    bare = _LEADING_PREPOSITION.sub("", fold_whitespace(answer)).strip(' .,;:!?"“”')
    tells = extract_terms(bare) and len(bare) <= _MAX_MENTION_LENGTH and not _DIGIT.search(bare)
    return bare if tells else ""


def _drop_partial_names(found: dict[str, bool]) -> dict[str, bool]:
    """Drop names that end a longer name ("Lavrov" of "Sergei Lavrov")."""
    names = [text for text, is_name in found.items() if is_name]
    low = {text.casefold() for text in names}
    return {
        text: is_name
        for text, is_name in found.items()
        if not (is_name and any(_is_part_of(text, other) for other in names))
        and (is_name or not (text.casefold() in low or any(text in name for name in names)))
    }


def _is_part_of(text: str, other: str) -> bool:
    if text in load_cue_words("places"):
        return False
    return other.endswith(f" {text}") or other.startswith(f"{text} ")


def _build_mention(text: str, is_name: bool, back: Sequence[Turn], texts: Sequence[str]) -> Mention:  # noqa: FBT001
    sought = _compile_mention(text)
    asked = tuple(bool(sought.search(turn.question)) for turn in back)
    answered = tuple(bool(sought.search(turn.answer)) for turn in back)
    shown = tuple(
        any(sought.search(each[:_MAX_TEXT_LENGTH]) for each in turn.excerpts) for turn in back
    )
    newest = next((each for each in texts if sought.search(each)), "")
    at = sought.search(newest)
    return Mention(
        text=text,
        entity_type=classify_name(text, [each for each in texts if sought.search(each)])
        if is_name
        else EntityType(),
        is_name=is_name,
        is_plural=_is_plural(text, is_name=is_name),
        asked=asked,
        answered=answered,
        shown=shown,
        is_known=any(text in turn.names for turn in back),
        is_in_first_question=bool(asked and asked[-1]),
        position=at.start() / max(1, len(newest)) if at else 1.0,
        context=newest[max(0, at.start() - _CONTEXT_LENGTH) : at.end() + _CONTEXT_LENGTH].casefold()
        if at
        else "",
        answers_who=answered[0]
        and analyze_question(back[0].question).answer_type is AnswerType.PERSON,
        has_article=any(_compile_with_article(text).search(turn.question) for turn in back),
    )


def _compile_mention(text: str) -> re.Pattern[str]:
    """Compile a pattern for the mention, or for the last word of a longer name."""
    last = re.escape(text.rsplit(maxsplit=1)[-1])
    whole = re.escape(text)
    return re.compile(rf"(?<!\w)(?:{whole}|{last})(?!\w)", re.IGNORECASE)


def _compile_with_article(text: str) -> re.Pattern[str]:
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
def _load_non_names() -> frozenset[str]:
    """Load the words that begin sentences with a capital and are not names."""
    return STOP_WORDS | NON_NOUNS | load_cue_words("verbs")
