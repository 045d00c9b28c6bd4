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
from bot.conversation.coreference import Anaphor, AnaphorGroup, find_anaphors
from bot.conversation.mentions import find_mentions
from bot.conversation.rewriter import rewrite
from bot.conversation.turns import Turn
from bot.errors import EvaluationError
from bot.evaluation.extras import require_packages
from bot.evaluation.folders import (
    BadLine,
    Half,
    JsonObject,
    get_id,
    get_text,
    get_texts,
    read_lines,
)
from index.analyzer import extract_terms
from index.reader.squad import normalize_answer

_NO_ANSWER = "i don't know."
_PARENTHESIS = re.compile(r"\s*\([^)]*\)\s*$")
"""What tells one Wikipedia title from another."""
_MAX_SHORT_ANSWER_WORDS = 12
"""Words of an answer that is taken for the answering words; a longer one is an excerpt."""
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A question of a conversation, what was said before it, and its stand-alone form."""

    id: str
    title: str
    history: tuple[tuple[str, str], ...]
    question: str
    rewrite: str

    @property
    def half(self) -> Half:
        """Even is tuned on, odd is reported: by a hash of the conversation's first question."""
        first = self.history[0][0] if self.history else self.question
        digest = hashlib.sha256(first.strip().casefold().encode("utf-8")).digest()
        return Half.ODD if digest[0] % 2 else Half.EVEN

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said before, each question resolved from those before it, as in a chat."""
        return _build_turns(self.title, self.history)


def read_rewrites(files: Sequence[Path]) -> list[FollowUpRow]:
    """The rows of some files. Raises ``EvaluationError`` where one cannot be read or has none."""
    rows: list[FollowUpRow] = []
    for file in files:
        found, _ = read_lines(file, _parse_row)
        if not found:
            raise EvaluationError(f"{file} has no conversation. See bot/evaluation/rewrites.py.")
        rows += found
    return rows


def find_antecedent(row: FollowUpRow, anaphor: Anaphor) -> str | None:
    """The words that the rewrite has in an anaphor's place; ``None`` where it keeps it."""
    asked, wanted = _tokenize(row.question), _tokenize(row.rewrite)
    places = [i for i, (_, start) in enumerate(asked) if anaphor.start <= start < anaphor.end]
    own, other = ([word.casefold() for word, _ in tokens] for tokens in (asked, wanted))
    for tag, a, b, c, d in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if tag == "replace" and places and a <= places[0] < b:
            return " ".join(word for word, _ in wanted[c:d])
    return None


def find_replaced_anaphors(row: FollowUpRow) -> list[tuple[Anaphor, str]]:
    """The anaphors of a question that its rewrite replaces, each with its words for them."""
    found = ((each, find_antecedent(row, each)) for each in find_anaphors(row.question))
    return [(each, words) for each, words in found if words]


def _tokenize(text: str) -> list[tuple[str, int]]:
    return [(match.group(), match.start()) for match in _TOKEN.finditer(text)]


def _parse_row(row: JsonObject) -> FollowUpRow:
    key, history = get_id(row, "id"), list(get_texts(row, "history"))
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
    return FollowUpRow(key, title, tuple(said), get_text(row, "question"), get_text(row, "rewrite"))


@lru_cache(maxsize=50_000)
def _build_turns(title: str, history: tuple[tuple[str, str], ...]) -> tuple[Turn, ...]:
    if not history:
        return (Turn("", names=(title,)),) if title else ()
    before = _build_turns(title, history[:-1])
    question, answer = history[-1]
    read = rewrite(question, before)
    asked = question if read.is_changed else ""
    if answer.casefold() == _NO_ANSWER:
        return (*before, Turn(read.question, original=asked))
    short = answer if len(answer.split()) <= _MAX_SHORT_ANSWER_WORDS else ""
    return (*before, Turn(read.question, short, (answer,) if answer else (), original=asked))


RewriteMethod = Callable[[FollowUpRow], str]


def keep_question(row: FollowUpRow) -> str:
    """Nothing resolved."""
    return row.question


def prepend_last_question(row: FollowUpRow) -> str:
    """The question after the one before it."""
    return f"{row.history[-1][0]} {row.question}" if row.history else row.question


def rewrite_row(row: FollowUpRow) -> str:
    """As the bot reads it."""
    return rewrite(row.question, row.turns).question


_INVERSE_REGULARIZATION = 1.0
METHODS: Mapping[str, RewriteMethod] = {
    "as asked": keep_question,
    "previous and question": prepend_last_question,
    "in context": rewrite_row,
}


