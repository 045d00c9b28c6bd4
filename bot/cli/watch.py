"""The command that takes articles as they arrive, until it is stopped."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from queue import SimpleQueue
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.main import AsJson, In, app, clean, print_json, program_of, stdout, tell
from bot.ingest.events import Arrival, WatchOrder, in_words
from bot.ingest.targets import Targets

Watched = Annotated[
    list[str] | None,
    typer.Argument(
        help="Folders, and web addresses of feeds; else those that are set.", show_default=False
    ),
]
Retry = Annotated[bool, typer.Option("--retry", help="Try again what has been set aside.")]


@app.command()
def watch(
    context: typer.Context,
    inputs: Watched = None,
    collection: In = None,
    *,
    retry: Retry = False,
    as_json: AsJson = False,
) -> None:
    """Take articles as they arrive in folders and feeds, until stopped (Ctrl-C)."""
    order = WatchOrder(tuple(inputs or ()), collection, retry=retry)
    arrivals: SimpleQueue[Arrival | None] = SimpleQueue()
    opening = program_of(context).open_watching(order, tell, arrivals.put)
    # A signal may come in the middle of anything: SimpleQueue.put is made for that.
    with opening as targets, _on_signals(lambda: arrivals.put(None)):
        tell(f"Watching {_listed(targets)}. Stop with Ctrl-C.")
        for arrival in iter(arrivals.get, None):
            _show(arrival, as_json=as_json)
        tell("Stopping.")


@contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` on Ctrl-C and on SIGTERM while the block runs."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        signal.signal(each, lambda *_: stop())
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _listed(targets: Targets) -> str:
    return clean(", ".join([*map(str, targets.folders), *targets.feeds]))


def _show(arrival: Arrival, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(arrival))
        return
    line = Text(clean(in_words(arrival, time.time())), style="red" if arrival.refused else "")
    stdout().print(line, soft_wrap=True)
