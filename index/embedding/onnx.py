"""Embeds text with onnxruntime and an exported model, without PyTorch."""

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.messages import message
from index.embedding.exports import Export
from index.embedding.models import ModelFiles
from index.errors import ModelError
from index.onnx_session import load_file, open_session
from index.ports import Progress, Vector, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_BATCH = 8
"""Passages in one run; more do not fit the core's cache (32: 40% slower)."""
_WINDOW = 64 * _BATCH
"""Passages tokenised at a time, which limits the memory."""

_SOURCES = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}


class OnnxEmbedder:
    """An ``Embedder`` with an exported model, which is loaded at the first use.

    ``threads`` is the number of threads of one run; several runs can be parallel.
    """

    def __init__(self, files: ModelFiles, export: Export, runtime: str, threads: int = 1) -> None:
        self._export = export
        self._threads = threads
        self._loading = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None
        self.dimension = files.dimension
        self.fingerprint = files.fingerprint(runtime)

    def load(self) -> None:
        """Load the model now, in the calling thread."""
        self._model()

    def embed_question(self, question: str) -> Vector:
        """Return the question's vector, shape ``(dimension,)``."""
        _, tokenizer = self._model()
        vector: Vector = self._run(tokenizer.encode_batch([self._export.query + question]))[0]
        return vector

    def embed_passages(self, passages: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return the passages' vectors, shape ``(n, dimension)``.

        Passages of similar length share a run, so that there is little padding.
        """
        vectors = np.empty((len(passages), self.dimension), dtype=np.float32)
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]), reverse=True)
        for first in range(0, len(order), _WINDOW):
            window = order[first : first + _WINDOW]
            rows = self._tokenize([passages[i] for i in window])
            by_length = sorted(range(len(rows)), key=lambda i: len(rows[i].ids), reverse=True)
            for start in range(0, len(by_length), _BATCH):
                batch = by_length[start : start + _BATCH]
                vectors[[window[i] for i in batch]] = self._run([rows[i] for i in batch])
                if progress:
                    progress(first + start + len(batch), len(order))
        return vectors

    def _tokenize(self, texts: Sequence[str]) -> list["Encoding"]:
        _, tokenizer = self._model()
        return tokenizer.encode_batch([self._export.document + text for text in texts])

    def _run(self, rows: Sequence["Encoding"]) -> Vectors:
        """Return the vectors of the rows, in several smaller runs if there is not enough memory."""
        try:
            return self._run_at_once(rows)
        except Exception as error:
            if not _is_out_of_memory(error):
                raise
            if len(rows) == 1:
                raise ModelError(
                    message(
                        "There is not enough memory to embed a passage. What was embedded "
                        "before is kept: free some memory and repeat."
                    )
                ) from error
        middle = len(rows) // 2
        return np.concatenate([self._run(rows[:middle]), self._run(rows[middle:])])

    def _run_at_once(self, rows: Sequence["Encoding"]) -> Vectors:
        session, _ = self._model()
        length = max(len(row.ids) for row in rows)
        fed = {node.name: self._pad(node.name, rows, length) for node in session.get_inputs()}
        vectors: Vectors = session.run(None, fed)[0]
        return vectors

    def _pad(self, name: str, rows: Sequence["Encoding"], length: int) -> npt.NDArray[np.int64]:
        padding = self._export.pad_id if name == "input_ids" else 0
        values = np.full((len(rows), length), padding, dtype=np.int64)
        for place, row in enumerate(rows):
            values[place, : len(row.ids)] = getattr(row, _SOURCES[name])
        return values

    def _model(self) -> tuple["InferenceSession", "Tokenizer"]:
        if self._loaded is None:
            with self._loading:
                self._loaded = self._loaded or _load(self._export, self._threads)
        return self._loaded


def _is_out_of_memory(error: Exception) -> bool:
    # onnxruntime has no class of its own for it.
    text = str(error).lower()
    return isinstance(error, MemoryError) or "failed to allocate" in text or "bad_alloc" in text


def _load(export: Export, threads: int) -> tuple["InferenceSession", "Tokenizer"]:
    from tokenizers import Tokenizer

    session = open_session(export.graph, threads)
    with load_file(export.tokenizer):
        return session, Tokenizer.from_file(str(export.tokenizer))
