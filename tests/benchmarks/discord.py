"""How fast the bot acknowledges and answers questions that are asked at the same time.

``python -m tests.benchmarks.discord``: the real bot process and the real discord.py, with the
tests' Discord on this machine beside them, which takes its share of the processors.
"""

import argparse
import os
import tempfile
from pathlib import Path
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from tests.acceptance.discord.bot import Bot
from tests.acceptance.discord.posts import Interaction
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import EDITOR, GUILD
from tests.acceptance.program import SAMPLES, byline
from tests.benchmarks.collections import rows, written

QUESTIONS = (
    "Why was Putin's visit put off?",
    "What did Lavrov say about drone strikes?",
    "Who wrote about the drone strikes?",
    "Where were the steel mills?",
)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        settings = _prepared(Path(scratch), options)
        with Discord() as discord, Bot(discord, **settings) as bot:
            scene = Scene(discord, bot.ready())
            _ask(scene, 4)  # the model is loaded by now
            rest = [(each, _measured(scene, each, options.least)) for each in options.at]
            _print("at rest", rest)
            if options.reindexing:
                _while_reindexing(scene, options)
            if options.memory:
                _memory(scene, options.memory)
            bot.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", type=int, nargs="*", default=[1, 20, 100], help="asked at once")
    parser.add_argument("--least", type=int, default=100, help="questions for one figure")
    parser.add_argument("--articles", type=int, default=0, help="beside the sample article")
    parser.add_argument("--reindexing", action="store_true", help="measure during a reindex, too")
    parser.add_argument("--memory", type=int, default=0, help="memory after so many questions")
    parser.add_argument("--models", type=Path, help="folder of prepared models")
    return parser.parse_args()


def _prepared(folder: Path, options: argparse.Namespace) -> dict:
    models = str(options.models or folder / "models")
    paths = [str(SAMPLES)]
    if options.articles:
        paths.append(str(written(folder, rows(options.articles)[1])))
    collection = f"guild-{GUILD}"
    added = byline(
        folder / "data", "add", *paths, "--collection", collection, BYLINE_MODELS_DIR=models
    )
    if added.returncode:
        raise SystemExit(added.stderr)
    unlimited = {"BYLINE_MEMBER_QUESTIONS": "0", "BYLINE_SERVER_QUESTIONS": "0"}
    return {"data_dir": folder / "data", "BYLINE_MODELS_DIR": models, **unlimited}


def _ask(scene: Scene, number: int, patience: float = 600.0) -> list[Interaction]:
    """Ask so many questions at once, and wait until all are answered."""
    asked = [scene.command("ask", question=QUESTIONS[n % len(QUESTIONS)]) for n in range(number)]
    scene.discord.wait(lambda: all(each.answered_at for each in asked), "all answers", patience)
    return asked


def _measured(scene: Scene, number: int, least: int) -> list[Interaction]:
    rounds = max(1, -(-least // number))
    return [each for _ in range(rounds) for each in _ask(scene, number)]


def _while_reindexing(scene: Scene, options: argparse.Namespace) -> None:
    running = scene.command("reindex", by=EDITOR)
    scene.discord.wait(lambda: running.answer, "the reindex begins")
    measured = []
    for number in options.at:
        measured.append((number, _measured(scene, number, options.least)))
        if running.answered_at:
            Console(stderr=True).print(f"The reindex ended before {number} at once were answered.")
    _print("during a reindex", measured)


def _memory(scene: Scene, most: int) -> None:
    _ask(scene, 100)
    before = scene.bot.resident_kb
    for _ in range(0, most - 100, 50):
        _ask(scene, 50)
        scene.discord.rest.interactions.clear()
        scene.discord.rest.requests.clear()
    after = scene.bot.resident_kb
    Console().print(
        f"Memory after 100 questions {before / 1024:,.0f} MB, after {most:,} {after / 1024:,.0f} MB"
    )


def _print(title: str, measured: list[tuple[int, list[Interaction]]]) -> None:
    table = Table(title=f"{title}, milliseconds ({os.cpu_count()} processors)", box=None)
    for head in ("at once", "asked", "what", "p50", "p95", "p99"):
        table.add_column(head, justify="left" if head == "what" else "right")
    for number, asked in measured:
        for what in ("acknowledged", "answered"):
            times = [1000 * (getattr(each, f"{what}_at") - each.asked_at) for each in asked]
            cuts = quantiles(times, n=100, method="inclusive")
            shown = [f"{cuts[place]:,.0f}" for place in (49, 94, 98)]
            table.add_row(str(number), str(len(asked)), what, *shown)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
