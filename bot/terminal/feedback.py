"""The commands for what members thought of the answers."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.feedback import Exported, export
from bot.terminal.app import AsJson, In, app, opened, print_result
from bot.terminal.plain import clean

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
