"""A splitter for tests of the store."""

from corpus.article import Article
from corpus.store.articles import PassageDraft


class HalfSplitter:
    """Splits every text into two passages; their keys are their words."""

    fingerprint = "halves"

    def split(self, article: Article) -> list[PassageDraft]:
        middle = len(article.text) // 2
        spans = [(0, middle), (middle, len(article.text))]
        return [PassageDraft(start, end, article.text[start:end]) for start, end in spans]


SPLITTER = HalfSplitter()
