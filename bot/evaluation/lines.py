"""Lines of JSON and their fields, each checked: a bad line costs that line only."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import EvaluationError

ParsedRow = TypeVar("ParsedRow")
Record = Mapping[str, Any]

_SHORTEST_DAY = len("2012-10-05")


class BadLine(ValueError):
    """What is wrong with a line, as the end of a sentence that names the line."""


def read_lines(
    path: Path, read: Callable[[Record], ParsedRow]
) -> tuple[list[ParsedRow], list[str]]:
    """The rows of a file and, for each line that is none, a sentence that names it.

    Raises ``EvaluationError`` where the file cannot be read.
    """
    rows: list[ParsedRow] = []
    problems: list[str] = []
    try:
        for number, line in _numbered(path):
            try:
                rows.append(read(_record(line)))
            except BadLine as problem:
                problems.append(f"{path.name}, line {number}: {problem}")
    except OSError as error:
        raise EvaluationError(f"Cannot read {path}: {error.strerror}.") from error
    return rows, problems


def _numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def _record(line: bytes) -> Record:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("it is not JSON.") from error
    if not isinstance(row, dict):
        raise BadLine("it is not a JSON object.")
    return row


def text_of(row: Record, field: str) -> str:
    """The field's text; it must be there and not blank. Raises ``BadLine``."""
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadLine(f"it has no text named {field}.")
    return _whole(value, field)


def id_of(row: Record, field: str) -> str:
    """The field's id: a text, or a number as text. Raises ``BadLine``."""
    value = row.get(field)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, field)


def flag_of(row: Record, field: str) -> bool:
    """The field's truth value. Raises ``BadLine``."""
    value = row.get(field)
    if not isinstance(value, bool):
        raise BadLine(f"it has no true or false named {field}.")
    return value


def texts_of(row: Record, field: str) -> tuple[str, ...]:
    """The field's texts without blank ones; none where it is missing. Raises ``BadLine``."""
    values = row.get(field) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadLine(f"its {field} is not a list of texts.")
    return tuple(_whole(value, field) for value in values if value.strip())


def ids_of(row: Record, field: str) -> tuple[str, ...]:
    """The field's ids, texts or numbers, each once. Raises ``BadLine``."""
    values = row.get(field) or []
    if not isinstance(values, list):
        raise BadLine(f"its {field} is not a list of ids.")
    return tuple(dict.fromkeys(id_of({field: value}, field) for value in values))


def day_of(row: Record, field: str) -> date | None:
    """The day that the field begins with, as ``2012-10-05``. Raises ``BadLine``."""
    value = row.get(field)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value[:_SHORTEST_DAY])
    except (TypeError, ValueError) as error:
        raise BadLine(f"its {field} is not one like 2012-10-05.") from error


def _whole(value: str, field: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadLine(f"its {field} holds half a character (a lone surrogate).") from error
    return value
