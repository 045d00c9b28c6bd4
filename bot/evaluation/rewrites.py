"""Conversations whose follow-up questions have a known stand-alone form: CANARD, TREC CAsT.

A row is ``{"id": "…", "history": […], "question": "…", "rewrite": "…"}``. In CANARD (Elgohary et
al. 2019) the history begins with an article's title and a section's, and then, as in TREC CAsT
2021, questions and answers take turns; before 2021 CAsT (Dalton et al. 2020) has questions alone.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from bot.conversation.coreference import Anaphor, anaphors
from bot.conversation.rewriter import resolve
from bot.conversation.turns import Turn
from bot.errors import EvaluationError
from bot.evaluation.choosing import Half
from bot.evaluation.lines import BadLine, Record, id_of, read_lines, text_of, texts_of

_NOTHING = "i don't know."
_PARENTHESIS = re.compile(r"\s*\([^)]*\)\s*$")
"""What tells one Wikipedia title from another."""
_SHORT = 12
"""Words of an answer that is taken for the answering words; a longer one is an excerpt."""
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a conversation, what was said before it, and its stand-alone form."""

    id: str
    title: str
    said: tuple[tuple[str, str], ...]
    question: str
    rewrite: str

    @property
    def half(self) -> Half:
        """Even is tuned on, odd is reported: by a hash of the conversation's first question."""
        first = self.said[0][0] if self.said else self.question
        digest = hashlib.sha256(first.strip().casefold().encode("utf-8")).digest()
        return Half.ODD if digest[0] % 2 else Half.EVEN

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said before, each question resolved from those before it, as in a chat."""
        return _turns(self.title, self.said)


def read_rewrites(files: Sequence[Path]) -> list[Asked]:
    """The rows of some files. Raises ``EvaluationError`` where one cannot be read or has none."""
    rows: list[Asked] = []
    for file in files:
        found, _ = read_lines(file, _asked)
        if not found:
            raise EvaluationError(f"{file} has no conversation. See bot/evaluation/rewrites.py.")
        rows += found
    return rows


def antecedent(row: Asked, anaphor: Anaphor) -> str | None:
    """The words that the rewrite has in an anaphor's place; ``None`` where it keeps it."""
    asked, wanted = _tokens(row.question), _tokens(row.rewrite)
    places = [i for i, (_, start) in enumerate(asked) if anaphor.start <= start < anaphor.end]
    own, other = ([word.casefold() for word, _ in tokens] for tokens in (asked, wanted))
    for tag, a, b, c, d in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if tag == "replace" and places and a <= places[0] < b:
            return " ".join(word for word, _ in wanted[c:d])
    return None


def replaced_anaphors(row: Asked) -> list[tuple[Anaphor, str]]:
    """The anaphors of a question that its rewrite replaces, each with its words for them."""
    found = ((each, antecedent(row, each)) for each in anaphors(row.question))
    return [(each, words) for each, words in found if words]


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(match.group(), match.start()) for match in _TOKEN.finditer(text)]


def _asked(row: Record) -> Asked:
    key, history = id_of(row, "id"), list(texts_of(row, "history"))
    title = ""
    if key.startswith("canard"):
        if len(history) < 2:
            raise BadLine("its history lacks the headings.")
        title, history = _PARENTHESIS.sub("", history[0]), history[2:]
    answered = key.startswith(("canard", "cast2021"))
    said = (
        [*zip(history[::2], history[1::2], strict=False)]
        if answered
        else [(q, "") for q in history]
    )
    return Asked(key, title, tuple(said), text_of(row, "question"), text_of(row, "rewrite"))


@lru_cache(maxsize=50_000)
def _turns(title: str, said: tuple[tuple[str, str], ...]) -> tuple[Turn, ...]:
    if not said:
        return (Turn("", names=(title,)),) if title else ()
    before = _turns(title, said[:-1])
    question, answer = said[-1]
    read = resolve(question, before)
    asked = question if read.changed else ""
    if answer.casefold() == _NOTHING:
        return (*before, Turn(read.question, asked=asked))
    short = answer if len(answer.split()) <= _SHORT else ""
    return (*before, Turn(read.question, short, (answer,) if answer else (), asked=asked))


Resolving = Callable[[Asked], str]


def as_asked(row: Asked) -> str:
    """Nothing resolved."""
    return row.question


def after_the_last(row: Asked) -> str:
    """The question after the one before it."""
    return f"{row.said[-1][0]} {row.question}" if row.said else row.question


def resolved(row: Asked) -> str:
    """As the bot reads it."""
    return resolve(row.question, row.turns).question
