"""The command that evaluates: it parses, calls, and prints."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.main import app, program_of, stderr, stdout, tell
from bot.cli.progress import reported
from bot.errors import UsageError
from bot.evaluation.folders import Half

if TYPE_CHECKING:  # evaluating is heavy to import, and no other command needs it
    from bot.evaluation.folders import EvaluationFolder
    from bot.evaluation.results import FolderResult
    from bot.evaluation.run import Sample

from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.cli.main import AsJson, In, clean, opened, print_result
from bot.evaluation.feedback_export import Exported, export


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
    from bot.cli.metrics_output import show_comparison, show_left_out, show_results
    from bot.evaluation.compare import compare_all
    from bot.evaluation.extras import require
    from bot.evaluation.folders import read_folders
    from bot.evaluation.results import read_results, write_results, write_text
    from bot.evaluation.run import Sample

    require()
    read = read_folders(folders)
    earlier = read_results(baseline) if baseline else []
    _can_be_written(json_file, html_file)
    results = _evaluated(context, index, read, Sample(half, questions))
    comparisons = compare_all(results, earlier)
    if json_file:
        write_results(json_file, results)
    if html_file:
        from bot.evaluation.report.page import render_page

        write_text(html_file, render_page(results, comparisons))
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
    from bot.evaluation.run import evaluate_folder

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


feedback = typer.Typer(help="What members thought of the answers.", no_args_is_help=True)
app.add_typer(feedback, name="feedback")


@feedback.command(name="export")
def export_feedback(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to write; a new or an empty one.")],
    collection: In = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write a collection's questions, feedback and articles in the evaluation format."""
    with opened(context, collection) as articles:
        exported = export(articles, folder)
    print_result(exported, _exported_object, _show_exported, as_json=as_json)


def _exported_object(exported: Exported) -> dict[str, Any]:
    return asdict(exported)


def _show_exported(console: Console, exported: Exported) -> None:
    console.print(
        Text(
            f"Wrote {exported.articles:,} articles and {exported.asked:,} questions, "
            f"{exported.known:,} of them with a known answer, into {clean(exported.folder)}."
        )
    )
    if exported.known:
        console.print(Text(f"Measure them with: byline evaluate {clean(exported.folder)}"))
