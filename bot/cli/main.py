"""The application that the commands belong to, and what they share."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from bot.cli.progress import report_progress
from bot.ingest.events import EventListener, WatchRequest
from bot.ingest.targets import WatchTargets
from bot.ports import Collection, Library

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Program:
    """What the commands work with; handed in as the context's object.

    ``open_library`` is given whom to tell, in a sentence, what takes long, and whether the model
    will be needed. ``open_aside`` opens another one in a data folder of its own.
    ``open_watching`` watches while it is open, and is given who hears of arrivals.
    """

    open_library: Callable[[Callable[[str], None], bool], AbstractContextManager[Library]]
    default_collection: Callable[[], str]
    run_bot: Callable[[], None]
    is_healthy: Callable[[], bool]
    open_for_evaluation: Callable[[Path, Callable[[str], None]], AbstractContextManager[Library]]
    watch_in_background: Callable[
        [WatchRequest, Callable[[str], None], EventListener], AbstractContextManager[WatchTargets]
    ]


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


def get_program(context: typer.Context) -> Program:
    """The program that the commands were started with."""
    program = context.find_root().obj
    if not isinstance(program, Program):
        raise TypeError("the commands are run with a Program as their context's object")
    return program


@contextmanager
def open_collection(
    context: typer.Context, name: str | None, *, needs_model: bool = False
) -> Iterator[Collection]:
    """The named collection, or the default one, open for the block."""
    program = get_program(context)
    with program.open_library(print_status, needs_model) as library:
        yield library.collection(name or program.default_collection())


def print_status(sentence: str) -> None:
    """Print what takes long on standard error."""
    stderr().print(sentence, style="dim")


@contextmanager
def open_refreshed(context: typer.Context, name: str | None) -> Iterator[Collection]:
    """The same, after what has been stored since was indexed."""
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
    """Text without the characters that steer a terminal or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _CONTROL)
