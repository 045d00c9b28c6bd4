"""Reads passages with onnxruntime, without PyTorch."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.onnx_session import load_file, open_session
from index.passages import truncate
from index.reader.base import PassageReading, ScoredSpan, Span
from index.reader.model_files import ReaderFiles

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer


Scores = npt.NDArray[np.floating]

_MAX_SPAN_TOKENS = 30
"""The maximum number of tokens of an answer."""
_MIN_LOGIT = -1000.0
"""Tokens of the question and padding have lower logits."""

MAX_TOKENS = 384
"""Tokens of question and passage together; the end of a longer passage is not read."""
Floats = npt.NDArray[np.float32]
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ["start", "end", "answers"]
_MAX_HEADLINE_LENGTH = 200
_MAX_QUESTION_LENGTH = 400
"""Characters of a question that are read; the remaining tokens are for the passage."""


def find_best_span(
    start: Scores, end: Scores, within: npt.NDArray[np.bool_] | None = None
) -> tuple[int, int, float]:
    """Return the first and last token of the best span, and its margin over the null span.

    ``start`` and ``end``, shape ``(tokens,)``, are logits; the score of a span is their sum (Devlin
    et al. 2019). ``within``, of the same shape, says which tokens the span may have; without it,
    all of the passage. The result is ``(0, 0, 0.0)`` if there is none.
    """
    allowed = start[1:] > _MIN_LOGIT
    places = np.flatnonzero(allowed if within is None else allowed & within[1:]) + 1
    if not len(places):
        return 0, 0, 0.0
    scores = start[places, None] + end[None, places]
    every = np.ones(scores.shape, dtype=bool)
    scores = np.where(np.triu(every) & ~np.triu(every, _MAX_SPAN_TOKENS), scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(places))
    return int(places[first]), int(places[last]), float(scores[first, last] - start[0] - end[0])


def open_tokenizer(path: Path) -> "Tokenizer":
    """Open the encoder's tokenizer for pairs: only the passage is truncated, without padding.

    Raises ``ModelError`` if the file is missing or cannot be loaded.
    """
    from tokenizers import Tokenizer

    with load_file(path):
        tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    return tokenizer


def build_first_segment(question: str, headline: str) -> str:
    """What the model reads before the passage: the question, then the headline if there is one.

    The headline stands beside the question so that no span is taken from it.
    """
    short = question[:_MAX_QUESTION_LENGTH]
    return f"{short} [SEP] {truncate(headline, _MAX_HEADLINE_LENGTH)}" if headline else short


class OnnxPassageReader:
    """A ``PassageReader`` with the shipped weights, which are loaded at the first use.

    It reads ``threads`` passages at a time with one thread each: eight passages take a quarter less
    time than in sequence with two threads each. With one thread it uses the caller's, so that
    questions of several threads are read in parallel.
    """

    def __init__(self, files: ReaderFiles, threads: int = 1) -> None:
        self.name = files.name
        self._files = files
        self._pool = ThreadPoolExecutor(threads, "byline-reader") if threads > 1 else None
        self._loading = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def load(self) -> None:
        """Load the model now."""
        self._model()

    def read(
        self,
        question: str,
        passages: Sequence[str],
        ranges: Sequence[Sequence[Span]],
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        """Return one reading a passage, in their order; see ``PassageReader.read``."""
        _, tokenizer = self._model()
        titled = zip(passages, headlines or [""] * len(passages), strict=True)
        pairs = [(build_first_segment(question, headline), text) for text, headline in titled]
        rows = tokenizer.encode_batch(pairs)
        run = self._pool.map if self._pool else map
        return list(run(self._read, rows, ranges))

    def _read(self, row: "Encoding", ranges: Sequence[Span]) -> PassageReading:
        """Read one passage in its own run: with 8 bits, passages in one run change each other."""
        session, _ = self._model()
        values = (row.ids, row.attention_mask, row.type_ids)
        fed = {name: np.array([each]) for name, each in zip(_INPUTS, values, strict=True)}
        starts, ends, answers = session.run(OUTPUTS, fed)
        found = _find_spans(row, starts[0], ends[0], ranges)
        return PassageReading(float(answers[0]), tuple(found))

    def _model(self) -> tuple["InferenceSession", "Tokenizer"]:
        if self._loaded is None:
            with self._loading:
                self._loaded = self._loaded or _load(self._files)
        return self._loaded


def _find_spans(
    row: "Encoding", start: Floats, end: Floats, ranges: Sequence[Span]
) -> Iterator[ScoredSpan | None]:
    """Return the best span inside each range of the passage."""
    offsets = np.array(row.offsets)
    # The separator after the passage is of its type, and has no characters.
    inside = (np.array(row.type_ids) == 1) & (offsets[:, 1] > offsets[:, 0])
    for low, high in ranges:
        within = inside & (offsets[:, 0] >= low) & (offsets[:, 0] < high)
        first, last, margin = find_best_span(start, end, within)
        yield (
            ScoredSpan(int(offsets[first, 0]), min(int(offsets[last, 1]), high), margin)
            if first
            else None
        )


def _load(files: ReaderFiles) -> tuple["InferenceSession", "Tokenizer"]:
    return open_session(files.graph, threads=1), open_tokenizer(files.tokenizer)
