"""How many hostile payloads were tried, and what was wrong with any of them.

``python -m tests.benchmarks.payloads --cases N``: the checks of tests/bot/discord/test_payloads.py
with so many cases for each function that makes a payload, in each language. Exit status 1 where
something is wrong.
"""

import argparse
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table

from bot.discord.i18n.language import codes, speaking
from tests.bot.discord.invariants import complaints, payload
from tests.bot.discord.payloads import MAKERS
from tests.bot.discord.untrusted_text import Words

_SHOWN = 5
"""Complaints of one kind of payload that are printed."""


@dataclass
class Tried:
    """What came of one kind of payload in one language; ``longest`` is in characters of JSON."""

    name: str
    language: str
    cases: int = 0
    longest: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    options = _options()
    console = Console(width=110)
    console.print(f"Seed {options.seed}")
    tried: list[Tried] = []
    for name in options.only or MAKERS:
        for language in sorted(codes()):
            tried.append(_tried(name, language, options.cases, options.seed))
            _tell(Console(stderr=True, width=110), tried[-1])
    console.print(_table(tried))
    for line in _wrong(tried):
        console.print(line, markup=False)
    raise SystemExit(any(each.wrong for each in tried))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="of each kind in each language")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--only", nargs="*", choices=sorted(MAKERS), help="kinds of payloads")
    return parser.parse_args()


def _tried(name: str, language: str, cases: int, start: int) -> Tried:
    found = Tried(name, language)
    begun = time.perf_counter()
    with speaking(language):
        _trying(found, cases, start)()
    found.seconds = time.perf_counter() - begun
    return found


def _trying(found: Tried, cases: int, start: int) -> Callable[[], None]:
    @seed(start)
    @settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def tries(data: st.DataObject) -> None:
        words = Words(data.draw)
        shown = MAKERS[found.name](words)
        sent = payload(shown)
        found.cases += 1
        found.longest = max(found.longest, len(str(sent)))
        found.wrong += complaints(shown, sent, words.seen)

    return tries


def _tell(console: Console, each: Tried) -> None:
    console.print(
        f"{each.name} ({each.language}): {each.cases:,} cases in {each.seconds:,.0f} s, "
        f"{len(each.wrong):,} complaints",
        style="red" if each.wrong else "dim",
    )


def _table(tried: list[Tried]) -> Table:
    table = Table("Payload of", title="Hostile payloads", box=None)
    for language in sorted(codes()):
        table.add_column(f"Cases, {language}", justify="right")
    table.add_column("Longest, characters", justify="right")
    table.add_column("Complaints", justify="right")
    for name in dict.fromkeys(each.name for each in tried):
        table.add_row(name, *_cells([each for each in tried if each.name == name]))
    table.add_row("all", *_cells(tried, sum_up=True), style="bold")
    return table


def _cells(tried: list[Tried], *, sum_up: bool = False) -> Iterator[str]:
    for language in sorted(codes()):
        yield f"{sum(each.cases for each in tried if each.language == language):,}"
    yield f"{max(each.longest for each in tried):,}" if not sum_up else ""
    yield f"{sum(len(each.wrong) for each in tried):,}"


def _wrong(tried: list[Tried]) -> Iterator[str]:
    for each in tried:
        for complaint in each.wrong[:_SHOWN]:
            yield f"{each.name} ({each.language}): {complaint}"


if __name__ == "__main__":
    main()
