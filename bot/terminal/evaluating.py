"""The command that evaluates: it parses, calls, and prints."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UsageError
from bot.evaluation.choosing import Half
from bot.terminal.app import app, program_of, stderr, stdout, tell
from bot.terminal.progress import reported

if TYPE_CHECKING:  # evaluating is heavy to import, and no other command needs it
    from bot.evaluation.evaluating import Sample
    from bot.evaluation.folders import EvaluationFolder
    from bot.evaluation.results import FolderResult


@app.command()
def evaluate(
    context: typer.Context,
    folders: Annotated[
        list[Path],
        typer.Argument(help="Folders with articles.jsonl, and questions.jsonl or summaries.jsonl."),
    ],
    *,
    index: Annotated[
        Path | None,
        typer.Option(help="Folder to keep the indexes in: a second run embeds nothing."),
    ] = None,
    questions: Annotated[
        int | None, typer.Option(min=1, help="Ask only so many, always the same ones.")
    ] = None,
    half: Annotated[
        Half | None, typer.Option(help="Ask one half only: tune on one, report the other.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="File to write all results to.")
    ] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", help="File to write a page to: charts, worst cases.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Results of an earlier run (--json) to compare with.")
    ] = None,
) -> None:
    """Measure answers against questions whose right answers are known."""
    from bot.evaluation.comparing import compare_all
    from bot.evaluation.evaluating import Sample
    from bot.evaluation.folders import read_folders
    from bot.evaluation.keeping import read_results, write_results, write_text
    from bot.evaluation.report.page import page
    from bot.evaluation.requirements import require
    from bot.terminal.measures import show_comparison, show_left_out, show_results

    require()
    read = read_folders(folders)
    earlier = read_results(baseline) if baseline else []
    _can_be_written(json_file, html_file)
    results = _evaluated(context, index, read, Sample(half, questions))
    comparisons = compare_all(results, earlier)
    if json_file:
        write_results(json_file, results)
    if html_file:
        write_text(html_file, page(results, comparisons))
    show_results(stdout(), results)
    for comparison in comparisons:
        show_comparison(stdout(), comparison)
    show_left_out(stderr(), results)


def _evaluated(
    context: typer.Context,
    index: Path | None,
    folders: "Sequence[EvaluationFolder]",
    sample: "Sample",
) -> "list[FolderResult]":
    from bot.evaluation.evaluating import evaluate_folder

    results = []
    with (
        _data_folder(index) as where,
        program_of(context).open_aside(where, tell) as library,
    ):
        for folder in folders:
            tell(f"Evaluating {folder.name}.")
            with reported(stderr()) as reporter:
                results.append(evaluate_folder(folder, library, sample, reporter))
    return results


@contextmanager
def _data_folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
        return
    with TemporaryDirectory(prefix="byline-evaluation-") as folder:
        yield Path(folder)


def _can_be_written(*files: Path | None) -> None:
    """Refuse what could only fail after the long work."""
    for file in filter(None, files):
        if file.is_dir() or not file.absolute().parent.is_dir():
            raise UsageError(f"Cannot write {file}: name a file in a folder that is there.")
