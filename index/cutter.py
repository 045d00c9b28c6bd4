"""Passages as the store takes them: their ranges, and hashes of what the model is given."""

import hashlib
from collections.abc import Sequence

from corpus.article import Article
from corpus.store.articles import Draft
from index.passages import DEFAULT_RULES, PassageRules, cut, embedding_text


class PassageCutter:
    """Cuts articles by ``rules`` for the store (``corpus.store.articles.Cutter``)."""

    def __init__(self, rules: PassageRules = DEFAULT_RULES) -> None:
        self._rules = rules

    @property
    def fingerprint(self) -> str:
        """The rules' fingerprint."""
        return self._rules.fingerprint

    def cut(self, article: Article) -> Sequence[Draft]:
        """The article's passages, in order."""
        return [
            Draft(start, end, embedding_key(embedding_text(article, start, end)))
            for start, end in cut(article, self._rules)
        ]


def embedding_key(text: str) -> str:
    """The hash that an embedding is kept by: BLAKE2b of the words embedded, 40 hex digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
