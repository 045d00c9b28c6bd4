"""Questions from a file of JSON Lines, answered one a line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import QuestionError, UsageError
from bot.terminal.contract import unanswerable_object

Answering = Callable[[str, date | None], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """A question of a file; ``problem`` says why it cannot be asked."""

    id: Any
    question: str | None
    asked_on: date | None = None
    problem: str | None = None


def read_questions(path: Path) -> Iterator[FileQuestion]:
    """The questions of a file, one a line: ``{"id": …, "question": "…", "date": "2012-10-05"}``.

    A line that is none costs that line only. Raises ``UsageError`` where the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _question(number, line)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"Cannot read questions from {path}: {reason}.") from error


def answered(asked: FileQuestion, answer: Answering) -> dict[str, Any]:
    """The object to print for a question: with its id, whatever becomes of it."""
    if asked.question is None or asked.problem:
        problem = asked.problem or "There is no question."
        return {"id": asked.id, **unanswerable_object(asked.question, problem)}
    try:
        return {"id": asked.id, **answer(asked.question, asked.asked_on)}
    except QuestionError as error:
        return {"id": asked.id, **unanswerable_object(asked.question, str(error))}


def asked_date(text: str) -> date:
    """The day that ``text`` begins with, as ``2012-10-05``. Raises ``ValueError``."""
    return date.fromisoformat(text[:10])


def _question(number: int, line: str) -> FileQuestion:
    try:
        row = json.loads(line)
    except ValueError:
        return FileQuestion(None, None, problem=f"Line {number} is not JSON.")
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return FileQuestion(
            row.get("id") if isinstance(row, dict) else None,
            None,
            problem=f"Line {number} has no text named question.",
        )
    try:
        day = asked_date(row["date"]) if row.get("date") else None
    except (TypeError, ValueError):
        problem = f"The date of line {number} is not one like 2012-10-05."
        return FileQuestion(row.get("id"), row["question"], problem=problem)
    return FileQuestion(row.get("id"), row["question"], day)
