"""What is new since a day: a line an article, with the sentence that covers it best."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from bot.answering.summaries import Summarizer
from bot.replies import Digest, DigestEntry, News
from corpus.article import ArticleSummary
from corpus.store.articles import Store
from corpus.store.change_log import AdditionLog

ENTRIES_PER_PAGE = 8
"""Articles on a page of a digest."""
_DEFAULT_DAYS = 7
"""How far back a digest goes where nobody says."""
_BATCH_SIZE = 400
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 1)
"""Nothing was stored before the first, nor will be after the last."""

NewArticle = tuple[ArticleSummary, date]
"""A new article, and the day it is new by."""
StoriesById = dict[str, tuple[ArticleSummary, ...]]
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
        since = since or self._today() - timedelta(days=_DEFAULT_DAYS)
        new = self._find_new(since)
        copies = self.find_duplicates([line.id for line, _ in new])
        told = list(drop_duplicates(new, copies))
        pages = max(1, -(-len(told) // ENTRIES_PER_PAGE))
        page = min(max(page, 1), pages)
        shown = told[(page - 1) * ENTRIES_PER_PAGE : page * ENTRIES_PER_PAGE]
        return Digest(since, self.build_entries(shown, copies), len(told), page, pages)

    def find_duplicates(self, ids: Sequence[str]) -> StoriesById:
        """For each of these articles that has copies, all copies of its story."""
        return {
            line.id: story
            for low in range(0, len(ids), _BATCH_SIZE)
            for story in self._store.duplicates(self._collection, ids[low : low + _BATCH_SIZE])
            for line in story
        }

    def build_entries(
        self, new: Iterable[NewArticle], copies: StoriesById
    ) -> tuple[DigestEntry, ...]:
        """An entry for each of these articles; none for what has been withdrawn meanwhile."""
        made = (self._build_entry(line, day, copies.get(line.id, ())) for line, day in new)
        return tuple(filter(None, made))

    def _find_new(self, since: date) -> list[NewArticle]:
        # the first and the last days of the calendar have no midnight in every time zone
        day = min(max(since, _FIRST_DAY), _LAST_DAY)
        midnight = datetime.combine(day, time()).astimezone()
        found = self._store.find_new(self._collection, since, midnight)
        new = [(line, line.published or added.astimezone().date()) for line, added in found]
        return sorted(new, key=lambda each: each[1], reverse=True)

    def _build_entry(
        self, line: ArticleSummary, day: date, story: Iterable[ArticleSummary]
    ) -> DigestEntry | None:
        article = self._store.article(self._collection, line.id)
        if article is None:
            return None
        sentence = self._summarizer.find_best_sentence(article)
        others = tuple(each for each in story if each.id != line.id)
        return DigestEntry(line, day, sentence, others)


def drop_duplicates(new: Sequence[NewArticle], copies: StoriesById) -> Iterable[NewArticle]:
    """The new articles, of each story the first of its copies that is new."""
    ids = {line.id for line, _ in new}
    for line, day in new:
        first = next((each for each in copies.get(line.id, ()) if each.id in ids), line)
        if first.id == line.id:
            yield line, day


class NewsReporter:
    """Tells the news of one collection, with the entries of its digests."""

    def __init__(self, change_log: AdditionLog, digester: Digester) -> None:
        self._change_log = change_log
        self._digester = digester

    def collect_news(self, after: int, upto: int, most: int) -> News:
        """The articles first added between two positions of the change log, the first first.

        The copies of a story are told once, and not at all where one of them was there before.
        """
        added = self._change_log.added_between(after, upto)
        new = [(line, line.published or at.astimezone().date()) for line, at in added]
        copies = self._digester.find_duplicates([line.id for line, _ in new])
        told = list(self._drop_known_stories(list(drop_duplicates(new, copies)), copies, after))
        entries = self._digester.build_entries(told[:most], copies)
        return News(entries, max(0, len(told) - most))

    def _drop_known_stories(
        self, new: Sequence[NewArticle], copies: StoriesById, after: int
    ) -> Iterable[NewArticle]:
        """Those of the articles whose story is new, too."""
        others = {each.id for line, _ in new for each in copies.get(line.id, ())}
        known = self._change_log.already_present(others, by=after) if others else set()
        for line, day in new:
            if not any(each.id in known for each in copies.get(line.id, ())):
                yield line, day
