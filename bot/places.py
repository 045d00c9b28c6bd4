"""Where a version stands among those of its article."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article, ArticleVersion


@dataclass(frozen=True, slots=True)
class Place:
    """Version ``number`` of ``of``; ``newest`` is the address of the one that replaced it."""

    number: int
    of: int
    newest: str | None


def place_of(article: Article, history: Sequence[ArticleVersion]) -> Place:
    """Where an article stands among its versions; of equal texts it is the latest."""
    last = history[-1]
    number = max((v.number for v in history if v.version == article.version), default=last.number)
    newest = f"{article.id}@{last.version[:8]}" if number < last.number else None
    return Place(number, last.number, newest)
