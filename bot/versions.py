"""The versions of articles: which there are, and what changed between two of them."""

from bot.differences import Difference, record_changes, sentence_changes
from bot.finding import find_article, find_version
from corpus.article import Article, ArticleVersion
from corpus.errors import UnknownArticle, UnknownVersion
from corpus.messages import said
from corpus.store.articles import Store


class Versions:
    """The versions of one collection's articles."""

    def __init__(self, store: Store, collection: str) -> None:
        self._store = store
        self._collection = collection

    def history(self, article_id: str) -> list[ArticleVersion]:
        """Every version of an article, the oldest first. Raises ``UnknownArticle``."""
        found = self._store.history(self._collection, article_id)
        if not found:
            raise UnknownArticle(
                said("There is no article {article_id} in this collection.", article_id=article_id)
            )
        return found

    def diff(self, reference: str, older: str | None, newer: str | None) -> Difference:
        """What changed between two versions, by default the newest and the one before it.

        Where one is named, the other is its neighbour: the one before ``newer``, or the newest.
        Raises ``UnknownArticle`` and ``UnknownVersion``.
        """
        article_id = find_article(self._store, self._collection, reference).id
        history = self.history(article_id)
        if len(history) == 1:
            raise UnknownVersion(
                said(
                    "There is only one version of {article_id}, so nothing to compare. Add the "
                    "article again when it has been corrected.",
                    article_id=article_id,
                )
            )
        after = self._place(history, article_id, newer) if newer else len(history) - 1
        before = self._place(history, article_id, older) if older else max(after - 1, 0)
        first, last = history[before], history[after]
        return Difference(
            article_id=article_id,
            older=first,
            newer=last,
            of=len(history),
            record=record_changes(first, last),
            sentences=sentence_changes(
                self._article(article_id, first), self._article(article_id, last)
            ),
        )

    def _place(self, history: list[ArticleVersion], article_id: str, named: str) -> int:
        """Where in the history a version stands that a person names."""
        version = named.rpartition("@")[2].partition("#")[0].strip()
        numbers = [str(each.number) for each in history]
        if version in numbers:
            return numbers.index(version)
        found = version and find_version(self._store, self._collection, article_id, version)
        digests = [each.version for each in history]
        if not found:
            raise UnknownVersion(
                said(
                    "There is no version “{version}” of {article_id}. It has the versions 1 to "
                    "{last}: give a number, or the beginning of a digest.",
                    version=named[:80],
                    article_id=article_id,
                    last=str(len(history)),
                )
            )
        return len(digests) - 1 - digests[::-1].index(found.version)

    def _article(self, article_id: str, version: ArticleVersion) -> Article:
        found = self._store.numbered(self._collection, article_id, version.number)
        if found is None:
            raise UnknownArticle(
                said("The article {article_id} has just been removed.", article_id=article_id)
            )
        return found
