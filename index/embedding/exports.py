"""Exports models to ONNX, each once, in a process of its own.

    <folder>/<digest>-fp32/     model.onnx, its weights, tokenizer.json, manifest.json
    <folder>/<digest>-fp32.failed    why the model cannot be exported

An export is written to a temporary folder and then renamed. Only its process loads PyTorch.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from index.embedding.models import Digests, ModelFiles
from index.errors import ModelError
from index.generation import lock_folder

FORMAT = 1
"""Increase when exports change, so that older ones are made again."""

_MANIFEST = "manifest.json"


class ExportError(ModelError):
    """A model cannot be exported; ``is_news`` if this was not known before."""

    def __init__(self, reason: str, *, is_news: bool) -> None:
        super().__init__(reason)
        self.is_news = is_news


class DamagedExport(Exception):
    """An export has changed since it was written; it is made again."""


@dataclass(frozen=True, slots=True)
class Parity:
    """How close the export's vectors are to the reference, on ``samples`` real texts."""

    samples: int
    least_cosine: float
    greatest_difference: float


@dataclass(frozen=True, slots=True)
class Export:
    """An exported model: its folder, its prompts for queries and documents, and its parity."""

    folder: Path
    pad_id: int
    query: str
    document: str
    parity: Parity
    digests: dict[str, str]
    """The SHA-256 of each file except the manifest."""

    @property
    def graph(self) -> Path:
        """The graph; its weights are beside it."""
        return self.folder / "model.onnx"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer, with its truncation."""
        return self.folder / "tokenizer.json"

    def write(self) -> None:
        """Write the manifest, with the digests of the files in the folder."""
        values = {**asdict(self), "format": FORMAT, "digests": _compute_digests(self.folder)}
        del values["folder"]
        (self.folder / _MANIFEST).write_text(json.dumps(values, indent=1), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Export":
        """Read an export. Raises ``DamagedExport`` if it has changed since it was written."""
        try:
            values = json.loads((folder / _MANIFEST).read_bytes())
            del values["format"]
            export = cls(folder, **{**values, "parity": Parity(**values["parity"])})
            if export.digests != _compute_digests(folder):
                raise DamagedExport
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DamagedExport from error
        return export


def find_export(
    files: ModelFiles, folder: Path, tell: Callable[[str], None], *, int8: bool
) -> Export:
    """Find a model's export; make it if there is none or it has changed.

    Raises ``ExportError`` if the model cannot be exported or the folder cannot be written.
    """
    target = folder / f"{files.digest[:16]}-{'int8' if int8 else 'fp32'}-{FORMAT}"
    failed = target.with_name(f"{target.name}.failed")
    if failed.is_file():
        raise ExportError(failed.read_text(encoding="utf-8"), is_news=False)
    try:
        return Export.read(target)
    except DamagedExport:
        pass
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock_folder(folder):
            return _make_export(files, target, failed, tell)
    except OSError as error:
        raise ExportError(
            f"The model cannot be prepared in {folder}: {error.strerror}. It runs in "
            "sentence-transformers instead, which is slower and takes more memory. "
            "Set BYLINE_MODELS_DIR to a folder that can be written.",
            is_news=True,
        ) from error


def _make_export(
    files: ModelFiles, target: Path, failed: Path, tell: Callable[[str], None]
) -> Export:
    try:
        return Export.read(target)  # another process may have been first
    except DamagedExport:
        shutil.rmtree(target, ignore_errors=True)
    tell(f"Preparing the model {files.name} for this machine: some seconds, once.")
    _run_export(files, target, failed)
    return Export.read(target)


def _run_export(files: ModelFiles, target: Path, failed: Path) -> None:
    words = [sys.executable, "-m", "index.embedding.export", str(files.folder), str(target)]
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


def _compute_digests(folder: Path) -> dict[str, str]:
    known = Digests(folder.parent / "digests.json")
    return {
        path.name: known.find(path) for path in sorted(folder.iterdir()) if path.name != _MANIFEST
    }
