"""Tries hostile payloads, and counts them and their failures.

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

from bot.discord.i18n.language import language_context, list_codes
from tests.bot.discord.invariants import build_payload, find_complaints
from tests.bot.discord.payloads import BUILDERS
from tests.bot.discord.untrusted_text import HostileText

_SHOWN = 5
"""The most complaints that are printed for one kind of payload."""


@dataclass
class PayloadResult:
    """The result of one kind of payload in one language; ``longest`` is in characters of JSON."""

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
    tried: list[PayloadResult] = []
    for name in options.only or BUILDERS:
        for language in sorted(list_codes()):
            tried.append(_run_payload(name, language, options.cases, options.seed))
            _print_result(Console(stderr=True, width=110), tried[-1])
    console.print(_build_table(tried))
    for line in _iterate_complaints(tried):
        console.print(line, markup=False)
    raise SystemExit(any(each.wrong for each in tried))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="of each kind in each language")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--only", nargs="*", choices=sorted(BUILDERS), help="kinds of payloads")
    return parser.parse_args()


def _run_payload(name: str, language: str, cases: int, start: int) -> PayloadResult:
    found = PayloadResult(name, language)
    begun = time.perf_counter()
    with language_context(language):
        _build_run(found, cases, start)()
    found.seconds = time.perf_counter() - begun
    return found


def _build_run(found: PayloadResult, cases: int, start: int) -> Callable[[], None]:
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
        words = HostileText(data.draw)
        shown = BUILDERS[found.name](words)
        sent = build_payload(shown)
        found.cases += 1
        found.longest = max(found.longest, len(str(sent)))
        found.wrong += find_complaints(shown, sent, words.seen)

    return tries


def _print_result(console: Console, each: PayloadResult) -> None:
    console.print(
        f"{each.name} ({each.language}): {each.cases:,} cases in {each.seconds:,.0f} s, "
        f"{len(each.wrong):,} complaints",
        style="red" if each.wrong else "dim",
    )


def _build_table(tried: list[PayloadResult]) -> Table:
    table = Table("Payload of", title="Hostile payloads", box=None)
    for language in sorted(list_codes()):
        table.add_column(f"Cases, {language}", justify="right")
    table.add_column("Longest, characters", justify="right")
    table.add_column("Complaints", justify="right")
    for name in dict.fromkeys(each.name for each in tried):
        table.add_row(name, *_build_cells([each for each in tried if each.name == name]))
    table.add_row("all", *_build_cells(tried, sum_up=True), style="bold")
    return table


def _build_cells(tried: list[PayloadResult], *, sum_up: bool = False) -> Iterator[str]:
    for language in sorted(list_codes()):
        yield f"{sum(each.cases for each in tried if each.language == language):,}"
    yield f"{max(each.longest for each in tried):,}" if not sum_up else ""
    yield f"{sum(len(each.wrong) for each in tried):,}"


def _iterate_complaints(tried: list[PayloadResult]) -> Iterator[str]:
    for each in tried:
        for complaint in each.wrong[:_SHOWN]:
            yield f"{each.name} ({each.language}): {complaint}"


if __name__ == "__main__":
    main()
