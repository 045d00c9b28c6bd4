"""``python -m index.reader.training DATA RUN``: learn from the data sets, then export the weights.

``RUN`` keeps checkpoints: the same command goes on where an earlier one ended. The files to ship
are written to ``RUN/weights``.
"""

import argparse
import logging
from dataclasses import asdict
from pathlib import Path

from index.embedding.models import DEFAULT_MODEL, find_model
from index.reader.model_files import TOKENIZER
from index.reader.training.exporting import export
from index.reader.training.learning import LOG_FORMAT, Plan, learn


def main() -> None:
    """Read the arguments, learn, export."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("data", type=Path, help="the folder that holds train/ and eval/squad2/")
    said.add_argument("run", type=Path, help="the folder for checkpoints and the result")
    said.add_argument("--name", default="byline-reader-1", help="what the manifest calls it")
    said.add_argument("--steps", type=int, default=Plan().steps)
    said.add_argument("--seed", type=int, default=Plan().seed)
    said.add_argument("--rate", type=float, default=Plan().rate)
    said.add_argument("--frozen", type=int, default=0, help="lower layers that stay as they are")
    said.add_argument("--start", type=Path, help="another run's folder, to begin with its weights")
    said.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    given = said.parse_args()
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    plan = Plan(steps=given.steps, seed=given.seed, rate=given.rate, frozen=given.frozen)
    network, figures = learn(given.data, given.run, plan, given.workers, given.start)
    told = {
        "name": given.name,
        "encoder": DEFAULT_MODEL,
        "plan": asdict(plan),
        "validation": figures,
    }
    export(network, find_model().folder / TOKENIZER, given.run / "weights", told)


if __name__ == "__main__":
    main()
