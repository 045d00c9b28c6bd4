"""A folder in the evaluation format: articles, questions with known answers, summaries.

``articles.jsonl``   what ``byline add`` reads
``questions.jsonl``  ``{"id", "question", "answerable", "answers", "article_ids", "evidence"}``, and
                     where known ``date`` (the day it was asked) and ``counterfactual_ids``
                     (articles that say it wrongly); other fields are passed over
``summaries.jsonl``  ``{"article_id", "summary"}``

One of the last two may be missing.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bot.errors import EvaluationError

ParsedRow = TypeVar("ParsedRow")
JsonObject = Mapping[str, Any]

_DATE_LENGTH = len("2012-10-05")


class BadLine(ValueError):
    """The problem of a line, as the end of a sentence that names the line."""


def read_lines(
    path: Path, read: Callable[[JsonObject], ParsedRow]
) -> tuple[list[ParsedRow], list[str]]:
    """Read the rows of a file, and a sentence about each line that is not a row.

    Raises ``EvaluationError`` where the file cannot be read.
    """
    rows: list[ParsedRow] = []
    problems: list[str] = []
    try:
        for number, line in _iterate_lines(path):
            try:
                rows.append(read(_parse_object(line)))
            except BadLine as problem:
                problems.append(f"{path.name}, line {number}: {problem}")
    except OSError as error:
        raise EvaluationError(f"Cannot read {path}: {error.strerror}.") from error
    return rows, problems


def _iterate_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def _parse_object(line: bytes) -> JsonObject:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("it is not JSON.") from error
    if not isinstance(row, dict):
        raise BadLine("it is not a JSON object.")
    return row


def get_text(row: JsonObject, field: str) -> str:
    """Return the field's text. Raises ``BadLine`` if it is missing or blank."""
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadLine(f"it has no text named {field}.")
    return _check_encodable(value, field)


def get_id(row: JsonObject, field: str) -> str:
    """Return the field's id: a text, or a number as text. Raises ``BadLine``."""
    value = row.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return get_text(row, field)


def get_flag(row: JsonObject, field: str) -> bool:
    """Return the field's truth value. Raises ``BadLine``."""
    value = row.get(field)
    if not isinstance(value, bool):
        raise BadLine(f"it has no true or false named {field}.")
    return value


def get_texts(row: JsonObject, field: str) -> tuple[str, ...]:
    """Return the field's texts that are not blank; none if missing. Raises ``BadLine``."""
    values = row.get(field) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadLine(f"its {field} is not a list of texts.")
    return tuple(_check_encodable(value, field) for value in values if value.strip())


def get_ids(row: JsonObject, field: str) -> tuple[str, ...]:
    """Return the field's ids, texts or numbers, each once. Raises ``BadLine``."""
    values = row.get(field) or []
    if not isinstance(values, list):
        raise BadLine(f"its {field} is not a list of ids.")
    return tuple(dict.fromkeys(get_id({field: value}, field) for value in values))


def get_date(row: JsonObject, field: str) -> date | None:
    """Parse the day that the field begins with, as ``2012-10-05``. Raises ``BadLine``."""
    value = row.get(field)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value[:_DATE_LENGTH])
    except (TypeError, ValueError) as error:
        raise BadLine(f"its {field} is not one like 2012-10-05.") from error


