"""Results as JSON: for programs, and to compare a later run with."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import EvaluationError
from bot.evaluation.judge import Columns, QuestionJudgement, to_columns
from bot.evaluation.metrics import ColumnsByKind, RowKind, compute_metrics
from bot.evaluation.outcomes import QuestionOutcome, ShownCitation
from bot.evaluation.rouge import SummaryJudgement


@dataclass(frozen=True)
class FolderResult:
    """One folder's outcomes, a judgement for each, and its summaries' judgements by article.

    ``left_out`` has a sentence for each line or question that could not be used, ``notes`` for
    what should be known beside.
    """

    name: str
    articles: int
    passages: int
    model: str
    outcomes: tuple[QuestionOutcome, ...] = ()
    judgements: tuple[QuestionJudgement, ...] = ()
    summaries: tuple[tuple[str, SummaryJudgement], ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def columns_by_kind(self) -> ColumnsByKind:
        """The judgements of each kind as columns."""
        told = [judgement for _, judgement in self.summaries]
        return {
            RowKind.QUESTIONS: to_columns(self.judgements, QuestionJudgement),
            RowKind.SUMMARIES: to_columns(told, SummaryJudgement),
        }

    @property
    def question_columns(self) -> Columns:
        """The questions' judgements as columns."""
        return self.columns_by_kind[RowKind.QUESTIONS]

    @cached_property
    def metrics(self) -> dict[str, float]:
        """The value of every metric by key; NaN if it does not apply."""
        return compute_metrics(self.columns_by_kind)

    @property
    def ids(self) -> dict[RowKind, list[str]]:
        """The ids of each table's rows, in their order."""
        return {
            RowKind.QUESTIONS: [outcome.question.id for outcome in self.outcomes],
            RowKind.SUMMARIES: [article for article, _ in self.summaries],
        }


FORMAT = "byline-evaluation-1"

RowsById = Mapping[str, Mapping[str, float]]
"""Judgements by id: a number by field name."""


@dataclass(frozen=True, slots=True)
class BaselineFolder:
    """A folder of an earlier run: the rows of each table."""

    name: str
    rows: Mapping[RowKind, RowsById]


def to_results_object(results: Sequence[FolderResult]) -> dict[str, Any]:
    """All results, with every question's numbers and what was shown."""
    return {"format": FORMAT, "folders": [_to_folder_object(result) for result in results]}


def write_results(path: Path, results: Sequence[FolderResult]) -> None:
    """Write results as JSON. Raises ``EvaluationError`` if the file cannot be written."""
    write_text(path, json.dumps(to_results_object(results), ensure_ascii=False, indent=1))


def write_text(path: Path, text: str) -> None:
    """Write a file atomically. Raises ``EvaluationError`` if that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"Cannot write {path}: {error.strerror}.") from error


def read_results(path: Path) -> list[BaselineFolder]:
    """Read the folders of an earlier run. Raises ``EvaluationError`` for any other file."""
    try:
        return _parse_folders(json.loads(path.read_bytes()))
    except OSError as error:
        raise EvaluationError(f"Cannot read {path}: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EvaluationError(
            f"{path} holds no results of an evaluation. Give a file that "
            "`byline evaluate … --json FILE` has written."
        ) from error


def _to_folder_object(result: FolderResult) -> dict[str, Any]:
    asked = zip(result.outcomes, result.judgements, strict=True)
    return {
        "folder": result.name,
        "articles": result.articles,
        "passages": result.passages,
        "model": result.model,
        "measures": {key: _to_json_number(value) for key, value in result.metrics.items()},
        "left_out": list(result.left_out),
        "notes": list(result.notes),
        "questions": [
            _to_outcome_object(outcome) | _to_numbers(asdict(row)) for outcome, row in asked
        ],
        "summaries": [{"id": each, **_to_numbers(asdict(row))} for each, row in result.summaries],
    }


def _to_outcome_object(outcome: QuestionOutcome) -> dict[str, Any]:
    return {
        "id": outcome.question.id,
        "question": outcome.question.text,
        "answers": list(outcome.question.answers),
        "article_ids": list(outcome.question.article_ids),
        "ranked": list(outcome.ranked),
        "shown": [_to_citation_object(shown) for shown in outcome.shown],
    }


def _to_citation_object(shown: ShownCitation) -> dict[str, Any]:
    return {
        "address": shown.address,
        "excerpt": shown.excerpt,
        "highlight": list(shown.highlight) if shown.highlight else None,
        "exact": shown.exact,
    }


def _to_numbers(row: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: _to_json_number(value) for name, value in row.items()}


def _to_json_number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _parse_folders(kept: Mapping[str, Any]) -> list[BaselineFolder]:
    if kept["format"] != FORMAT:
        raise ValueError(f"not {FORMAT}")
    return [_parse_folder(folder) for folder in kept["folders"]]


def _parse_folder(folder: Mapping[str, Any]) -> BaselineFolder:
    return BaselineFolder(
        folder["folder"], {table: _parse_rows(folder[table]) for table in RowKind}
    )


def _parse_rows(rows: Sequence[Mapping[str, Any]]) -> RowsById:
    return {row["id"]: _parse_values(row) for row in rows}


def _parse_values(row: Mapping[str, Any]) -> dict[str, float]:
    return {
        name: math.nan if value is None else float(value)
        for name, value in row.items()
        if name != "id" and (value is None or isinstance(value, int | float))
    }