def measure_method(rows: Sequence[FollowUpRow], read: RewriteMethod) -> dict[str, float]:
    """Measures of a way to read follow-ups, each from 0 to 1, means over questions.

    ``terms_f1``: F1 of the index terms, each once; ``rouge_l`` (Lin 2004); ``exact``: equal but
    for case, punctuation and articles; ``left_alone``: unchanged where the rewrite is, and
    ``changed_rightly``: the terms of the rewrite, where it is not.
    """
    pairs = [(row, read(row)) for row in rows]
    same = [normalize_answer(row.question) == normalize_answer(row.rewrite) for row in rows]
    exact = [normalize_answer(said) == normalize_answer(row.rewrite) for row, said in pairs]
    alone = [normalize_answer(said) == normalize_answer(row.question) for row, said in pairs]
    return {
        "questions": float(len(rows)),
        "terms_f1": fmean(compute_terms_f1(said, row.rewrite) for row, said in pairs),
        "rouge_l": fmean(_compute_rouge_l(said, row.rewrite) for row, said in pairs),
        "exact": fmean(exact),
        "left_alone": fmean(a for a, kept in zip(alone, same, strict=True) if kept),
        "changed": 1 - fmean(alone),
    }


def measure_anaphors(rows: Iterable[FollowUpRow]) -> dict[str, tuple[float, int]]:
    """For each group and all: the share of anaphors read as the rewrite reads them, how many."""
    found: dict[str, list[bool]] = {}
    for row in rows:
        spoken = find_mentions(row.turns)
        for anaphor, words in find_replaced_anaphors(row):
            best = coreference.choose_antecedent(anaphor, row.question, spoken)
            right = bool(best and is_same_entity(best[0].text, words))
            for name in (anaphor.group.value, "all"):
                found.setdefault(name, []).append(right)
    return {name: (fmean(right), len(right)) for name, right in found.items()}


def is_same_entity(text: str, words: str) -> bool:
    """Whether a mention is what the words name: one has all terms of the other."""
    own, wanted = set(extract_terms(text)), set(extract_terms(words))
    return bool(own) and bool(wanted) and (own <= wanted or wanted <= own)


def compute_terms_f1(said: str, wanted: str) -> float:
    """The F1 of two texts' index terms, each once."""
    own, other = set(extract_terms(said)), set(extract_terms(wanted))
    both = len(own & other)
    return 2 * both / (len(own) + len(other)) if both else float(own == other)


def fit_antecedents(rows: Iterable[FollowUpRow]) -> dict[str, Any]:
    """Weights by logistic regression of whether a mention is what an anaphor stands for.

    Each conversation counts with and without its title: a bot is seldom told one.
    """
    from sklearn.linear_model import LogisticRegression

    kept: dict[str, Any] = {}
    known = list(rows)
    signs, right = _build_examples([*known, *(replace(row, title="") for row in known)])
    for group in AnaphorGroup:
        if len(set(right[group])) < 2:
            raise ValueError(f"no example of {group}")
        model = LogisticRegression(C=_INVERSE_REGULARIZATION, max_iter=5000).fit(
            signs[group], right[group]
        )
        named = zip(
            coreference.AntecedentFeatures._fields,
            np.round(model.coef_[0], 3).tolist(),
            strict=True,
        )
        kept[group.value] = {"signs": dict(named), "bias": round(float(model.intercept_[0]), 3)}
    return kept


def _build_examples(
    rows: Iterable[FollowUpRow],
) -> tuple[dict[AnaphorGroup, list[Any]], dict[AnaphorGroup, list[bool]]]:
    signs: dict[AnaphorGroup, list[Any]] = {group: [] for group in AnaphorGroup}
    right: dict[AnaphorGroup, list[bool]] = {group: [] for group in AnaphorGroup}
    for row in rows:
        spoken = find_mentions(row.turns)
        for anaphor, words in find_replaced_anaphors(row):
            for each in coreference.filter_compatible(anaphor, row.question, spoken):
                signs[anaphor.group].append(coreference.compute_antecedent_features(anaphor, each))
                right[anaphor.group].append(is_same_entity(each.text, words))
    return signs, right


def _compute_rouge_l(said: str, wanted: str) -> float:
    return float(_load_scorer().score(wanted, said)["rougeL"].fmeasure)


@cache
def _load_scorer() -> Any:  # noqa: ANN401 - rouge-score has no types
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rougeL"])


def main() -> None:
    """Read the arguments, fit where asked to, measure, print."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("files", type=Path, nargs="+", help="conversations in JSON Lines")
    said.add_argument("--fit", action="store_true", help="fit the weights on the even half first")
    said.add_argument("--half", type=Half, choices=list(Half), help="measure one half only")
    given = said.parse_args()
    require_packages()
    if given.fit:
        kept = fit_antecedents(row for row in read_rewrites(given.files) if row.half is Half.EVEN)
        target = Path(__file__).parents[2] / "conversation" / "antecedents.json"
        target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        coreference.load_weights.cache_clear()
    for file in given.files:
        for half in (given.half,) if given.half else Half:
            _print(
                f"{file.stem}, {half.value} half",
                [r for r in read_rewrites([file]) if r.half is half],
            )


def _print(name: str, rows: Sequence[FollowUpRow]) -> None:
    lines = [name]
    for reading, read in METHODS.items():
        values = " ".join(f"{key} {value:.3f}" for key, value in measure_method(rows, read).items())
        lines.append(f"  {reading:22} {values}")
    right = measure_anaphors(rows)
    lines.append("  anaphors " + " ".join(f"{k} {v:.3f} ({n})" for k, (v, n) in right.items()))
    print("\n".join(lines))  # noqa: T201 - the command's output


if __name__ == "__main__":
    main()
