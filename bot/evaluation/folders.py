"""A folder in the evaluation format: articles, questions with known answers, summaries.

``articles.jsonl``   what ``byline add`` reads
``questions.jsonl``  ``{"id", "question", "answerable", "answers", "article_ids", "evidence"}``, and
                     where known ``date`` (the day it was asked) and ``counterfactual_ids``
                     (articles that say it wrongly); other fields are passed over
``summaries.jsonl``  ``{"article_id", "summary"}``

One of the last two may be missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.errors import EvaluationError
from bot.evaluation.lines import (
    Record,
    day_of,
    flag_of,
    id_of,
    ids_of,
    read_lines,
    text_of,
    texts_of,
)


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question and what is known of its answer.

    ``answers`` are texts any of which answers it, ``evidence`` exact words of its articles that do,
    ``article_ids`` the articles that hold them, ``wrong_ids`` articles that say it wrongly.
    """

    id: str
    text: str
    answerable: bool
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()
    wrong_ids: tuple[str, ...] = ()
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownSummary:
    """An article and a summary that a person has written of it; its ``id`` is the article's."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class EvaluationFolder:
    """What a folder holds; ``left_out`` has a sentence for each line that could not be read."""

    name: str
    articles: Path
    questions: tuple[KnownQuestion, ...] = ()
    summaries: tuple[KnownSummary, ...] = ()
    left_out: tuple[str, ...] = ()


Row = TypeVar("Row", KnownQuestion, KnownSummary)


def read_folder(path: Path) -> EvaluationFolder:
    """The folder's questions and summaries; a bad line costs that line only.

    Raises ``EvaluationError`` where there is no such folder, or nothing in it to measure by.
    """
    articles = path / "articles.jsonl"
    if not articles.is_file():
        raise EvaluationError(
            f"{path} is not a folder to evaluate: it has no articles.jsonl. "
            "Give a folder with articles.jsonl and questions.jsonl or summaries.jsonl."
        )
    asked, bad_questions = _if_there(path / "questions.jsonl", _question)
    told, bad_summaries = _if_there(path / "summaries.jsonl", _summary)
    questions, repeated = _each_once(asked, "questions.jsonl")
    summaries, repeated_summaries = _each_once(told, "summaries.jsonl")
    problems = (*bad_questions, *repeated, *bad_summaries, *repeated_summaries)
    if not (questions or summaries):
        raise EvaluationError(_nothing_to_measure(path, problems))
    name = path.resolve().name
    return EvaluationFolder(name, articles, tuple(questions), tuple(summaries), problems)


def read_folders(paths: Iterable[Path]) -> list[EvaluationFolder]:
    """Several folders. Raises ``EvaluationError`` also where two have the same name."""
    folders: dict[str, EvaluationFolder] = {}
    for folder in map(read_folder, paths):
        if folder.name in folders:
            raise EvaluationError(
                f"Two folders are called {folder.name}. Give each folder once, and rename one."
            )
        folders[folder.name] = folder
    return list(folders.values())


def _nothing_to_measure(path: Path, problems: tuple[str, ...]) -> str:
    if problems:
        return (
            f"No line of the questions in {path} can be used ({len(problems):,} are bad). "
            f"The first: {problems[0]}"
        )
    return (
        f"{path} has no questions and no summaries. Write questions.jsonl, one a line: "
        '{"id": "q1", "question": "…", "answerable": true, "answers": ["…"], "article_ids": ["…"]}.'
    )


def _if_there(path: Path, read: Callable[[Record], Row]) -> tuple[list[Row], list[str]]:
    return read_lines(path, read) if path.is_file() else ([], [])


def _each_once(rows: Iterable[Row], file: str) -> tuple[list[Row], list[str]]:
    first: dict[str, Row] = {}
    problems = [
        f"{file}: the id {row.id} comes more than once; the first counts."
        for row in rows
        if first.setdefault(row.id, row) is not row
    ]
    return list(first.values()), problems


def _question(row: Record) -> KnownQuestion:
    return KnownQuestion(
        id=id_of(row, "id"),
        text=text_of(row, "question"),
        answerable=flag_of(row, "answerable"),
        answers=texts_of(row, "answers"),
        evidence=texts_of(row, "evidence"),
        article_ids=ids_of(row, "article_ids"),
        wrong_ids=ids_of(row, "counterfactual_ids"),
        asked_on=day_of(row, "date"),
    )


def _summary(row: Record) -> KnownSummary:
    return KnownSummary(id_of(row, "article_id"), text_of(row, "summary"))
