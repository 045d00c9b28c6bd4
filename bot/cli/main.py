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

from bot.cli.progress import reported
from bot.ingest.events import Teller, WatchOrder
from bot.ingest.targets import Targets
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
    open_aside: Callable[[Path, Callable[[str], None]], AbstractContextManager[Library]]
    open_watching: Callable[
        [WatchOrder, Callable[[str], None], Teller], AbstractContextManager[Targets]
    ]


app = typer.Typer(
    help="Ask news articles; get their exact words, cited, or a plain “the articles do not say”.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
In = Annotated[
    str | None,
    typer.Option("--collection", "-c", help="Collection of articles.", show_default=False),
]
Reference = Annotated[str, typer.Argument(help="Id, id@version, headline, or its beginning.")]


def program_of(context: typer.Context) -> Program:
    """The program that the commands were started with."""
    program = context.find_root().obj
    if not isinstance(program, Program):
        raise TypeError("the commands are run with a Program as their context's object")
    return program


@contextmanager
def opened(
    context: typer.Context, name: str | None, *, asking: bool = False
) -> Iterator[Collection]:
    """The named collection, or the default one, open for the block."""
    program = program_of(context)
    with program.open_library(tell, asking) as library:
        yield library.collection(name or program.default_collection())


def tell(sentence: str) -> None:
    """Print what takes long on standard error."""
    stderr().print(sentence, style="dim")


@contextmanager
def up_to_date(context: typer.Context, name: str | None) -> Iterator[Collection]:
    """The same, after what has been stored since was indexed."""
    with opened(context, name, asking=True) as articles:
        with reported(stderr()) as reporter:
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


def clean(text: str) -> str:
    """Text without the characters that steer a terminal or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _CONTROL)
