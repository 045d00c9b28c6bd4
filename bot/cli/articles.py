"""The commands for articles, indexes, status and the bot; each parses, calls and prints."""

from functools import partial
from typing import Annotated

import typer

from bot.catalog import find_position
from bot.cli import article_output, json_output
from bot.cli.main import (
    ArticleArgument,
    CollectionOption,
    JsonOption,
    app,
    get_app,
    open_collection,
    print_result,
    stderr,
)
from bot.cli.progress import report_progress, stop_on_interrupt


@app.command()
def add(
    context: typer.Context,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL|FEED...", help="Files, folders, and web addresses of pages or feeds."
        ),
    ],
    collection: CollectionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Add articles, or newer versions of them; Ctrl-C stops, the same command goes on."""
    with (
        open_collection(context, collection, needs_model=True) as articles,
        report_progress(stderr()) as reporter,
        stop_on_interrupt(reporter) as stopping,
    ):
        report = articles.add(inputs, stopping)
    print_result(report, json_output.to_import_object, article_output.show_import, as_json=as_json)
    if not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


@app.command(name="articles")
def list_articles(
    context: typer.Context, collection: CollectionOption = None, *, as_json: JsonOption = False
) -> None:
    """List the articles, newest first."""
    with open_collection(context, collection) as articles:
        lines = articles.articles()
    print_result(lines, json_output.to_lines_object, article_output.show_articles, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    article: ArticleArgument,
    collection: CollectionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show an article whole: its newest version, or the one that is named."""
    with open_collection(context, collection) as articles:
        found = articles.article(article)
        place = find_position(found, articles.history(found.id))
    to_json = partial(json_output.to_article_object, place=place)
    print_result(found, to_json, partial(article_output.show_article, place=place), as_json=as_json)


@app.command()
def diff(
    context: typer.Context,
    article: ArticleArgument,
    collection: CollectionOption = None,
    *,
    older: Annotated[str | None, typer.Option("--from", help="Version: number or digest.")] = None,
    newer: Annotated[str | None, typer.Option("--to", help="Version: number or digest.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two versions of an article, by default the last two."""
    with open_collection(context, collection) as articles:
        difference = articles.diff(article, older, newer)
    print_result(
        difference,
        article_output.to_difference_object,
        article_output.show_difference,
        as_json=as_json,
    )


@app.command()
def remove(
    context: typer.Context,
    article: ArticleArgument,
    collection: CollectionOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Withdraw an article: all its versions are gone when this returns."""
    with open_collection(context, collection) as articles:
        line = articles.remove(article)
    print_result(line, json_output.to_line_object, article_output.show_removed, as_json=as_json)


@app.command()
def reindex(
    context: typer.Context, collection: CollectionOption = None, *, as_json: JsonOption = False
) -> None:
    """Build the indexes anew from the store; nothing unchanged is embedded again."""
    with (
        open_collection(context, collection, needs_model=True) as articles,
        report_progress(stderr()) as reporter,
    ):
        report = articles.reindex(reporter)
    print_result(
        report, json_output.to_reindex_object, article_output.show_reindex, as_json=as_json
    )


@app.command()
def status(
    context: typer.Context, collection: CollectionOption = None, *, as_json: JsonOption = False
) -> None:
    """Show what a collection holds, and what is wrong with it."""
    with open_collection(context, collection) as articles:
        found = articles.status()
    print_result(found, json_output.to_status_object, article_output.show_status, as_json=as_json)


@app.command()
def run(context: typer.Context) -> None:
    """Run the Discord bot."""
    get_app(context).run_bot()


@app.command()
def health(context: typer.Context) -> None:
    """Exit with 0 when the running bot is connected to Discord, else with 1."""
    if not get_app(context).is_healthy():
        stderr().print("The bot is not running, or not connected to Discord.")
        raise typer.Exit(1)
