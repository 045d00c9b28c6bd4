"""What a retrieval returns: passages of newest article versions, with the scores behind them."""

from dataclasses import dataclass

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage near a question: ``text == article.text[start:end]``.

    ``score`` is the fused score that ranks; ``cosine`` (question and passage) is absolute and
    always there; ``bm25`` is 0 where no word of the question stands in the passage. ``story`` is
    the same for articles that are copies of one story, and empty where an article has no copy.
    """

    passage_id: int
    article: Article
    start: int
    end: int
    score: float
    cosine: float
    bm25: float
    story: str = ""

    @property
    def text(self) -> str:
        """The passage's exact words."""
        return self.article.text[self.start : self.end]

    @property
    def flow(self) -> str:
        """The same words with the line breaks that only wrap a paragraph turned into spaces."""
        return self.article.flow(self.start, self.end)
