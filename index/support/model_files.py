"""The files of the support judge."""

from pathlib import Path

from index.packaged_model import ModelKind, PackagedModel, find_packaged_model

FORMAT = 1
"""The format of the judge's inputs and outputs; Byline reads only this one."""
JUDGE = ModelKind("support judge", FORMAT, "support.onnx", "support.json")
OUTPUTS = ("verdicts",)
SHIPPED_FOLDER = Path(__file__).parent / "weights"


def find_judge(folder: Path = SHIPPED_FOLDER) -> PackagedModel:
    """Find the support judge in a folder.

    Raises ``ModelError`` if a file is missing, has changed, or has another format.
    """
    return find_packaged_model(JUDGE, folder)
