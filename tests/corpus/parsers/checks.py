"""Checks that hold for every result of a parser."""

from collections.abc import Iterable

from corpus.article import Article, check_tiling
from corpus.parsers import Unreadable


def check_all(found: Iterable[Article | Unreadable]):
    """Check that each result is a reason or an article that can be stored and shown."""
    results = list(found)
    assert results
    for result in results:
        if isinstance(result, Unreadable):
            assert result.reason.endswith((".", "…"))
        else:
            check_article(result)


def check_article(article: Article):
    check_tiling(article.zones, len(article.text))
    assert article.text.strip()
    assert article.title.strip()
    assert article.id
    for words in (article.text, article.title, article.author, article.source, article.url):
        assert "\0" not in (words or "")
        (words or "").encode("utf-8")


def list_zones(article: Article) -> list[tuple[str, str]]:
    return [
        (zone.kind.value, article.text[zone.start : zone.end].strip()) for zone in article.zones
    ]
