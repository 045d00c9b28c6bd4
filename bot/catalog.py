"""Finds articles and their versions by id, title, or the beginning of these."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.diff import Difference, find_record_changes, find_sentence_changes
from corpus.article import Article, ArticleSummary, ArticleVersion
from corpus.errors import UnknownArticle, UnknownVersion
from corpus.messages import Message, message
from corpus.store.articles import Store


def find_article(store: Store, collection: str, reference: str) -> Article:
    """Find an article by ``id``, ``id@version``, title, or a unique beginning of id or title.

    A version is its number or the beginning of its digest; a ``#start-end`` after it is ignored.
    Raises ``UnknownArticle``, which names similar titles.
    """
    article_id, _, version = reference.strip().rpartition("@")
    found = store.article(collection, reference.strip())
    if found is None and article_id and version:
        found = find_version(store, collection, article_id, version.partition("#")[0])
    if found is None:
        line = _find_summary(store.articles(collection), reference.strip())
        found = store.article(collection, line.id)
    if found is None:
        raise UnknownArticle(
            message("The article “{reference}” has just been removed.", reference=reference)
        )
    return found


def find_version(store: Store, collection: str, article_id: str, version: str) -> Article | None:
    """Return the version of an article with this number or beginning of a digest, if any."""
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else 0
    numbered = store.find_numbered(collection, article_id, number) if number else None
    return numbered or store.article(collection, article_id, version)


def _find_summary(lines: Sequence[ArticleSummary], reference: str) -> ArticleSummary:
    wanted = reference.casefold()
    equal = [line for line in lines if line.title.casefold() == wanted]
    beginning = [line for line in lines if wanted and _begins_with(line, wanted)]
    for found in (equal, beginning):
        if len(found) == 1:
            return found[0]
    if equal or beginning:
        raise UnknownArticle(
            message(
                "Several articles are called “{reference}”: {named}. Give its id.",
                reference=reference,
                named=_format_names(equal or beginning),
            )
        )
    raise UnknownArticle(_describe_missing(lines, wanted, _shorten(reference)))


def _begins_with(line: ArticleSummary, wanted: str) -> bool:
    return line.id.casefold().startswith(wanted) or line.title.casefold().startswith(wanted)


def _describe_missing(lines: Sequence[ArticleSummary], wanted: str, reference: str) -> Message:
    if not lines:
        return message(
            "There is no article “{reference}” here. The collection is empty: add articles first.",
            reference=reference,
        )
    by_title = {line.title.casefold(): line for line in lines}
    near = difflib.get_close_matches(wanted[:200], by_title, n=3, cutoff=0.4)
    if not near:
        return message(
            "There is no article “{reference}” here. Look up what it is called in the list of "
            "articles.",
            reference=reference,
        )
    return message(
        "There is no article “{reference}” here. Did you mean {named}?",
        reference=reference,
        named=_format_names([by_title[title] for title in near]),
    )


def _format_names(lines: Sequence[ArticleSummary]) -> str:
    return ", ".join(f"“{line.title}” ({line.id})" for line in lines[:3])


def _shorten(reference: str) -> str:
    return reference if len(reference) <= 80 else f"{reference[:79]}…"


class Catalog:
    """Finds the articles of one collection and their versions."""

    def __init__(self, store: Store, collection: str) -> None:
        self._store = store
        self._collection = collection

    def find(self, reference: str) -> Article:
        """Find the article of a reference, as ``find_article`` does. Raises ``UnknownArticle``."""
        return find_article(self._store, self._collection, reference)

    def history(self, article_id: str) -> list[ArticleVersion]:
        """Return every version of an article, oldest first. Raises ``UnknownArticle``."""
        found = self._store.history(self._collection, article_id)
        if not found:
            raise UnknownArticle(
                message(
                    "There is no article {article_id} in this collection.", article_id=article_id
                )
            )
        return found

    def diff(self, reference: str, older: str | None, newer: str | None) -> Difference:
        """Compare two versions, by default the newest and the one before it.

        If only ``newer`` is given, the other is the version before it; if only ``older`` is given,
        the newest. Raises ``UnknownArticle`` and ``UnknownVersion``.
        """
        article_id = self.find(reference).id
        history = self.history(article_id)
        if len(history) == 1:
            raise UnknownVersion(
                message(
                    "There is only one version of {article_id}, so nothing to compare. Add the "
                    "article again when it has been corrected.",
                    article_id=article_id,
                )
            )
        after = self._find_index(history, article_id, newer) if newer else len(history) - 1
        before = self._find_index(history, article_id, older) if older else max(after - 1, 0)
        first, last = history[before], history[after]
        return Difference(
            article_id=article_id,
            older=first,
            newer=last,
            of=len(history),
            record=find_record_changes(first, last),
            sentences=find_sentence_changes(
                self._article(article_id, first), self._article(article_id, last)
            ),
        )

    def _find_index(self, history: list[ArticleVersion], article_id: str, reference: str) -> int:
        """Return the index in the history of the version that a person names."""
        version = reference.rpartition("@")[2].partition("#")[0].strip()
        numbers = [str(each.number) for each in history]
        if version in numbers:
            return numbers.index(version)
        found = version and find_version(self._store, self._collection, article_id, version)
        digests = [each.version for each in history]
        if not found:
            raise UnknownVersion(
                message(
                    "There is no version “{version}” of {article_id}. It has the versions 1 to "
                    "{last}: give a number, or the beginning of a digest.",
                    version=reference[:80],
                    article_id=article_id,
                    last=str(len(history)),
                )
            )
        return len(digests) - 1 - digests[::-1].index(found.version)

    def _article(self, article_id: str, version: ArticleVersion) -> Article:
        found = self._store.find_numbered(self._collection, article_id, version.number)
        if found is None:
            raise UnknownArticle(
                message("The article {article_id} has just been removed.", article_id=article_id)
            )
        return found


@dataclass(frozen=True, slots=True)
class VersionPosition:
    """Version ``number`` of ``total``; ``newest`` is the address of a newer one."""

    number: int
    total: int
    newest: str | None


def find_position(article: Article, history: Sequence[ArticleVersion]) -> VersionPosition:
    """Return the position of an article among its versions, the latest of equal texts."""
    last = history[-1]
    number = max((v.number for v in history if v.version == article.version), default=last.number)
    newest = f"{article.id}@{last.version[:8]}" if number < last.number else None
    return VersionPosition(number, last.number, newest)
