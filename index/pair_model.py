"""A packaged model that reads pairs of texts, loaded at its first use."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from index.onnx_session import open_session
from index.packaged_model import PackagedModel
from index.reader.onnx_reader import open_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Row = TypeVar("Row")
Result = TypeVar("Result")

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class PairModel:
    """Tokenizes and runs pairs of texts; ``threads`` pairs at a time with one thread each.

    With one thread it uses the caller's, so that several threads run in parallel.
    """

    def __init__(self, files: PackagedModel, outputs: Sequence[str], threads: int = 1) -> None:
        self._files = files
        self._outputs = list(outputs)
        self._pool = ThreadPoolExecutor(threads, "byline-pairs") if threads > 1 else None
        self._loading = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def load(self) -> None:
        """Load the model now."""
        self._model()

    def encode(self, pairs: Sequence[tuple[str, str]]) -> list["Encoding"]:
        """Tokenize pairs."""
        return self._model()[1].encode_batch(list(pairs))

    def map(self, function: Callable[[Row], Result], rows: Iterable[Row]) -> list[Result]:
        """Apply a function that runs the model to all rows."""
        return list((self._pool.map if self._pool else map)(function, rows))

    def run(self, row: "Encoding") -> list[npt.NDArray[np.float32]]:
        """Run one pair alone and return its outputs: with 8 bits, pairs change each other."""
        values = (row.ids, row.attention_mask, row.type_ids)
        fed = {name: np.array([each]) for name, each in zip(_INPUTS, values, strict=True)}
        return [output[0] for output in self._model()[0].run(self._outputs, fed)]

    def _model(self) -> tuple["InferenceSession", "Tokenizer"]:
        if self._loaded is None:
            with self._loading:
                self._loaded = self._loaded or (
                    open_session(self._files.graph, threads=1),
                    open_tokenizer(self._files.tokenizer),
                )
        return self._loaded
