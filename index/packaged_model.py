"""Finds the files of a model that Byline ships, and verifies them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.embedding.models import find_packaged_folder
from index.errors import ModelError

TOKENIZER = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class ModelKind:
    """A kind of model: its name in messages, its file names, and the format that Byline reads."""

    name: str
    format: int
    graph: str
    manifest: str


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A verified model: its name and version, and its files.

    ``graph`` is the ONNX graph with its weights. ``tokenizer`` belongs to the encoder, in the
    package of the encoder.
    """

    name: str
    graph: Path
    tokenizer: Path


def find_packaged_model(kind: ModelKind, folder: Path) -> PackagedModel:
    """Find the model of a kind in a folder.

    Raises ``ModelError`` if a file is missing, has changed, or has another format.
    """
    path = folder / kind.manifest
    try:
        manifest = json.loads(path.read_bytes())
        version, expected = manifest["format"], dict(manifest["sha256"])
        name = str(manifest["name"])
    except OSError as error:
        raise _build_error(kind, path, "is missing") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _build_error(kind, path, "is damaged") from error
    if version != kind.format:
        problem = f"has format {version}, but Byline reads {kind.format}"
        raise _build_error(kind, path, problem)
    graph, tokenizer = folder / kind.graph, (find_packaged_folder() or folder) / TOKENIZER
    for path in (graph, tokenizer):
        if _compute_digest(kind, path) != expected.get(path.name):
            raise _build_error(kind, path, "is not the one that Byline came with")
    return PackagedModel(name, graph, tokenizer)


def _compute_digest(kind: ModelKind, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _build_error(kind, path, "is missing") from error


def _build_error(kind: ModelKind, path: Path, problem: str) -> ModelError:
    return ModelError(f"The {kind.name}'s file {path} {problem}. Install Byline again.")
