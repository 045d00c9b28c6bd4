"""Digests and news: the new articles, each with the sentence that represents it best."""

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
"""The default period of a digest."""
_BATCH_SIZE = 400
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 1)
"""Limits of the dates that a digest accepts."""

NewArticle = tuple[ArticleSummary, date]
"""A new article, and the date from which it is new."""
StoriesById = dict[str, tuple[ArticleSummary, ...]]
"""By article id, all copies of the article's story, the earliest published first."""


class Digester:
    """Makes digests of one collection."""

    def __init__(
        self, store: Store, collection: str, summarizer: Summarizer, today: Callable[[], date]
    ) -> None:
        self._store = store
        self._collection = collection
        self._summarizer = summarizer
        self._today = today

    def digest(self, since: date | None, page: int) -> Digest:
        """Return a page of the articles published or first stored since a date, newest first.

        Of the copies of a story only the first published is listed. A page number out of range
        gives the nearest page. Without a date the digest covers the last week.
        """
        since = since or self._today() - timedelta(days=_DEFAULT_DAYS)
        new = self._find_new(since)
        copies = self.find_duplicates([line.id for line, _ in new])
        articles = list(drop_duplicates(new, copies))
        pages = max(1, -(-len(articles) // ENTRIES_PER_PAGE))
        page = min(max(page, 1), pages)
        shown = articles[(page - 1) * ENTRIES_PER_PAGE : page * ENTRIES_PER_PAGE]
        return Digest(since, self.build_entries(shown, copies), len(articles), page, pages)

    def find_duplicates(self, ids: Sequence[str]) -> StoriesById:
        """Return, for each article that has copies, all copies of its story."""
        return {
            line.id: story
            for low in range(0, len(ids), _BATCH_SIZE)
            for story in self._store.duplicates(self._collection, ids[low : low + _BATCH_SIZE])
            for line in story
        }

    def build_entries(
        self, new: Iterable[NewArticle], copies: StoriesById
    ) -> tuple[DigestEntry, ...]:
        """Return an entry for each article that has not been withdrawn in the meantime."""
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
    """Return the new articles, only the first new copy of each story."""
    ids = {line.id for line, _ in new}
    for line, day in new:
        first = next((each for each in copies.get(line.id, ()) if each.id in ids), line)
        if first.id == line.id:
            yield line, day


class NewsReporter:
    """Collects the news of one collection as digest entries."""

    def __init__(self, change_log: AdditionLog, digester: Digester) -> None:
        self._change_log = change_log
        self._digester = digester

    def collect_news(self, after: int, upto: int, most: int) -> News:
        """Return the articles first added between two positions of the change log, in order.

        Of the copies of a story only the first is listed, and none if the collection already had
        one.
        """
        added = self._change_log.added_between(after, upto)
        new = [(line, line.published or at.astimezone().date()) for line, at in added]
        copies = self._digester.find_duplicates([line.id for line, _ in new])
        articles = list(self._drop_known_stories(list(drop_duplicates(new, copies)), copies, after))
        entries = self._digester.build_entries(articles[:most], copies)
        return News(entries, max(0, len(articles) - most))

    def _drop_known_stories(
        self, new: Sequence[NewArticle], copies: StoriesById, after: int
    ) -> Iterable[NewArticle]:
        """Return the articles whose story is new."""
        others = {each.id for line, _ in new for each in copies.get(line.id, ())}
        known = self._change_log.already_present(others, by=after) if others else set()
        for line, day in new:
            if not any(each.id in known for each in copies.get(line.id, ())):
                yield line, day
