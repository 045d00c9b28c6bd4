"""``python -m index.reader.training DATA RUN``: learn from the data sets, then export the weights.

``RUN`` keeps checkpoints: the same command goes on where an earlier one ended. The files to ship
are written to ``RUN/weights``.
"""

import argparse
from pathlib import Path

from index.embedding.models import find_model
from index.reader.model_files import READER
from index.reader.onnx_reader import OUTPUTS
from index.reader.training.learning import ReaderTask
from index.training.command import run_training


def main() -> None:
    """Read the arguments, learn, export."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("data", type=Path, help="the folder that holds train/ and eval/squad2/")
    run_training(
        said, READER, OUTPUTS, "byline-reader-1", lambda data: ReaderTask(data, find_model().folder)
    )


if __name__ == "__main__":
    main()
