"""The typer application, and what its commands share."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer
from rich.console import Console

from bot.cli.progress import report_progress

if TYPE_CHECKING:  # slow to import, and a command may not need them
    from bot.app import App
    from bot.bootstrap import Services
    from bot.collection import Collection

Result = TypeVar("Result")

app = typer.Typer(
    help="Ask news articles; get their exact words, cited, or a plain “the articles do not say”.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
CollectionOption = Annotated[
    str | None,
    typer.Option("--collection", "-c", help="Collection of articles.", show_default=False),
]
ArticleArgument = Annotated[str, typer.Argument(help="Id, id@version, headline, or its beginning.")]


def get_app(context: typer.Context) -> "App":
    """Return the program that the commands were started with."""
    return cast("App", context.find_root().obj)


def open_services(
    context: typer.Context, *, needs_model: bool = False
) -> AbstractContextManager["Services"]:
    """Open the library and its services for the block."""
    return get_app(context).open_services(print_status, needs_model=needs_model)


@contextmanager
def open_collection(
    context: typer.Context, name: str | None, *, needs_model: bool = False
) -> "Iterator[Collection]":
    """Open the named collection, or the default one, for the block."""
    with open_services(context, needs_model=needs_model) as services:
        yield services.library.collection(name or get_app(context).settings.collection)


def print_status(sentence: str) -> None:
    """Print a status message about a slow step on standard error."""
    stderr().print(sentence, style="dim")


@contextmanager
def open_refreshed(context: typer.Context, name: str | None) -> "Iterator[Collection]":
    """Open the collection with its indexes brought up to date."""
    with open_collection(context, name, needs_model=True) as articles:
        with report_progress(stderr()) as reporter:
            articles.refresh(reporter)
        yield articles


def print_result(
    result: Result,
    to_json: Callable[[Result], dict[str, Any]],
    show: Callable[[Console, Result], None],
    *,
    as_json: bool,
) -> None:
    """Print a result for programs, or for a person."""
    if as_json:
        print_json(to_json(result))
    else:
        show(stdout(), result)


def print_json(value: dict[str, Any]) -> None:
    """Print an object on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def stdout() -> Console:
    """Standard output: colours where it is a terminal."""
    return Console(highlight=False)


def stderr() -> Console:
    """Standard error: colours where it is a terminal."""
    return Console(stderr=True, highlight=False)


_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line breaks, tabs, and the joiners that some scripts and emoji are written with."""


def strip_controls(text: str) -> str:
    """Remove the characters that control a terminal or its writing direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _CONTROL)
