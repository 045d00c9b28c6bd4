"""The runtimes of an embedding model, and the choice of one."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from index.embedding.exports import ExportError, find_export
from index.embedding.models import ModelFiles
from index.embedding.onnx import OnnxEmbedder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder

LoadableEmbedder = OnnxEmbedder | SentenceTransformerEmbedder
"""An ``Embedder`` whose ``load()`` loads the model in advance."""


class Runtime(StrEnum):
    """What runs the model.

    ``ONNX`` has the vectors of the reference (to 2e-7) in half its time and a quarter of its
    memory, without PyTorch. ``ONNX_INT8`` is faster again and less accurate; a passage's vector
    then depends slightly on its batch. ``SENTENCE_TRANSFORMERS`` is the reference.
    """

    ONNX = "onnx"
    ONNX_INT8 = "onnx-int8"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


def open_embedder(
    files: ModelFiles, runtime: Runtime, folder: Path, threads: int, tell: Callable[[str], None]
) -> LoadableEmbedder:
    """Open an embedder for a model; make its export in ``folder`` if there is none yet.

    ``tell`` receives a status message before that, since it takes some seconds. A model that cannot
    be exported runs in sentence-transformers; ``tell`` receives this once, and the reason is stored
    beside the exports.
    """
    if runtime is Runtime.SENTENCE_TRANSFORMERS:
        return SentenceTransformerEmbedder(files, threads)
    try:
        export = find_export(files, folder, tell, int8=runtime is Runtime.ONNX_INT8)
    except ExportError as error:
        if error.is_news:
            tell(str(error))
        return SentenceTransformerEmbedder(files, threads)
    return OnnxEmbedder(files, export, runtime.value, threads)
