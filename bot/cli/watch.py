"""The command ``watch``: adds articles as they arrive, until it is stopped."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from queue import SimpleQueue
from typing import Annotated

import typer
from rich.text import Text

from bot.cli.main import (
    CollectionOption,
    JsonOption,
    app,
    get_app,
    open_services,
    print_json,
    print_status,
    stdout,
    strip_controls,
)
from bot.ingest.events import IngestEvent, format_event
from bot.ingest.targets import WatchTargets, resolve_targets

WatchInputs = Annotated[
    list[str] | None,
    typer.Argument(
        help="Folders and addresses of feeds; by default those of the settings.",
        show_default=False,
    ),
]
RetryOption = Annotated[bool, typer.Option("--retry", help="Try the failed inputs again.")]


@app.command()
def watch(
    context: typer.Context,
    inputs: WatchInputs = None,
    collection: CollectionOption = None,
    *,
    retry: RetryOption = False,
    as_json: JsonOption = False,
) -> None:
    """Add articles as they arrive in folders and feeds, until stopped (Ctrl-C)."""
    settings = get_app(context).settings
    targets = resolve_targets(inputs or (), settings.watched)
    events: SimpleQueue[IngestEvent | None] = SimpleQueue()
    with open_services(context, needs_model=True) as services:
        articles = services.library.collection(collection or settings.collection)
        watch = services.ingest.watch(targets, articles, print_status, events.put, retry=retry)
        # A signal may come at any moment: SimpleQueue.put is reentrant.
        with watch, _call_on_signals(lambda: events.put(None)):
            print_status(f"Watching {_format_targets(targets)}. Stop with Ctrl-C.")
            for event in iter(events.get, None):
                _print_event(event, as_json=as_json)
            print_status("Stopping.")


@contextmanager
def _call_on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` on Ctrl-C and on SIGTERM while the block runs."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        signal.signal(each, lambda *_: stop())
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _format_targets(targets: WatchTargets) -> str:
    return strip_controls(", ".join([*map(str, targets.folders), *targets.feeds]))


def _print_event(arrival: IngestEvent, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(arrival))
        return
    line = Text(
        strip_controls(format_event(arrival, time.time())), style="red" if arrival.refused else ""
    )
    stdout().print(line, soft_wrap=True)
