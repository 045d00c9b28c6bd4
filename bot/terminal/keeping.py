"""The commands that keep the articles and run the bot: each parses, calls, and prints."""

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import contract, display
from bot.terminal.app import AsJson, In, Reference, app, opened, print_result, program_of, stderr
from bot.terminal.progress import reported


@app.command()
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders: text or JSON Lines.")],
    collection: In = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Add articles, or newer versions of them."""
    with opened(context, collection, asking=True) as articles, reported(stderr()) as reporter:
        report = articles.add(paths, reporter)
    print_result(report, contract.import_object, display.show_import, as_json=as_json)
    if not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command(name="articles")
def list_articles(
    context: typer.Context, collection: In = None, *, as_json: AsJson = False
) -> None:
    """List the articles, newest first."""
    with opened(context, collection) as articles:
        lines = articles.articles()
    print_result(lines, contract.lines_object, display.show_articles, as_json=as_json)


@app.command()
def show(
    context: typer.Context, article: Reference, collection: In = None, *, as_json: AsJson = False
) -> None:
    """Show an article whole."""
    with opened(context, collection) as articles:
        found = articles.article(article)
    print_result(found, contract.article_object, display.show_article, as_json=as_json)


@app.command()
def remove(
    context: typer.Context, article: Reference, collection: In = None, *, as_json: AsJson = False
) -> None:
    """Withdraw an article: all its versions are gone when this returns."""
    with opened(context, collection) as articles:
        line = articles.remove(article)
    print_result(line, contract.line_object, display.show_removed, as_json=as_json)


@app.command()
def reindex(context: typer.Context, collection: In = None, *, as_json: AsJson = False) -> None:
    """Build the indexes anew from the store; nothing unchanged is embedded again."""
    with opened(context, collection, asking=True) as articles, reported(stderr()) as reporter:
        report = articles.reindex(reporter)
    print_result(report, contract.reindex_object, display.show_reindex, as_json=as_json)


@app.command()
def status(context: typer.Context, collection: In = None, *, as_json: AsJson = False) -> None:
    """Show what a collection holds, and what is wrong with it."""
    with opened(context, collection) as articles:
        found = articles.status()
    print_result(found, contract.status_object, display.show_status, as_json=as_json)


@app.command()
def run(context: typer.Context) -> None:
    """Run the Discord bot."""
    program_of(context).run_bot()


@app.command()
def health(context: typer.Context) -> None:
    """Exit with 0 when the running bot is connected to Discord, else with 1."""
    if not program_of(context).is_healthy():
        stderr().print("The bot is not running, or not connected to Discord.")
        raise typer.Exit(1)
