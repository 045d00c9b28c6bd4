"""What is new since a day: a line an article, with the sentence that covers it best."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.answering.summaries import Summarizer
from bot.overviews import Digest, DigestEntry
from corpus.article import ArticleLine
from corpus.store import Store

PER_PAGE = 8
"""Articles on a page of a digest."""
_DAYS = 7
"""How far back a digest goes where nobody says."""
_ASKED_AT_ONCE = 400

New = tuple[ArticleLine, date]


class Digester:
    """Tells what is new in one collection. ``today`` is asked where no day is given."""

    def __init__(
        self, store: Store, collection: str, summarizer: Summarizer, today: Callable[[], date]
    ) -> None:
        self._store = store
        self._collection = collection
        self._summarizer = summarizer
        self._today = today

    def digest(self, since: date | None, page: int) -> Digest:
        """A page of the articles published, or first stored, on a day or later; newest first.

        The copies of a story are told once, by the one that was published first. A page past
        either end is the nearest page. Without a day it is a week ago.
        """
        since = since or self._today() - timedelta(days=_DAYS)
        new = self._new(since)
        copies = self._copies([line.id for line, _ in new])
        told = list(_once(new, copies))
        pages = max(1, -(-len(told) // PER_PAGE))
        page = min(max(page, 1), pages)
        shown = told[(page - 1) * PER_PAGE : page * PER_PAGE]
        entries = tuple(self._entry(line, day, copies.get(line.id, ())) for line, day in shown)
        return Digest(since, entries, len(told), page, pages)

    def _new(self, since: date) -> list[New]:
        midnight = datetime.combine(since, time()).astimezone()
        found = self._store.arrived(self._collection, since, midnight)
        new = [(line, line.published or added.astimezone().date()) for line, added in found]
        return sorted(new, key=lambda each: each[1], reverse=True)

    def _copies(self, ids: Sequence[str]) -> dict[str, tuple[ArticleLine, ...]]:
        """For each article that has copies, all copies of its story."""
        return {
            line.id: story
            for low in range(0, len(ids), _ASKED_AT_ONCE)
            for story in self._store.duplicates(self._collection, ids[low : low + _ASKED_AT_ONCE])
            for line in story
        }

    def _entry(self, line: ArticleLine, day: date, story: Iterable[ArticleLine]) -> DigestEntry:
        article = self._store.article(self._collection, line.id)
        sentence = self._summarizer.best(article) if article else None
        others = tuple(each for each in story if each.id != line.id)
        return DigestEntry(line, day, sentence, others)


def _once(new: Sequence[New], copies: dict[str, tuple[ArticleLine, ...]]) -> Iterable[New]:
    """The new articles, of each story the first of its copies that is new."""
    ids = {line.id for line, _ in new}
    for line, day in new:
        first = next((each for each in copies.get(line.id, ()) if each.id in ids), line)
        if first.id == line.id:
            yield line, day
