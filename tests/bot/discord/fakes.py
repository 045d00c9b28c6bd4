"""A library and its collections in memory, and the pieces to make their replies from."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answering.small_talk import answer_small_talk
from bot.collection import Collection
from bot.discord.runner import Session
from bot.ingest.service import IngestService
from bot.library import Library
from bot.replies import (
    Abstention,
    Answer,
    AnswerKind,
    Citation,
    ClaimCheck,
    Digest,
    DigestEntry,
    Reply,
    Summary,
    TopicSummary,
    Verdict,
)
from bot.reports import ImportReport, PassageHit, Refusal, ReindexReport, Reporter, Status
from bot.server_state import ServerState
from corpus.article import Article, ArticleSummary, Zone, ZoneKind
from corpus.errors import UnknownArticle
from corpus.scope import EVERYTHING, Scope
from corpus.store.announcements import Announcements, PendingAnnouncement
from corpus.store.articles import Store
from corpus.store.feeds import FeedSubscriptions
from corpus.store.questions import QuestionStore
from corpus.store.records import FeedSubscription, StoredQuestion
from corpus.store.server_settings import Length, ServerSettings, ServerSettingsStore

TEXT = "The ferry was late again. It left the harbour at noon, the company said."


def build_citation(excerpt: str = TEXT, **known: Any) -> Citation:
    bare = Citation(
        article_id="ferry-late-again",
        version="0" * 64,
        start=0,
        end=len(excerpt),
        excerpt=excerpt,
        zone="body",
        title="Ferry late again",
        author="Ada Quay",
        source="The Harbour Post",
        published=date(2020, 2, 3),
        url="https://harbour.example/ferry",
        score=0.9,
    )
    return replace(bare, **known)


def build_line(title: str = "Ferry late again", /, **known: Any) -> ArticleSummary:
    bare = ArticleSummary(
        id=title.lower().replace(" ", "-"),
        version="0" * 64,
        title=title,
        author="Ada Quay",
        source="The Harbour Post",
        published=date(2020, 2, 3),
        url=None,
    )
    return replace(bare, **known)


class FakeQuestions(QuestionStore):
    """Keeps what is added in memory; ``failure`` is raised instead of keeping it."""

    def __init__(self) -> None:
        self.kept: list[StoredQuestion] = []
        self.failure: Exception | None = None

    def find(self, key: str) -> None:
        return None

    def add(self, question: StoredQuestion) -> None:
        if self.failure:
            raise self.failure
        self.kept.append(question)


class FakeSettings(ServerSettingsStore):
    """What is set for a server, in memory."""

    def __init__(self) -> None:
        self.current = ServerSettings()

    def get(self) -> ServerSettings:
        return self.current

    def change(self, **changed: Any) -> ServerSettings:
        self.current = replace(self.current, **changed)
        return self.current


class FakeStore(Store):
    """Knows how many articles a collection has."""

    def __init__(self, collection: "FakeCollection") -> None:
        self.collection = collection

    def position(self, collection: str) -> int:
        return len(self.collection.lines)


class FakeAnnouncements(Announcements):
    """Takes every announcement."""

    def __init__(self) -> None:
        self.sent: list[PendingAnnouncement] = []

    def mark_started(self, announcement: PendingAnnouncement) -> None:
        pass

    def mark_sent(self, announcement: PendingAnnouncement) -> None:
        self.sent.append(announcement)


class FakeFeeds(FeedSubscriptions):
    """Follows no feed."""

    def __init__(self) -> None:
        pass

    def all(self) -> list[FeedSubscription]:
        return []


class FakeCollection(Collection):
    """Answers from the one article whose title has a word of the question, or abstains."""

    def __init__(self, name: str, lines: Iterable[ArticleSummary] = ()) -> None:
        self._name = name
        self.lines = list(lines)
        self.documents: dict[str, bytes] = {}
        self.added: list[Path | str] = []
        self.questions: list[str] = []
        self.claims: list[str] = []
        self.reindexed = 0
        self.failure: Callable[[], BaseException] | None = None
        self.scopes: list[Scope] = []
        self.lengths: list[Length | int] = []

    def ask(
        self,
        question: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        length: Length = Length.MEDIUM,
        context: str = "",
    ) -> Reply:
        self.questions.append(question)
        self.scopes.append(scope)
        self.lengths.append(length)
        if self.failure:
            raise self.failure()
        if small_talk := answer_small_talk(question):
            return small_talk
        for known in self.lines:
            if any(word in known.title.casefold() for word in question.casefold().split()):
                return Answer(
                    question,
                    (build_citation(title=known.title),),
                    0.9,
                    AnswerKind.FACT,
                    "At noon [1]",
                )
        return Abstention(question, "No passage is about this.")

    def check(
        self, claim: str, asked_on: date | None = None, scope: Scope = EVERYTHING
    ) -> ClaimCheck:
        self.claims.append(claim)
        if self.failure:
            raise self.failure()
        for known in self.lines:
            if any(word in known.title.casefold() for word in claim.casefold().split()):
                cited = (build_citation(title=known.title),)
                return ClaimCheck(claim, Verdict.CONTRADICTED, 0.9, contradicting=cited)
        return ClaimCheck(claim, Verdict.NOT_COVERED, 0.9)

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        by_article: bool = False,
        until: date | None = None,
        scope: Scope = EVERYTHING,
    ) -> list[PassageHit]:
        return []

    def summarize(self, article: str, sentences: int = 5) -> Summary:
        self.lengths.append(sentences)
        found = self._line(article)
        return Summary(found.id, found.title, (build_citation(title=found.title),))

    def summarize_topic(self, topic: str, sentences: int = 5) -> TopicSummary:
        found = [known for known in self.lines if topic.casefold() in known.title.casefold()]
        return TopicSummary(
            topic, tuple(build_citation(title=each.title) for each in found[:sentences])
        )

    def digest(self, since: date | None = None, page: int = 1) -> Digest:
        since = since or date(2020, 1, 27)
        entries = [
            DigestEntry(known, known.published, build_citation(title=known.title))
            for known in self.lines
            if known.published and known.published >= since
        ]
        return Digest(since, tuple(entries), len(entries), page, page)

    def articles(self) -> list[ArticleSummary]:
        return list(self.lines)

    def article(self, reference: str) -> Article:
        found = self._line(reference)
        return Article(found.id, found.title, "x", (Zone(ZoneKind.BODY, 0, 1),))

    def add(self, inputs: Sequence[Path | str], report: Reporter | None = None) -> ImportReport:
        self.added += inputs
        titles = [Path(each).stem for each in inputs]
        self.lines += map(build_line, titles)
        return ImportReport(added=tuple(titles))

    def add_document(self, name: str, content: bytes) -> ImportReport:
        if not content:
            return ImportReport(refused=(Refusal(name, "It is empty."),))
        self.documents[name] = content
        self.lines.append(build_line(name))
        return ImportReport(added=(name,), passages=1, embedded=1)

    def remove(self, reference: str) -> ArticleSummary:
        found = self._line(reference)
        self.lines.remove(found)
        return found

    def reindex(self, report: Reporter | None = None, *, since: int | None = None) -> ReindexReport:
        self.reindexed += 1
        return ReindexReport(articles=len(self.lines), passages=7, embedded=2)

    def status(self) -> Status:
        return Status(self.name, len(self.lines), 7, 7, 0, "fake")

    def _line(self, reference: str) -> ArticleSummary:
        for known in self.lines:
            if reference in (known.id, known.title):
                return known
        raise UnknownArticle(f"No article is called {reference}. See /articles list.")


class FakeLibrary(Library):
    """Collections and their state in memory, made when first asked for."""

    def __init__(self) -> None:
        self.opened: dict[str, FakeCollection] = {}
        self.states: dict[str, ServerState] = {}

    def collection(self, name: str) -> FakeCollection:
        return self.opened.setdefault(name, FakeCollection(name))

    def server_state(self, name: str) -> ServerState:
        if name not in self.states:
            store = FakeStore(self.collection(name))
            self.states[name] = ServerState(
                name, store, FakeQuestions(), FakeSettings(), FakeAnnouncements(), FakeFeeds()
            )
        return self.states[name]

    def due_announcements(self) -> dict[str, PendingAnnouncement]:
        return {}

    def close(self) -> None:
        self.opened.clear()


class FakeIngest(IngestService):
    """Reindexes without polling a feed."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def reindex(self, name: str, report: Reporter) -> ReindexReport:
        return self._library.collection(name).reindex(report)


@dataclass
class FakeSession:
    """A session whose login does one thing and whose connection lasts until it is closed."""

    login_does: Callable[[], None] = lambda: None
    connect_does: Callable[[], None] = lambda: None
    did: list[str] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> "FakeSession":
        return self

    async def __aexit__(self, *raised: object) -> None:
        self.did.append("left")

    async def login(self, token: str) -> None:
        self.did.append(f"login {token}")
        self.login_does()

    async def connect(self) -> None:
        self.did.append("connect")
        self.connect_does()
        await self.closed.wait()

    async def finish(self, within: float) -> bool:
        self.did.append("finish")
        return True

    async def close(self) -> None:
        self.did.append("close")
        self.closed.set()


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _session: type[Session] = FakeSession
