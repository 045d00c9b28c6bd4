"""Measures how follow-up questions are rewritten.

    python -m bot.evaluation.research.follow_ups FILE…

``FILE`` holds conversations as in ``rewrites``. With ``--fit`` it first fits, on the even half,
which mention an anaphor stands for, and writes ``bot/conversation/antecedents.json``.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from bot.conversation import coreference
from bot.conversation.coreference import Anaphor, Group, anaphors
from bot.conversation.mentions import mentions
from bot.conversation.rewriter import resolve
from bot.conversation.turns import Turn
from bot.errors import EvaluationError
from bot.evaluation.extras import require
from bot.evaluation.folders import BadLine, Half, Record, id_of, read_lines, text_of, texts_of
from index.analyzer import terms
from index.reader.squad import normal

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


_STRENGTH = 1.0
READINGS: Mapping[str, Resolving] = {
    "as asked": as_asked,
    "previous and question": after_the_last,
    "in context": resolved,
}


def measured(rows: Sequence[Asked], read: Resolving) -> dict[str, float]:
    """Measures of a way to read follow-ups, each from 0 to 1, means over questions.

    ``terms_f1``: F1 of the index terms, each once; ``rouge_l`` (Lin 2004); ``exact``: equal but
    for case, punctuation and articles; ``left_alone``: unchanged where the rewrite is, and
    ``changed_rightly``: the terms of the rewrite, where it is not.
    """
    pairs = [(row, read(row)) for row in rows]
    same = [normal(row.question) == normal(row.rewrite) for row in rows]
    exact = [normal(said) == normal(row.rewrite) for row, said in pairs]
    alone = [normal(said) == normal(row.question) for row, said in pairs]
    return {
        "questions": float(len(rows)),
        "terms_f1": fmean(terms_f1(said, row.rewrite) for row, said in pairs),
        "rouge_l": fmean(_rouge_l(said, row.rewrite) for row, said in pairs),
        "exact": fmean(exact),
        "left_alone": fmean(a for a, kept in zip(alone, same, strict=True) if kept),
        "changed": 1 - fmean(alone),
    }


def anaphors_right(rows: Iterable[Asked]) -> dict[str, tuple[float, int]]:
    """For each group and all: the share of anaphors read as the rewrite reads them, how many."""
    found: dict[str, list[bool]] = {}
    for row in rows:
        spoken = mentions(row.turns)
        for anaphor, words in replaced_anaphors(row):
            best = coreference.chosen(anaphor, row.question, spoken)
            right = bool(best and means(best[0].text, words))
            for name in (anaphor.group.value, "all"):
                found.setdefault(name, []).append(right)
    return {name: (fmean(right), len(right)) for name, right in found.items()}


def means(text: str, words: str) -> bool:
    """Whether a mention is what the words name: one has all terms of the other."""
    own, wanted = set(terms(text)), set(terms(words))
    return bool(own) and bool(wanted) and (own <= wanted or wanted <= own)


def terms_f1(said: str, wanted: str) -> float:
    """The F1 of two texts' index terms, each once."""
    own, other = set(terms(said)), set(terms(wanted))
    both = len(own & other)
    return 2 * both / (len(own) + len(other)) if both else float(own == other)


def fitted(rows: Iterable[Asked]) -> dict[str, Any]:
    """Weights by logistic regression of whether a mention is what an anaphor stands for.

    Each conversation counts with and without its title: a bot is seldom told one.
    """
    from sklearn.linear_model import LogisticRegression

    kept: dict[str, Any] = {}
    known = list(rows)
    signs, right = _examples([*known, *(replace(row, title="") for row in known)])
    for group in Group:
        if len(set(right[group])) < 2:
            raise ValueError(f"no example of {group}")
        model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(signs[group], right[group])
        named = zip(coreference.Signs._fields, np.round(model.coef_[0], 3).tolist(), strict=True)
        kept[group.value] = {"signs": dict(named), "bias": round(float(model.intercept_[0]), 3)}
    return kept


def _examples(rows: Iterable[Asked]) -> tuple[dict[Group, list[Any]], dict[Group, list[bool]]]:
    signs: dict[Group, list[Any]] = {group: [] for group in Group}
    right: dict[Group, list[bool]] = {group: [] for group in Group}
    for row in rows:
        spoken = mentions(row.turns)
        for anaphor, words in replaced_anaphors(row):
            for each in coreference.fitting(anaphor, row.question, spoken):
                signs[anaphor.group].append(coreference.signs_of(anaphor, each))
                right[anaphor.group].append(means(each.text, words))
    return signs, right


def _rouge_l(said: str, wanted: str) -> float:
    return float(_scorer().score(wanted, said)["rougeL"].fmeasure)


@cache
def _scorer() -> Any:  # noqa: ANN401 - rouge-score has no types
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rougeL"])


def main() -> None:
    """Read the arguments, fit where asked to, measure, print."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("files", type=Path, nargs="+", help="conversations in JSON Lines")
    said.add_argument("--fit", action="store_true", help="fit the weights on the even half first")
    said.add_argument("--half", type=Half, choices=list(Half), help="measure one half only")
    given = said.parse_args()
    require()
    if given.fit:
        kept = fitted(row for row in read_rewrites(given.files) if row.half is Half.EVEN)
        target = Path(__file__).parents[2] / "conversation" / "antecedents.json"
        target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        coreference.weights.cache_clear()
    for file in given.files:
        for half in (given.half,) if given.half else Half:
            _print(
                f"{file.stem}, {half.value} half",
                [r for r in read_rewrites([file]) if r.half is half],
            )


def _print(name: str, rows: Sequence[Asked]) -> None:
    lines = [name]
    for reading, read in READINGS.items():
        values = " ".join(f"{key} {value:.3f}" for key, value in measured(rows, read).items())
        lines.append(f"  {reading:22} {values}")
    right = anaphors_right(rows)
    lines.append("  anaphors " + " ".join(f"{k} {v:.3f} ({n})" for k, (v, n) in right.items()))
    print("\n".join(lines))  # noqa: T201 - the command's output


if __name__ == "__main__":
    main()
