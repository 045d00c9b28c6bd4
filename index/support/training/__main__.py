"""``python -m index.support.training DATA RUN``: learn from the data sets, then export the weights.

``RUN`` keeps checkpoints: the same command goes on where an earlier one ended. The files to ship
are written to ``RUN/weights``.
"""

import argparse
from pathlib import Path

from index.embedding.models import find_model
from index.support.model_files import JUDGE, OUTPUTS
from index.support.training.learning import SupportTask
from index.training.command import run_training


def main() -> None:
    """Read the arguments, learn, export."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("data", type=Path, help="the folder that holds train/")
    run_training(said, JUDGE, OUTPUTS, "byline-support-1", _make_task)


def _make_task(data: Path) -> SupportTask:
    return SupportTask(data, find_model().folder)


if __name__ == "__main__":
    main()
