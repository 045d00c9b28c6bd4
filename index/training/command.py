"""The command line of a training: arguments, learning, export."""

import argparse
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.embedding.models import DEFAULT_MODEL, find_model
from index.packaged_model import TOKENIZER, ModelKind
from index.training.exporting import export
from index.training.learning import LOG_FORMAT, Plan, Task, learn


def run_training(
    said: argparse.ArgumentParser,
    kind: ModelKind,
    outputs: Sequence[str],
    name: str,
    make_task: Callable[[Path], Task[Any, Any]],
) -> None:
    """Learn what ``make_task`` makes of the data folder, and export it as a model of ``kind``.

    ``said`` has the argument ``data``; ``name`` is the model's name unless another is given.
    """
    said.add_argument("run", type=Path, help="the folder for checkpoints and the result")
    said.add_argument("--name", default=name, help="what the manifest calls it")
    said.add_argument("--steps", type=int, default=Plan().steps)
    said.add_argument("--seed", type=int, default=Plan().seed)
    said.add_argument("--rate", type=float, default=Plan().rate)
    said.add_argument("--frozen", type=int, default=0, help="lower layers that stay as they are")
    said.add_argument("--start", type=Path, help="another run's folder, to begin with its weights")
    said.add_argument("--mean-with", type=Path, help="a run's folder: ship the mean of both runs")
    said.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    given = said.parse_args()
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    plan = Plan(steps=given.steps, seed=given.seed, rate=given.rate, frozen=given.frozen)
    task = make_task(given.data)
    network, figures = learn(task, given.run, plan, given.workers, given.start, given.mean_with)
    told = {
        "name": given.name,
        "encoder": DEFAULT_MODEL,
        "plan": asdict(plan),
        "validation": figures,
    }
    export(kind, network, outputs, find_model().folder / TOKENIZER, given.run / "weights", told)