def _check_encodable(value: str, field: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadLine(f"its {field} holds half a character (a lone surrogate).") from error
    return value


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question and its known answer.

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


T = TypeVar("T", KnownQuestion, KnownSummary)


def read_folder(path: Path) -> EvaluationFolder:
    """Read a folder's questions and summaries; a bad line costs that line only.

    Raises ``EvaluationError`` where there is no such folder, or nothing in it to measure by.
    """
    articles = path / "articles.jsonl"
    if not articles.is_file():
        raise EvaluationError(
            f"{path} is not a folder to evaluate: it has no articles.jsonl. "
            "Give a folder with articles.jsonl and questions.jsonl or summaries.jsonl."
        )
    asked, bad_questions = _read_if_present(path / "questions.jsonl", _parse_question)
    told, bad_summaries = _read_if_present(path / "summaries.jsonl", _parse_summary)
    questions, repeated = _drop_repeated(asked, "questions.jsonl")
    summaries, repeated_summaries = _drop_repeated(told, "summaries.jsonl")
    problems = (*bad_questions, *repeated, *bad_summaries, *repeated_summaries)
    if not (questions or summaries):
        raise EvaluationError(_explain_empty_folder(path, problems))
    name = path.resolve().name
    return EvaluationFolder(name, articles, tuple(questions), tuple(summaries), problems)


def read_folders(paths: Iterable[Path]) -> list[EvaluationFolder]:
    """Read several folders. Raises ``EvaluationError`` also if two have the same name."""
    folders: dict[str, EvaluationFolder] = {}
    for folder in map(read_folder, paths):
        if folder.name in folders:
            raise EvaluationError(
                f"Two folders are called {folder.name}. Give each folder once, and rename one."
            )
        folders[folder.name] = folder
    return list(folders.values())


def _explain_empty_folder(path: Path, problems: tuple[str, ...]) -> str:
    if problems:
        return (
            f"No line of the questions in {path} can be used ({len(problems):,} are bad). "
            f"The first: {problems[0]}"
        )
    return (
        f"{path} has no questions and no summaries. Write questions.jsonl, one a line: "
        '{"id": "q1", "question": "…", "answerable": true, "answers": ["…"], "article_ids": ["…"]}.'
    )


def _read_if_present(path: Path, read: Callable[[JsonObject], T]) -> tuple[list[T], list[str]]:
    return read_lines(path, read) if path.is_file() else ([], [])


def _drop_repeated(rows: Iterable[T], file: str) -> tuple[list[T], list[str]]:
    first: dict[str, T] = {}
    problems = [
        f"{file}: the id {row.id} comes more than once; the first counts."
        for row in rows
        if first.setdefault(row.id, row) is not row
    ]
    return list(first.values()), problems


def _parse_question(row: JsonObject) -> KnownQuestion:
    return KnownQuestion(
        id=get_id(row, "id"),
        text=get_text(row, "question"),
        answerable=get_flag(row, "answerable"),
        answers=get_texts(row, "answers"),
        evidence=get_texts(row, "evidence"),
        article_ids=get_ids(row, "article_ids"),
        wrong_ids=get_ids(row, "counterfactual_ids"),
        asked_on=get_date(row, "date"),
    )


def _parse_summary(row: JsonObject) -> KnownSummary:
    return KnownSummary(get_id(row, "article_id"), get_text(row, "summary"))


class Half(StrEnum):
    """One of two parts of a folder that never overlap: one to tune on, one to report."""

    ODD = "odd"
    EVEN = "even"


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


NamedRow = TypeVar("NamedRow", bound=_HasId)


def sample_rows(
    rows: Sequence[NamedRow], half: Half | None = None, count: int | None = None, seed: int = 0
) -> list[NamedRow]:
    """Return the rows of a half, or ``count`` of them drawn at random, in their order.

    A row is odd or even by the CRC-32 of its id, and drawn by a hash of its id and the seed, so
    that neither depends on which other rows there are.
    """
    kept = [row for row in rows if half is None or get_half(row.id) is half]
    if count is None or count >= len(kept):
        return kept
    drawn = {row.id for row in sorted(kept, key=lambda row: _compute_draw(row.id, seed))[:count]}
    return [row for row in kept if row.id in drawn]


def get_half(row_id: str) -> Half:
    """Return the half that an id belongs to."""
    return Half.ODD if zlib.crc32(row_id.encode("utf-8")) % 2 else Half.EVEN


def _compute_draw(row_id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {row_id}".encode()).digest()
