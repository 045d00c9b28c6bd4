"""The commands ``evaluate`` and ``feedback export``; each parses, calls and prints."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.main import app, get_app, print_status, stderr, stdout
from bot.cli.progress import report_progress
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

from bot.cli.main import CollectionOption, JsonOption, open_services, print_result, strip_controls
from bot.evaluation.feedback_export import ExportResult, export_server


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
        Path | None,
        typer.Option("--html", help="File to write a page to: charts, worst cases."),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Results of an earlier run (--json) to compare with.")
    ] = None,
) -> None:
    """Measure answers against questions whose right answers are known."""
    from bot.cli.metrics_output import show_comparison, show_left_out, show_results
    from bot.evaluation.compare import compare_all
    from bot.evaluation.extras import require_packages
    from bot.evaluation.folders import read_folders
    from bot.evaluation.results import read_results, write_results, write_text
    from bot.evaluation.run import Sample

    require_packages()
    read = read_folders(folders)
    earlier = read_results(baseline) if baseline else []
    _check_writable(json_file, html_file)
    results = _evaluate_folders(context, index, read, Sample(half, questions))
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


def _evaluate_folders(
    context: typer.Context,
    index: Path | None,
    folders: "Sequence[EvaluationFolder]",
    sample: "Sample",
) -> "list[FolderResult]":
    from bot.evaluation.run import evaluate_folder

    results = []
    with (
        _open_data_folder(index) as where,
        get_app(context).open_for_evaluation(where, print_status) as library,
    ):
        for folder in folders:
            print_status(f"Evaluating {folder.name}.")
            with report_progress(stderr()) as reporter:
                results.append(evaluate_folder(folder, library, sample, reporter))
    return results


@contextmanager
def _open_data_folder(index: Path | None) -> Iterator[Path]:
    if index:
        yield index
        return
    with TemporaryDirectory(prefix="byline-evaluation-") as folder:
        yield Path(folder)


def _check_writable(*files: Path | None) -> None:
    """Raise ``UsageError`` now for a file that could not be written after the long work."""
    for file in filter(None, files):
        if file.is_dir() or not file.absolute().parent.is_dir():
            raise UsageError(f"Cannot write {file}: name a file in a folder that is there.")


feedback = typer.Typer(help="What members thought of the answers.", no_args_is_help=True)
app.add_typer(feedback, name="feedback")


@feedback.command(name="export")
def export_feedback(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to write; a new or an empty one.")],
    collection: CollectionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write a collection's questions, feedback and articles in the evaluation format."""
    with open_services(context) as services:
        name = collection or get_app(context).settings.collection
        exported = export_server(services.library.server(name), folder)
    print_result(exported, _to_export_object, _show_export, as_json=as_json)


def _to_export_object(exported: ExportResult) -> dict[str, Any]:
    return asdict(exported)


def _show_export(console: Console, exported: ExportResult) -> None:
    console.print(
        Text(
            f"Wrote {exported.articles:,} articles and {exported.asked:,} questions, "
            f"{exported.known:,} of them with a known answer, into "
            f"{strip_controls(exported.folder)}."
        )
    )
    if exported.known:
        console.print(Text(f"Measure them with: byline evaluate {strip_controls(exported.folder)}"))
