"""The reader with onnxruntime; PyTorch is not loaded."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from index.onnx_session import open_session
from index.passages import truncate
from index.reader.base import PassageReading, Span
from index.reader.model_files import ReaderFiles

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer


Scores = npt.NDArray[np.floating]

_MAX_SPAN_TOKENS = 30
"""Tokens of an answer at the most."""
_MIN_LOGIT = -1000.0
"""Below this a token is the question's or padding."""


def find_best_span(start: Scores, end: Scores) -> tuple[int, int, float]:
    """First and last token of the best span, and by how much it beats the first token's null span.

    ``start`` and ``end``, shape ``(tokens,)``, are logits; the sum of a span's two is its score
    (Devlin et al. 2019). ``(0, 0, 0.0)`` where no token of the passage was left to choose.
    """
    places = np.flatnonzero(start[1:] > _MIN_LOGIT) + 1
    if not len(places):
        return 0, 0, 0.0
    scores = start[places, None] + end[None, places]
    every = np.ones(scores.shape, dtype=bool)
    scores = np.where(np.triu(every) & ~np.triu(every, _MAX_SPAN_TOKENS), scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(places))
    return int(places[first]), int(places[last]), float(scores[first, last] - start[0] - end[0])


MAX_TOKENS = 384
"""Tokens of a question and a passage together; of a longer passage the end is not read."""


def open_tokenizer(path: Path) -> "Tokenizer":
    """The encoder's tokenizer, set up for pairs: only the passage is cut, and nothing is padded."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    return tokenizer


def first_segment(question: str, headline: str) -> str:
    """What the model reads before the passage: the question, and the headline where there is one.

    The headline stands with the question so that no answer is looked for in it.
    """
    asked = question[:_MAX_QUESTION_LENGTH]
    return f"{asked} [SEP] {truncate(headline, _MAX_HEADLINE_LENGTH)}" if headline else asked


Floats = npt.NDArray[np.float32]

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OUTPUTS = ["start", "end", "answers"]
_MAX_HEADLINE_LENGTH = 200
_MAX_QUESTION_LENGTH = 400
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
        self,
        question: str,
        passages: Sequence[str],
        spans: Sequence[Sequence[Span]] = (),
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        """One reading a passage, in their order; see ``PassageReader.read``."""
        _, tokenizer = self._model()
        titled = zip(passages, headlines or [""] * len(passages), strict=True)
        pairs = [(first_segment(question, headline), passage) for passage, headline in titled]
        rows = tokenizer.encode_batch(pairs)
        each_asked = spans or [()] * len(rows)
        run = self._pool.map if self._pool else map
        return list(run(self._read, rows, each_asked))

    def _read(self, row: "Encoding", asked: Sequence[Span]) -> PassageReading:
        """One run for one passage: in 8 bits, passages in one run would change each other."""
        session, _ = self._model()
        values = (row.ids, row.attention_mask, row.type_ids)
        fed = {name: np.array([each]) for name, each in zip(_INPUTS, values, strict=True)}
        starts, ends, answers = session.run(_OUTPUTS, fed)
        return _to_reading(row, starts[0], ends[0], float(answers[0]), asked)

    def _model(self) -> tuple["InferenceSession", "Tokenizer"]:
        if self._loaded is None:
            with self._loading:
                self._loaded = self._loaded or _load(self._files)
        return self._loaded


def _to_reading(
    row: "Encoding", start: Floats, end: Floats, answers: float, asked: Sequence[Span]
) -> PassageReading:
    first, last, margin = find_best_span(start, end)
    offsets = row.offsets
    span = (offsets[first][0], offsets[last][1]) if first else None
    return PassageReading(answers, span, margin, _compute_shares(row, start, asked))


def _compute_shares(row: "Encoding", start: Floats, asked: Sequence[Span]) -> tuple[float, ...]:
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
