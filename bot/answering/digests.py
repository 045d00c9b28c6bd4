"""What is new since a day: a line an article, with the sentence that covers it best."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.answering.summaries import Summarizer
from bot.replies import Digest, DigestEntry, News
from corpus.article import ArticleLine
from corpus.store.articles import Store
from corpus.store.change_log import Newcomers

PER_PAGE = 8
"""Articles on a page of a digest."""
_DAYS = 7
"""How far back a digest goes where nobody says."""
_ASKED_AT_ONCE = 400
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 1)
"""Nothing was stored before the first, nor will be after the last."""

New = tuple[ArticleLine, date]
"""A new article, and the day it is new by."""
Copies = dict[str, tuple[ArticleLine, ...]]
"""By article id, all copies of its story, the earliest published first."""


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
        copies = self.copies([line.id for line, _ in new])
        told = list(once(new, copies))
        pages = max(1, -(-len(told) // PER_PAGE))
        page = min(max(page, 1), pages)
        shown = told[(page - 1) * PER_PAGE : page * PER_PAGE]
        return Digest(since, self.entries(shown, copies), len(told), page, pages)

    def copies(self, ids: Sequence[str]) -> Copies:
        """For each of these articles that has copies, all copies of its story."""
        return {
            line.id: story
            for low in range(0, len(ids), _ASKED_AT_ONCE)
            for story in self._store.duplicates(self._collection, ids[low : low + _ASKED_AT_ONCE])
            for line in story
        }

    def entries(self, new: Iterable[New], copies: Copies) -> tuple[DigestEntry, ...]:
        """An entry for each of these articles; none for what has been withdrawn meanwhile."""
        made = (self._entry(line, day, copies.get(line.id, ())) for line, day in new)
        return tuple(filter(None, made))

    def _new(self, since: date) -> list[New]:
        # the first and the last days of the calendar have no midnight in every time zone
        day = min(max(since, _FIRST_DAY), _LAST_DAY)
        midnight = datetime.combine(day, time()).astimezone()
        found = self._store.arrived(self._collection, since, midnight)
        new = [(line, line.published or added.astimezone().date()) for line, added in found]
        return sorted(new, key=lambda each: each[1], reverse=True)

    def _entry(
        self, line: ArticleLine, day: date, story: Iterable[ArticleLine]
    ) -> DigestEntry | None:
        article = self._store.article(self._collection, line.id)
        if article is None:
            return None
        sentence = self._summarizer.best(article)
        others = tuple(each for each in story if each.id != line.id)
        return DigestEntry(line, day, sentence, others)


def once(new: Sequence[New], copies: Copies) -> Iterable[New]:
    """The new articles, of each story the first of its copies that is new."""
    ids = {line.id for line, _ in new}
    for line, day in new:
        first = next((each for each in copies.get(line.id, ()) if each.id in ids), line)
        if first.id == line.id:
            yield line, day


class NewsTeller:
    """Tells the news of one collection, with the entries of its digests."""

    def __init__(self, newcomers: Newcomers, digests: Digester) -> None:
        self._newcomers = newcomers
        self._digests = digests

    def news(self, after: int, upto: int, most: int) -> News:
        """The articles first added between two positions of the change log, the first first.

        The copies of a story are told once, and not at all where one of them was there before.
        """
        added = self._newcomers.between(after, upto)
        new = [(line, line.published or at.astimezone().date()) for line, at in added]
        copies = self._digests.copies([line.id for line, _ in new])
        told = list(self._fresh(list(once(new, copies)), copies, after))
        entries = self._digests.entries(told[:most], copies)
        return News(entries, max(0, len(told) - most))

    def _fresh(self, new: Sequence[New], copies: Copies, after: int) -> Iterable[New]:
        """Those of the articles whose story is new, too."""
        others = {each.id for line, _ in new for each in copies.get(line.id, ())}
        known = self._newcomers.known(others, by=after) if others else set()
        for line, day in new:
            if not any(each.id in known for each in copies.get(line.id, ())):
                yield line, day
