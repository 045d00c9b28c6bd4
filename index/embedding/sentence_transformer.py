"""Embeds text with sentence-transformers: the reference, and for models that cannot be exported."""

import os
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from index.embedding.models import ModelFiles
from index.errors import ModelError
from index.ports import Progress, Vector, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_WINDOW = 16 * _BATCH
"""Passages in one call of the library; progress is reported between two calls."""

RUNTIME = "sentence-transformers"


class _Encoding(TypedDict):
    batch_size: int
    normalize_embeddings: bool
    show_progress_bar: bool


_ENCODING = _Encoding(batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)


class SentenceTransformerEmbedder:
    """An ``Embedder`` with a sentence-transformers model on the processor.

    The model is loaded at the first use. ``threads`` is the number of PyTorch's intra-op threads
    for passages. A question uses one thread: more do not help, and if another job occupies a core,
    waiting for a second thread takes a hundred times as long as the work. Raises ``ModelError`` if
    the model cannot be loaded.
    """

    def __init__(self, files: ModelFiles, threads: int = 1) -> None:
        self._files = files
        self._threads = threads
        self._loading = Lock()
        self._model: SentenceTransformer | None = None
        self.dimension = files.dimension
        self.fingerprint = files.fingerprint(RUNTIME)

    def load(self) -> None:
        """Load the model now, in the calling thread."""
        self._load_once(self._threads)

    def embed_question(self, question: str) -> Vector:
        """Return the question's vector, shape ``(dimension,)``."""
        encoded = self._load_once(threads=1).encode_query([question], **_ENCODING)
        vector: Vector = np.asarray(encoded, dtype=np.float32)[0]
        return vector

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the passages' vectors, shape ``(n, dimension)``.

        Passages of similar length share a batch, so that there is little padding.
        """
        vectors = np.empty((len(passages), self.dimension), dtype=np.float32)
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]), reverse=True)
        for first in range(0, len(order), _WINDOW):
            window = order[first : first + _WINDOW]
            texts = [passages[i] for i in window]
            vectors[window] = self._load_once(self._threads).encode_document(texts, **_ENCODING)
            if progress:
                progress(first + len(window), len(order))
        return vectors

    def _load_once(self, threads: int) -> "SentenceTransformer":
        with self._loading:
            if self._model is None:
                self._model = _load(self._files)
        import torch

        torch.set_num_threads(threads)  # of the whole process
        return self._model


def _load(files: ModelFiles) -> "SentenceTransformer":
    # The files are here already: with this, the libraries never ask the hub about them.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(files.folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(
            f"The embedding model in {files.folder} cannot be loaded: {error}. "
            "Set BYLINE_EMBEDDING_MODEL to a folder that sentence-transformers has saved."
        ) from error
