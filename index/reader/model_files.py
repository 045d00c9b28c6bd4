"""The files of the reader."""

from pathlib import Path

from index.packaged_model import ModelKind, PackagedModel, find_packaged_model

FORMAT = 2
"""The format of the reader's inputs and outputs; Byline reads only this one."""
GRAPH, MANIFEST = "reader.onnx", "reader.json"
READER = ModelKind("reader", FORMAT, GRAPH, MANIFEST)
SHIPPED_FOLDER = Path(__file__).parent / "weights"

ReaderFiles = PackagedModel
"""A verified reader."""


def find_reader(folder: Path = SHIPPED_FOLDER) -> ReaderFiles:
    """Find the reader in a folder.

    Raises ``ModelError`` if a file is missing, has changed, or has another format.
    """
    return find_packaged_model(READER, folder)
