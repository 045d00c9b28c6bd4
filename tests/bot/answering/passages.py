"""Passages as a retriever would hand them over, and a model whose readings are written down."""

from collections.abc import Sequence

from corpus.article import Article
from index.passages import cut, embedding_text
from index.reader.base import Reading
from index.retriever import RetrievedPassage
from tests.fakes import WordEmbedder


def retrieved(question: str, *articles: Article):
    """The question's vector, and every passage of the articles, nearest first."""
    embedder = WordEmbedder()
    vector = embedder.embed_question(question)
    spans = [(each, span) for each in articles for span in cut(each)]
    vectors = embedder.embed_passages([embedding_text(each, *span) for each, span in spans])
    cosines = [float(cosine) for cosine in vectors @ vector]
    passages = [
        RetrievedPassage(i, each, *span, score=cosine, cosine=cosine, bm25=0.0)
        for i, ((each, span), cosine) in enumerate(zip(spans, cosines, strict=True))
    ]
    return vector, sorted(passages, key=lambda passage: -passage.cosine)


class WrittenReader:
    """Points at the first of some words that a passage holds; ``answers`` 4 there, -4 elsewhere."""

    name = "written"

    def __init__(self, *words: str) -> None:
        self._words = words

    def read(
        self,
        question: str,
        passages: Sequence[str],
        parts: Sequence[Sequence[tuple[int, int]]],
        headlines: Sequence[str] = (),
    ) -> list[Reading]:
        return [self._read(*each) for each in zip(passages, parts, strict=True)]

    def _read(self, passage: str, parts: Sequence[tuple[int, int]]) -> Reading:
        word = next((word for word in self._words if word in passage), None)
        if word is None:
            return Reading(-4.0, None, -8.0, tuple(0.0 for _ in parts))
        start = passage.index(word)
        shares = tuple(float(a <= start < b) for a, b in parts)
        return Reading(4.0, (start, start + len(word)), 8.0, shares)
