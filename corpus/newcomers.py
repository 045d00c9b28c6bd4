"""Which articles a collection was given between two positions of its change log."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from corpus.article import ArticleLine
from corpus.database import Database
from corpus.rows import line_of, utc
from corpus.schema import articles, changes, revisions
from corpus.statements import LINES

_ASKED_AT_ONCE = 400

_firsts = revisions.alias("firsts")
_IS_OF_ARTICLE = (_firsts.c.collection == articles.c.collection) & (
    _firsts.c.article_id == articles.c.article_id
)
_ADDED = (
    LINES.add_columns(_firsts.c.added_at.label("first_added"))
    .join(_firsts, _IS_OF_ARTICLE)
    .join(changes, changes.c.added == _firsts.c.id)
    .order_by(changes.c.position)
)
_IDS = select(_firsts.c.article_id).join(changes, changes.c.added == _firsts.c.id)


class Newcomers:
    """The articles of one collection by when they were first added. Raises ``StoreError``.

    Corrections and removals are no additions. An article that was removed and has been added again
    is as new as if it had never been there.
    """

    def __init__(self, database: Database, collection: str) -> None:
        self._database = database
        self._collection = collection

    def between(self, after: int, upto: int) -> list[tuple[ArticleLine, datetime]]:
        """The articles first added behind one position, up to another, and when: the first first.

        Each is told as it stands now; what is gone is not among them.
        """
        query = _ADDED.where(*self._additions(after, upto))
        with self._database.reading() as connection:
            return [(line_of(row), utc(row.first_added)) for row in connection.execute(query)]

    def known(self, ids: Iterable[str], by: int) -> set[str]:
        """Those of these articles that had been added by a position."""
        found: set[str] = set()
        with self._database.reading() as connection:
            for some in _batches(ids):
                query = _IDS.where(*self._additions(0, by), _firsts.c.article_id.in_(some))
                found.update(connection.execute(query).scalars())
        return found

    def _additions(self, after: int, upto: int) -> list[Any]:
        # What adds an article takes nothing out; of what is withdrawn there are no revisions.
        return [
            changes.c.collection == self._collection,
            changes.c.position > after,
            changes.c.position <= upto,
            changes.c.removed.is_(None),
        ]


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while some := list(islice(left, _ASKED_AT_ONCE)):
        yield some
