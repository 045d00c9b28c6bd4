"""The runtimes that can run an embedding model, and the choice between them."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from index.embedding.exports import ExportError, find_export
from index.embedding.models import ModelFiles
from index.embedding.onnx import OnnxEmbedder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder


class Runtime(StrEnum):
    """What runs the model.

    ``ONNX`` has the reference's vectors (to 2e-7) in half its time and a quarter of its memory,
    without PyTorch. ``ONNX_INT8`` is faster again and loses some of the vectors' accuracy; a
    passage's vector then depends a little on its batch. ``SENTENCE_TRANSFORMERS`` is the reference.
    """

    ONNX = "onnx"
    ONNX_INT8 = "onnx-int8"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


LoadableEmbedder = OnnxEmbedder | SentenceTransformerEmbedder
"""An ``Embedder`` whose model can be loaded ahead, with ``load()``."""


def open_embedder(
    files: ModelFiles, runtime: Runtime, folder: Path, threads: int, tell: Callable[[str], None]
) -> LoadableEmbedder:
    """An embedder for a model; its export is made in ``folder`` when it is not there yet.

    ``tell`` is told in a sentence before that, as it takes some seconds.

    A model that cannot be exported runs in sentence-transformers; that is told once, when the
    export fails, and remembered beside the exports.
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
