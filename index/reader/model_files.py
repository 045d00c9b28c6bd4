"""Finds the reader's files and verifies them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.embedding.models import find_packaged_folder
from index.errors import ModelError

FORMAT = 2
"""The format of the reader's inputs and outputs; Byline reads only this one."""
GRAPH, TOKENIZER, MANIFEST = "reader.onnx", "tokenizer.json", "reader.json"
SHIPPED_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class ReaderFiles:
    """A verified reader in a folder.

    ``tokenizer`` belongs to the encoder, in the package of the encoder.
    """

    folder: Path
    name: str
    tokenizer: Path

    @property
    def graph(self) -> Path:
        """The ONNX graph with its weights."""
        return self.folder / GRAPH


def find_reader(folder: Path = SHIPPED_FOLDER) -> ReaderFiles:
    """Find the reader in a folder.

    Raises ``ModelError`` if a file is missing, has changed, or has another format.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        version, expected = manifest["format"], dict(manifest["sha256"])
        name = str(manifest["name"])
    except OSError as error:
        raise _build_error(folder / MANIFEST, "is missing") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _build_error(folder / MANIFEST, "is damaged") from error
    if version != FORMAT:
        raise _build_error(folder / MANIFEST, f"has format {version}, but Byline reads {FORMAT}")
    tokenizer = (find_packaged_folder() or folder) / TOKENIZER
    for path in (folder / GRAPH, tokenizer):
        if _compute_digest(path) != expected.get(path.name):
            raise _build_error(path, "is not the one that Byline came with")
    return ReaderFiles(folder, name, tokenizer)


def _compute_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _build_error(path, "is missing") from error


def _build_error(path: Path, problem: str) -> ModelError:
    return ModelError(f"The reader's file {path} {problem}. Install Byline again.")
