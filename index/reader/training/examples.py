"""What the reader learns from: a question, a passage, and where in it the answer may stand."""

from dataclasses import dataclass

from index.reader.onnx_reader import build_first_segment

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Where ``exact``, each of ``spans`` is an answer; else each is a range that holds one, such as a
    sentence. No spans: the passage does not answer, and ``traps`` are the words that seem to.
    ``article`` is what passages of one article share, ``source`` the data set, ``title`` the
    passage's headline with its date, empty where it is not shown.
    """

    question: str
    passage: str
    spans: tuple[Span, ...]
    exact: bool
    article: str
    source: str
    title: str = ""
    traps: tuple[Span, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the passage answers the question."""
        return bool(self.spans)

    @property
    def segments(self) -> tuple[str, str]:
        """The pair of texts that the network reads."""
        return build_first_segment(self.question, self.title), self.passage
