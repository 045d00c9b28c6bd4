"""Passages as a retriever would hand them over, and a model whose readings are written down."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.article import Article
from index.passages import build_embedding_text, split_article
from index.ports import Vector
from index.reader.base import PassageReader, PassageReading, ScoredSpan, Span
from index.retriever import RetrievedPassage
from index.temporal.question_time import QuestionTime
from tests.fakes import WordEmbedder


def retrieve(
    question: str, *articles: Article, time: QuestionTime | None = None
) -> tuple[Vector, list[RetrievedPassage]]:
    """The question's vector, and every passage of the articles, nearest first."""
    embedder = WordEmbedder()
    vector = embedder.embed_question(question)
    spans = [(each, span) for each in articles for span in split_article(each)]
    vectors = embedder.embed_passages([build_embedding_text(each, *span) for each, span in spans])
    cosines = [float(cosine) for cosine in vectors @ vector]
    passages = [
        RetrievedPassage(i, each, *span, score=cosine, cosine=cosine, bm25=0.0, time=time)
        for i, ((each, span), cosine) in enumerate(zip(spans, cosines, strict=True))
    ]
    return vector, sorted(passages, key=lambda passage: -passage.cosine)


class FakePassageReader:
    """Points at the first of some words that a passage holds; ``answers`` 4 there, -4 elsewhere.

    ``passages`` are those that it has read, in their order.
    """

    name = "written"

    def __init__(self, *words: str) -> None:
        self._words = words
        self.passages: list[str] = []

    def read(
        self,
        question: str,
        passages: Sequence[str],
        ranges: Sequence[Sequence[Span]],
        headlines: Sequence[str] = (),
    ) -> list[PassageReading]:
        self.passages += passages
        return [self._read_passage(*each) for each in zip(passages, ranges, strict=True)]

    def _read_passage(self, passage: str, ranges: Sequence[Span]) -> PassageReading:
        word = next((word for word in self._words if word in passage), None)
        start = passage.index(word) if word else -1
        spans = (
            ScoredSpan(start, start + len(word), 8.0)
            if word and a <= start < b
            else ScoredSpan(a, b, -8.0)
            for a, b in ranges
        )
        return PassageReading(4.0 if word else -4.0, tuple(spans))


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _reader: type[PassageReader] = FakePassageReader
