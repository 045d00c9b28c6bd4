"""Models exported to ONNX: each once, in a process of its own, beside a manifest that says how.

    <folder>/<digest>-fp32/     model.onnx, its weights, tokenizer.json, manifest.json
    <folder>/<digest>-fp32.failed    why that model could not be exported

An export is made aside and renamed when it is whole. PyTorch is loaded in the process that
exports and gone with it.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from index.embedding.models import ModelFiles
from index.errors import ModelError
from index.locks import only_writer

FORMAT = 1
"""Counted up when exports are made differently, so that older ones are made anew."""

_MANIFEST = "manifest.json"


class ExportError(ModelError):
    """A model that cannot be exported; ``is_news`` unless it was known before."""

    def __init__(self, reason: str, *, is_news: bool) -> None:
        super().__init__(reason)
        self.is_news = is_news


@dataclass(frozen=True, slots=True)
class Parity:
    """How near the export's vectors came to the reference's, on ``samples`` real texts."""

    samples: int
    least_cosine: float
    greatest_difference: float


@dataclass(frozen=True, slots=True)
class Export:
    """An exported model: where it is, what its texts begin with, and how true it is."""

    folder: Path
    pad_id: int
    query: str
    document: str
    parity: Parity

    @property
    def graph(self) -> Path:
        """The graph; its weights lie beside it."""
        return self.folder / "model.onnx"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer, with its truncation set."""
        return self.folder / "tokenizer.json"

    def write(self) -> None:
        """Write the manifest into the export's folder."""
        values = {**asdict(self), "format": FORMAT}
        del values["folder"]
        (self.folder / _MANIFEST).write_text(json.dumps(values, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Export":
        """The export in a folder. Raises ``ModelError`` where its manifest cannot be read."""
        try:
            values = json.loads((folder / _MANIFEST).read_bytes())
            del values["format"]
            return cls(folder, **{**values, "parity": Parity(**values["parity"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(
                f"The exported model in {folder} is damaged. Delete that folder; "
                "the next start exports the model again."
            ) from error


def exported(files: ModelFiles, folder: Path, tell: Callable[[str], None], *, int8: bool) -> Path:
    """The folder of a model's export, made when it is not there yet.

    Raises ``ExportError`` where the model cannot be exported.
    """
    target = folder / f"{files.digest[:16]}-{'int8' if int8 else 'fp32'}-{FORMAT}"
    failed = target.with_name(f"{target.name}.failed")
    if target.is_dir():
        return target
    if failed.is_file():
        raise ExportError(failed.read_text(encoding="utf-8"), is_news=False)
    folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        if not target.is_dir():  # another process may have been first
            tell(f"Preparing the model {files.name} for this machine: some seconds, once.")
            _export(files, target, failed)
    return target


def _export(files: ModelFiles, target: Path, failed: Path) -> None:
    words = [sys.executable, "-m", "index.embedding.exporting", str(files.folder), str(target)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode == 0 and target.is_dir():
        return
    last = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    reason = (
        f"The model {files.name} cannot be exported to ONNX ({last[:300]}). "
        "It runs in sentence-transformers instead, which is slower and takes more memory."
    )
    failed.write_text(reason, encoding="utf-8")
    raise ExportError(reason, is_news=True)
