"""What Discord and the terminal ask of a collection of articles.

All methods block (they touch the disk and the model): from an event loop, call them in a thread.
All of them may be called from several threads at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from bot.diff import Difference
from bot.replies import Digest, News, Reply, Summary, TopicSummary
from bot.reports import FeedStart, ImportReport, PassageHit, ReindexReport, Reporter, Status
from corpus.article import Article, ArticleSummary, ArticleVersion
from corpus.scope import EVERYTHING, Scope
from corpus.store.announcements import PendingAnnouncement
from corpus.store.records import FeedSubscription, LoggedQuestion, StoredQuestion, Vote
from corpus.store.server_settings import Length, ServerSettings


class QuestionLog(Protocol):
    """The questions that were put to a collection, each under a key, and what came of them."""

    def add(self, question: StoredQuestion) -> None:
        """Keep a question with what was shown. Raises ``StoreError``."""

    def find(self, key: str) -> LoggedQuestion | None:
        """The question of a key, with its citations as they stand now; ``None`` for a key of none.

        A key of another collection is one of none.
        """

    def rate(self, key: str, member: int, vote: Vote, reason: str | None = None) -> bool:
        """Keep what a member thinks of an answer, in place of what they thought before.

        Returns whether there is such a question. Without a ``reason`` the one given with the same
        vote stays.
        """

    def all(self) -> Iterator[LoggedQuestion]:
        """Every question that was not asked in private, the first asked first."""


class FeedList(Protocol):
    """The feeds that a collection follows."""

    def all(self) -> list[FeedSubscription]:
        """The feeds, in the order of their addresses, each with what was last wrong with it."""

    def add(self, url: str, most: int) -> bool:
        """Follow a feed, read from the start; false where ``most`` are followed without it."""

    def remove(self, url: str) -> bool:
        """Follow a feed no more; false for one that is not followed. Its articles stay."""


class SettingsPort(Protocol):
    """What a collection's editors have set for the bot."""

    def get(self) -> ServerSettings:
        """What is set now."""

    def change(self, **changed: Any) -> ServerSettings:  # noqa: ANN401 - fields of Preferences
        """Set some fields of ``ServerSettings`` and leave the others; returns what is set then."""


class AnnouncementLog(Protocol):
    """How far the new articles of a collection have been announced."""

    def mark_started(self, announcement: PendingAnnouncement) -> None:
        """Note that this announcement is about to be sent: a crash makes it no other one."""

    def mark_sent(self, announcement: PendingAnnouncement) -> None:
        """Note that all of it has been announced, unless the editors have set otherwise since."""


class Collection(Protocol):
    """The articles of one newsroom or Discord server, walled off from all others."""

    @property
    def name(self) -> str:
        """Its name: lower-case letters, digits, ``-`` and ``_``."""

    @property
    def question_log(self) -> QuestionLog:
        """The questions its members asked, and what they thought of the answers."""

    @property
    def preferences(self) -> SettingsPort:
        """What its editors have set for the bot."""

    @property
    def announcements(self) -> AnnouncementLog:
        """How far its new articles have been announced."""

    @property
    def feeds(self) -> FeedList:
        """The feeds that it follows: what they name is added as it comes, while the bot runs."""

    def announce_in(self, channel: int | None) -> ServerSettings:
        """Announce articles that arrive from now on in this channel; ``None``: nowhere.

        Returns what is set then.
        """

    def ask(
        self,
        question: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        length: Length = Length.MEDIUM,
    ) -> Reply:
        """Answer from the articles in scope, cited and verified, or abstain.

        Raises ``QuestionError``.
        """

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        by_article: bool = False,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> list[PassageHit]:
        """The ``k`` passages nearest a query, best first.

        They are of articles in scope published by ``until``.
        """

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        """The sentences that cover an article best. Raises ``UnknownArticle``."""

    def summarize_topic(self, topic: str, sentences: int = 5) -> TopicSummary:
        """Sentences of several articles about a topic; none where no article speaks of it.

        Raises ``QuestionError``.
        """

    def digest(self, since: date | None = None, page: int = 1) -> Digest:
        """A page of what was published, or first stored, since a day; by default since a week."""

    def news(self, announcement: PendingAnnouncement, most: int = 10) -> News:
        """The articles that this announcement is of, ``most`` of them with their best sentence.

        A story that was there before in another copy is no news. None may be left.
        """

    def articles(self) -> list[ArticleSummary]:
        """Every article in its newest version, newest first."""

    def article(self, reference: str) -> Article:
        """One article by id, ``id@version``, title, or a beginning of these that only it has.

        Raises ``UnknownArticle``, which names near ones.
        """

    def history(self, article_id: str) -> list[ArticleVersion]:
        """Every version of an article, the oldest first. Raises ``UnknownArticle``."""

    def diff(
        self, reference: str, older: str | None = None, newer: str | None = None
    ) -> Difference:
        """What changed between two versions of an article, by default the last two.

        A version is named by its number or the beginning of its digest. Raises ``UnknownArticle``
        and ``UnknownVersion``.
        """

    def follow(self, url: str, most: int) -> FeedStart | None:
        """Read a feed at once and follow it; ``None`` where ``most`` are followed without it.

        One that cannot be fetched for now is followed all the same. Raises ``FetchError`` for an
        address that no try can help, and ``ReadError`` for what is no feed.
        """

    def add(self, inputs: Sequence[Path | str], report: Reporter | None = None) -> ImportReport:
        """Read, store and index files, folders, and web addresses of pages and feeds.

        A text that begins like ``https://`` is an address, any other a path. A bad input costs
        that input only.
        """

    def add_document(self, name: str, content: bytes) -> ImportReport:
        """Add one document that came as bytes (an attachment) under its file name."""

    def remove(self, reference: str) -> ArticleSummary:
        """Remove an article and all its versions. Raises ``UnknownArticle``."""

    def reindex(self, report: Reporter | None = None, *, asks_feeds: bool = False) -> ReindexReport:
        """Build both indexes anew from the store; unchanged passages are not embedded again.

        With ``asks_feeds`` what the collection's feeds name, and what was set aside, is taken
        first, as far as that goes within some 90 seconds. A feed that fails fails nothing else.
        """

    def refresh(self, report: Reporter | None = None) -> None:
        """Bring the indexes up to date with what other processes have stored."""

    def status(self) -> Status:
        """What it holds, and what is wrong with it."""


class Library(Protocol):
    """Opens collections by name; opening one that does not exist yet makes it, empty."""

    def collection(self, name: str) -> Collection:
        """The collection of this name. Raises ``CollectionNameError`` for a name that is none."""

    def due_announcements(self) -> Mapping[str, PendingAnnouncement]:
        """By name, what the collections have to announce that announce their new articles."""

    def close(self) -> None:
        """Save what is open and let go of it."""
