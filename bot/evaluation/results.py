"""Results as JSON: for programs, and to compare a later run with."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import EvaluationError
from bot.evaluation.judge import Columns, QuestionJudgement, columns
from bot.evaluation.metrics import Table, Tables, measured
from bot.evaluation.outcomes import Outcome, Shown
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
    outcomes: tuple[Outcome, ...] = ()
    judgements: tuple[QuestionJudgement, ...] = ()
    summaries: tuple[tuple[str, SummaryJudgement], ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> Tables:
        """The judgements as columns."""
        told = [judgement for _, judgement in self.summaries]
        return {
            Table.QUESTIONS: columns(self.judgements, QuestionJudgement),
            Table.SUMMARIES: columns(told, SummaryJudgement),
        }

    @property
    def questions(self) -> Columns:
        """The questions' judgements as columns."""
        return self.tables[Table.QUESTIONS]

    @cached_property
    def measures(self) -> dict[str, float]:
        """Every measure's value by key; NaN where it does not apply."""
        return measured(self.tables)

    @property
    def ids(self) -> dict[Table, list[str]]:
        """The ids of each table's rows, in their order."""
        return {
            Table.QUESTIONS: [outcome.question.id for outcome in self.outcomes],
            Table.SUMMARIES: [article for article, _ in self.summaries],
        }


FORMAT = "byline-evaluation-1"

Rows = Mapping[str, Mapping[str, float]]
"""Judgements by id: a number by field name."""


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A folder of an earlier run: the rows of each table."""

    name: str
    rows: Mapping[Table, Rows]


def results_object(results: Sequence[FolderResult]) -> dict[str, Any]:
    """All results, with every question's numbers and what was shown."""
    return {"format": FORMAT, "folders": [_folder(result) for result in results]}


def write_results(path: Path, results: Sequence[FolderResult]) -> None:
    """Write results as JSON. Raises ``EvaluationError`` where the file cannot be written."""
    write_text(path, json.dumps(results_object(results), ensure_ascii=False, indent=1))


def write_text(path: Path, text: str) -> None:
    """Write a file whole. Raises ``EvaluationError`` where that is not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"Cannot write {path}: {error.strerror}.") from error


def read_results(path: Path) -> list[KeptFolder]:
    """The folders of an earlier run. Raises ``EvaluationError`` for a file that holds none."""
    try:
        return _folders(json.loads(path.read_bytes()))
    except OSError as error:
        raise EvaluationError(f"Cannot read {path}: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EvaluationError(
            f"{path} holds no results of an evaluation. Give a file that "
            "`byline evaluate … --json FILE` has written."
        ) from error


def _folder(result: FolderResult) -> dict[str, Any]:
    asked = zip(result.outcomes, result.judgements, strict=True)
    return {
        "folder": result.name,
        "articles": result.articles,
        "passages": result.passages,
        "model": result.model,
        "measures": {key: _known(value) for key, value in result.measures.items()},
        "left_out": list(result.left_out),
        "notes": list(result.notes),
        "questions": [_outcome(outcome) | _numbers(asdict(row)) for outcome, row in asked],
        "summaries": [{"id": each, **_numbers(asdict(row))} for each, row in result.summaries],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.question.id,
        "question": outcome.question.text,
        "answers": list(outcome.question.answers),
        "article_ids": list(outcome.question.article_ids),
        "ranked": list(outcome.ranked),
        "shown": [_shown(shown) for shown in outcome.shown],
    }


def _shown(shown: Shown) -> dict[str, Any]:
    return {
        "address": shown.address,
        "excerpt": shown.excerpt,
        "highlight": list(shown.highlight) if shown.highlight else None,
        "exact": shown.exact,
    }


def _numbers(row: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: _known(value) for name, value in row.items()}


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _folders(kept: Mapping[str, Any]) -> list[KeptFolder]:
    if kept["format"] != FORMAT:
        raise ValueError(f"not {FORMAT}")
    return [_kept(folder) for folder in kept["folders"]]


def _kept(folder: Mapping[str, Any]) -> KeptFolder:
    return KeptFolder(folder["folder"], {table: _rows(folder[table]) for table in Table})


def _rows(rows: Sequence[Mapping[str, Any]]) -> Rows:
    return {row["id"]: _values(row) for row in rows}


def _values(row: Mapping[str, Any]) -> dict[str, float]:
    return {
        name: math.nan if value is None else float(value)
        for name, value in row.items()
        if name != "id" and (value is None or isinstance(value, int | float))
    }
