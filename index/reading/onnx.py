"""The reader with onnxruntime; PyTorch is not loaded."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.reading.files import ReaderFiles
from index.reading.ports import Reading, Span
from index.reading.spans import best_span
from index.reading.tokens import open_tokenizer
from index.sessions import open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Floats = npt.NDArray[np.float32]

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OUTPUTS = ["start", "end", "answers"]
_LONGEST_QUESTION = 400
"""Characters of a question that are read: the rest of the tokens is the passage's."""


class OnnxPassageReader:
    """A ``PassageReader`` over shipped weights, loaded at the first reading.

    It reads ``threads`` passages at a time, each with one thread: eight passages take a quarter
    less time so than one after the other with two threads each. With one thread that is the
    caller's own: questions that are asked at the same time are then read beside each other.
    """

    def __init__(self, files: ReaderFiles, threads: int = 1) -> None:
        self.name = files.name
        self._files = files
        self._pool = ThreadPoolExecutor(threads, "byline-reader") if threads > 1 else None
        self._loading = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def load(self) -> None:
        """Load the model now rather than at the first reading."""
        self._model()

    def read(
        self, question: str, passages: Sequence[str], spans: Sequence[Sequence[Span]] = ()
    ) -> list[Reading]:
        """One reading a passage, in their order; ``spans`` are those asked about, by passage."""
        _, tokenizer = self._model()
        asked = question[:_LONGEST_QUESTION]
        rows = tokenizer.encode_batch([(asked, passage) for passage in passages])
        each_asked = spans or [()] * len(rows)
        run = self._pool.map if self._pool else map
        return list(run(self._read, rows, each_asked))

    def _read(self, row: "Encoding", asked: Sequence[Span]) -> Reading:
        """One run for one passage: in 8 bits, passages in one run would change each other."""
        session, _ = self._model()
        values = (row.ids, row.attention_mask, row.type_ids)
        fed = {name: np.array([each]) for name, each in zip(_INPUTS, values, strict=True)}
        starts, ends, answers = session.run(_OUTPUTS, fed)
        return _reading(row, starts[0], ends[0], float(answers[0]), asked)

    def _model(self) -> tuple["InferenceSession", "Tokenizer"]:
        if self._loaded is None:
            with self._loading:
                self._loaded = self._loaded or _load(self._files)
        return self._loaded


def _reading(
    row: "Encoding", start: Floats, end: Floats, answers: float, asked: Sequence[Span]
) -> Reading:
    first, last, margin = best_span(start, end)
    offsets = row.offsets
    span = (offsets[first][0], offsets[last][1]) if first else None
    return Reading(answers, span, margin, _shares(row, start, asked))


def _shares(row: "Encoding", start: Floats, asked: Sequence[Span]) -> tuple[float, ...]:
    """The share of the probability that the answer begins in each span; the rest is nowhere."""
    if not asked:
        return ()
    odds = np.exp(start - start.max())
    odds /= odds.sum()
    begins = np.array([offset[0] for offset in row.offsets])
    inside = np.array(row.type_ids) == 1
    return tuple(float(odds[inside & (begins >= a) & (begins < b)].sum()) for a, b in asked)


def _load(files: ReaderFiles) -> tuple["InferenceSession", "Tokenizer"]:
    return open_session(files.graph, threads=1), open_tokenizer(files.tokenizer)
