"""Measures how fast the bot acknowledges and answers simultaneous questions.

``python -m tests.benchmarks.discord``: the real bot process and the real discord.py, with the
tests' Discord on this machine beside them, which takes its share of the processors. Beside each
figure is its reference: the goal, or a single question.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from bot.bootstrap import Services
from bot.settings import Settings
from corpus.store.database import Database
from index.embedding.models import find_model
from index.embedding.runtime import Runtime, open_embedder
from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader
from tests.acceptance.byline_process import SAMPLES, byline
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.posts import Interaction
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import EDITOR, GUILD
from tests.benchmarks.collections import load_rows, write_rows
from tests.benchmarks.synthetic import SyntheticEmbedder

COLLECTION = f"guild-{GUILD}"
GOAL = 500
"""The goal for the 99th percentile, in milliseconds, of acknowledging 100 questions at once."""
QUESTIONS = (
    "Why was Putin's visit put off?",
    "What did Lavrov say about drone strikes?",
    "Who wrote about the drone strikes?",
    "Where were the steel mills?",
)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        settings = _prepare(Path(scratch), options)
        with Discord() as discord, BotProcess(discord, **settings) as bot:
            scene = Scene(discord, bot.wait_until_ready())
            _ask(scene, 4)  # the model is loaded by now
            alone = _measure_alone(scene)
            rest = [(each, _measure(scene, each, options.least)) for each in options.at]
            _print(f"At rest, {options.articles:,} articles and the sample", rest, alone)
            if options.reindexing:
                _measure_while_reindexing(scene, options, alone)
            if options.memory:
                _measure_memory(scene, options.memory)
            if bot.stop() or discord.rest.complaints:
                raise SystemExit("\n".join([*discord.rest.complaints, bot.log]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", type=int, nargs="*", default=[1, 20, 100], help="asked at once")
    parser.add_argument("--least", type=int, default=100, help="questions for one figure")
    parser.add_argument("--articles", type=int, default=0, help="beside the sample article")
    parser.add_argument("--made", action="store_true", help="with made vectors of the articles")
    parser.add_argument("--reindexing", action="store_true", help="measure during a reindex, too")
    parser.add_argument("--memory", type=int, default=0, help="memory after so many questions")
    parser.add_argument("--models", type=Path, help="folder of prepared models")
    return parser.parse_args()


def _prepare(folder: Path, options: argparse.Namespace) -> dict:
    models = str(options.models or folder / "models")
    paths = [str(SAMPLES)]
    if options.articles:
        paths.append(str(write_rows(folder, load_rows(options.articles)[1])))
    if options.made:
        _add_with_synthetic_vectors(folder / "data", Path(models), paths)
    else:
        added = byline(
            folder / "data", "add", *paths, "--collection", COLLECTION, BYLINE_MODELS_DIR=models
        )
        if added.returncode:
            raise SystemExit(added.stderr)
    unlimited = {"BYLINE_MEMBER_QUESTIONS": "0", "BYLINE_SERVER_QUESTIONS": "0"}
    return {"data_dir": folder / "data", "BYLINE_MODELS_DIR": models, **unlimited}


def _add_with_synthetic_vectors(data: Path, models: Path, paths: list[str]) -> None:
    """Add articles whose vectors the bot takes for the model's own: how fast it is stays the same.

    Thousands of articles would take the model half an hour.
    """
    model = open_embedder(find_model(), Runtime.ONNX, models, os.cpu_count() or 1, print)
    made = SyntheticEmbedder(model)
    made.fingerprint = model.fingerprint
    reader = OnnxPassageReader(find_reader())
    library = Services(Settings(data_dir=data), Database.in_folder(data), made, reader).library
    library.collection(COLLECTION).add([Path(path) for path in paths])
    library.close()


def _ask(scene: Scene, number: int, patience: float = 600.0) -> list[Interaction]:
    """Ask this many questions at once, and wait until all are answered."""
    questions = [
        scene.command("ask", question=QUESTIONS[n % len(QUESTIONS)]) for n in range(number)
    ]
    scene.discord.wait(lambda: all(each.answered_at for each in questions), "all answers", patience)
    return questions


def _measure_alone(scene: Scene) -> float:
    """Return the median of some consecutive questions, in milliseconds."""
    return median(_compute_times(_measure(scene, 1, 20), "answered"))


def _measure(
    scene: Scene, number: int, least: int, before: Callable[[], None] | None = None
) -> list[Interaction]:
    """Ask at least this many questions in rounds; ``before`` is called before each round."""
    found: list[Interaction] = []
    while len(found) < least:
        if before:
            before()
        found += _ask(scene, number)
    return found


@dataclass
class _ReindexLoop:
    """Repeats reindexing while other work is measured."""

    scene: Scene
    interactions: list[Interaction] = field(default_factory=list)

    def ensure_running(self) -> None:
        """Start another reindex if the last one has ended."""
        if not self.interactions or self._result():
            running = self.scene.command("reindex", by=EDITOR)
            self.scene.discord.wait(lambda: running.posts, "the reindex begins")
            self.interactions.append(running)

    def _result(self) -> str:
        texts = [post.text for post in self.interactions[-1].posts]
        return next((text for text in texts if text.startswith("Reindexed")), "")


def _measure_while_reindexing(scene: Scene, options: argparse.Namespace, alone: float) -> None:
    running = _ReindexLoop(scene)
    measured = [
        (number, _measure(scene, number, options.least, running.ensure_running))
        for number in options.at
    ]
    title = f"During a reindex of {options.articles:,} articles and the sample"
    _print(f"{title} ({len(running.interactions)} begun)", measured, alone)


def _measure_memory(scene: Scene, most: int) -> None:
    _ask(scene, 100)
    before = scene.bot.resident_kb
    for _ in range(0, most - 100, 50):
        _ask(scene, 50)
        scene.discord.rest.interactions.clear()
        scene.discord.rest.requests.clear()
    after = scene.bot.resident_kb
    Console().print(
        f"Memory after {most:,} questions {after / 1024:,.0f} MB, after 100 {before / 1024:,.0f} MB"
        f" ({after / before:.2f} of it)"
    )


def _print(title: str, measured: list[tuple[int, list[Interaction]]], alone: float) -> None:
    table = Table(title=f"{title}, milliseconds ({os.cpu_count()} processors)", box=None)
    for head in ("at once", "asked", "what", "p50", "p95", "p99", "beside"):
        table.add_column(head, justify="left" if head in ("what", "beside") else "right")
    for number, questions in measured:
        for what in ("acknowledged", "answered"):
            cuts = quantiles(_compute_times(questions, what), n=100, method="inclusive")
            shown = [cuts[place] for place in (49, 94, 98)]
            cells = [f"{each:,.0f}" for each in shown]
            table.add_row(
                str(number),
                str(len(questions)),
                what,
                *cells,
                _format_reference(what, shown, alone),
            )
    Console(width=110).print(table)


def _compute_times(questions: list[Interaction], what: str) -> list[float]:
    """Return the milliseconds from each question to this event."""
    return [1000 * (getattr(each, f"{what}_at") - each.asked_at) for each in questions]


def _format_reference(what: str, shown: list[float], alone: float) -> str:
    """Format the reference value of the percentiles."""
    if what == "acknowledged":
        return f"goal: p99 under {GOAL}, {'kept' if shown[2] < GOAL else 'missed'}"
    return f"p50 of one alone at rest: {alone:,.0f}, {shown[0] / alone:.1f} times it"


if __name__ == "__main__":
    main()
