"""Where the reader's files are, and whether they are the ones that belong together."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.embedding.models import find_packaged_folder
from index.errors import ModelError

FORMAT = 2
"""Of the inputs, the outputs and what they mean: another number is another version of Byline."""
GRAPH, TOKENIZER, MANIFEST = "reader.onnx", "tokenizer.json", "reader.json"
SHIPPED_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class ReaderFiles:
    """A reader in a folder, checked; ``name`` says which one it is.

    ``tokenizer`` is the encoder's own, in the package that the encoder came from.
    """

    folder: Path
    name: str
    tokenizer: Path

    @property
    def graph(self) -> Path:
        """The ONNX graph with its weights."""
        return self.folder / GRAPH


def find_reader(folder: Path = SHIPPED_FOLDER) -> ReaderFiles:
    """The reader in a folder.

    Raises ``ModelError`` where a file is missing, altered, or of another version of the format.
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
