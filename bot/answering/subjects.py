"""Which articles are about a subject, and which ones mention some words."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from corpus.article import Article
from index.analyzer import terms
from index.retriever import RetrievedPassage

Search = Callable[[str, int, date | None], Sequence[RetrievedPassage]]
"""The passages nearest some words, best first: so many, of articles published by a day."""

CLOSE = 0.5
"""The cosine of a subject and a passage that is about it, whatever its words.

Over 600 public news openings and fifteen subjects, those without the subject's words came above it
five times, four of them about the same thing by another name.
"""
_FIRST_DEPTH, _LAST_DEPTH = 200, 3200
_LEAD = 800
"""Characters of an article's beginning, which say what it is about."""
_OFTEN = 2
"""How often the words stand in an article that is about them though its beginning lacks them."""


def articles_about(search: Search, words: str, until: date | None) -> list[str]:
    """The ids of the articles about a subject, those with it in the headline first, then nearest.

    An article is about it where the headline has all its words, where a passage has them all that
    begins the article or where they come again elsewhere, or where a passage is ``CLOSE``.
    """
    wanted = frozenset(terms(words))
    fitting = _fitting(search, words, until, lambda hit: _is_about(hit, wanted))
    titled = [article.id for article in fitting if wanted <= set(terms(article.title))]
    return list(dict.fromkeys([*titled, *(article.id for article in fitting)]))


def articles_mentioning(search: Search, words: str, until: date | None) -> list[str]:
    """The ids of the articles in which the words stand next to each other, the nearest first."""
    wanted = terms(words)
    fitting = _fitting(search, words, until, lambda hit: _mentions(hit, wanted))
    return [article.id for article in fitting]


def _fitting(
    search: Search, words: str, until: date | None, fits: Callable[[RetrievedPassage], bool]
) -> list[Article]:
    """The articles of fitting hits, looked for deeper as long as the last hits still fit."""
    depth = _FIRST_DEPTH
    while True:
        hits = search(words, depth, until) if terms(words) else []
        fitting = [hit for hit in hits if fits(hit)]
        last = {hit.passage_id for hit in hits[-depth // 4 :]}
        goes_on = len(hits) == depth and any(hit.passage_id in last for hit in fitting)
        if not goes_on or depth >= _LAST_DEPTH:
            return list({hit.article.id: hit.article for hit in fitting}.values())
        depth *= 4


def _is_about(hit: RetrievedPassage, wanted: frozenset[str]) -> bool:
    if hit.cosine >= CLOSE or wanted <= set(terms(hit.article.title)):
        return True
    if not wanted <= set(terms(hit.flow)):
        return False
    counted = Counter(terms(_evidence(hit.article))) if hit.start >= _LEAD else None
    return counted is None or min(counted[term] for term in wanted) >= _OFTEN


def _evidence(article: Article) -> str:
    zones = (zone for zone in article.zones if zone.kind.is_evidence)
    return "\n".join(article.text[zone.start : zone.end] for zone in zones)


def _mentions(hit: RetrievedPassage, wanted: Sequence[str]) -> bool:
    return any(_has_run(terms(text), wanted) for text in (hit.flow, hit.article.title))


def _has_run(words: Sequence[str], wanted: Sequence[str]) -> bool:
    places = range(len(words) - len(wanted) + 1)
    return any(words[place : place + len(wanted)] == list(wanted) for place in places)
