"""Measures how follow-up questions are read.

    python -m bot.evaluation.research.follow_ups FILE_OR_FOLDER…

A file has conversations in JSON Lines, ``{"id": "…", "history": ["…"], "question": "…", "rewrite":
"…"}``, as made of CANARD (Elgohary et al. 2019) and TREC CAsT (Dalton et al. 2020): the completed
questions are compared with the rewrites of people. A folder has articles and conversations
(``conversations``): the questions are asked.
"""

import argparse
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from bot.conversation.rewriter import complete_question
from bot.conversation.turns import Turn
from bot.errors import EvaluationError
from bot.evaluation.dataset import (
    BadLine,
    Half,
    JsonObject,
    get_id,
    get_text,
    get_texts,
    read_lines,
)
from bot.evaluation.research.conversations import (
    VARIANTS,
    ask_conversation,
    compute_measures,
    describe_result,
    read_conversations,
)
from index.analyzer import extract_terms
from index.reader.squad import normalize_answer

_NO_ANSWER = "i don't know."
_PARENTHESIS = re.compile(r"\s*\([^)]*\)\s*$")
"""What tells one Wikipedia title from another."""
_MAX_SHORT_ANSWER_WORDS = 12
"""Words of an answer that is taken for the answering words; a longer one is an excerpt."""


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
        """What was said before, each question completed from those before it, as in a chat."""
        return _build_turns(self.title, self.history)


def read_rewrites(file: Path) -> list[FollowUpRow]:
    """The rows of a file. Raises ``EvaluationError`` if it cannot be read or has none."""
    found, _ = read_lines(file, _parse_row)
    if not found:
        raise EvaluationError(f"{file} has no conversation. See bot/evaluation/research.")
    return found


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
    completed = complete_question(question, before)
    read, original = (completed, question) if completed else (question, "")
    if answer.casefold() == _NO_ANSWER:
        return (*before, Turn(read, original=original))
    short = answer if len(answer.split()) <= _MAX_SHORT_ANSWER_WORDS else ""
    return (*before, Turn(read, short, (answer,) if answer else (), original=original))


RewriteMethod = Callable[[FollowUpRow], str]


def keep_question(row: FollowUpRow) -> str:
    """Return the question as asked."""
    return row.question


def prepend_last_question(row: FollowUpRow) -> str:
    """Return the question after the one before it."""
    return f"{row.history[-1][0]} {row.question}" if row.history else row.question


def complete_row(row: FollowUpRow) -> str:
    """Return the completed question, or the question if it stands alone."""
    return complete_question(row.question, row.turns) or row.question


METHODS: Mapping[str, RewriteMethod] = {
    "as asked": keep_question,
    "previous and question": prepend_last_question,
    "completed": complete_row,
}


def measure_method(rows: Sequence[FollowUpRow], read: RewriteMethod) -> dict[str, float]:
    """Measures of a way to complete follow-ups, each from 0 to 1, means over questions.

    ``terms_f1``: F1 of the index terms, each once; ``recovered``: the share of the terms that only
    the rewrite has; ``exact``: equal but for case, punctuation and articles; ``left_alone``:
    unchanged where the rewrite is; ``changed``: the share of changed questions.
    """
    pairs = [(row, read(row)) for row in rows]
    same = [normalize_answer(row.question) == normalize_answer(row.rewrite) for row in rows]
    exact = [normalize_answer(said) == normalize_answer(row.rewrite) for row, said in pairs]
    alone = [normalize_answer(said) == normalize_answer(row.question) for row, said in pairs]
    needed = [(_find_added_terms(row, row.rewrite), said) for row, said in pairs]
    return {
        "questions": float(len(rows)),
        "terms_f1": fmean(compute_terms_f1(said, row.rewrite) for row, said in pairs),
        "recovered": fmean(
            len(terms & set(extract_terms(said))) / len(terms) for terms, said in needed if terms
        ),
        "exact": fmean(exact),
        "left_alone": fmean(a for a, kept in zip(alone, same, strict=True) if kept),
        "changed": 1 - fmean(alone),
    }


def _find_added_terms(row: FollowUpRow, text: str) -> set[str]:
    return set(extract_terms(text)) - set(extract_terms(row.question))


def compute_terms_f1(said: str, wanted: str) -> float:
    """The F1 of two texts' index terms, each once."""
    own, other = set(extract_terms(said)), set(extract_terms(wanted))
    both = len(own & other)
    return 2 * both / (len(own) + len(other)) if both else float(own == other)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", type=Path, nargs="+", help="files or folders of conversations")
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="more articles to add")
    parser.add_argument("--half", type=Half, choices=list(Half), help="one half of each file only")
    parser.add_argument("--kept-aside", action="store_true", help="kept-aside news articles only")
    parser.add_argument("--questions", type=int, help="at most so many of each folder")
    given = parser.parse_args()
    for path in given.inputs:
        if path.is_dir():
            _measure_folder(path, given.beside, given.questions, kept_aside=given.kept_aside)
            continue
        for half in (given.half,) if given.half else Half:
            rows = [row for row in read_rewrites(path) if row.half is half]
            _print([f"{path.stem}, {half.value} half"])
            for method, read in METHODS.items():
                _print([f"  {method:22}", _format_measures(measure_method(rows, read))])


def _measure_folder(
    folder: Path, beside: Sequence[Path], limit: int | None, *, kept_aside: bool
) -> None:
    from bot.app import open_services
    from bot.settings import Settings

    conversations = read_conversations(folder, kept_aside=kept_aside)[:limit]
    with (
        TemporaryDirectory(prefix="byline-conversations-") as data,
        open_services(Settings(data_dir=Path(data)), lambda _: None, needs_model=True) as services,
    ):
        articles = services.library.collection("conversations")
        articles.add([folder / "articles.jsonl", *beside])
        results = [ask_conversation(articles, each) for each in conversations]
    for each in results:
        _print([describe_result(each)])
    for variant in VARIANTS:
        _print([f"{folder.name}, {variant}:", _format_measures(compute_measures(results, variant))])


def _format_measures(measures: Mapping[str, float]) -> str:
    return " ".join(f"{name} {value:.3f}" for name, value in measures.items())


def _print(words: Sequence[str]) -> None:
    print(*words)  # noqa: T201 - the command's output


if __name__ == "__main__":
    main()
