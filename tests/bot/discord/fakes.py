"""A library and its collections in memory, and the pieces to make their replies from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.replies import (
    Abstention,
    Answer,
    Citation,
    Digest,
    DigestEntry,
    Reply,
    Summary,
    TopicSummary,
)
from bot.reports import ImportReport, PassageHit, Refusal, ReindexReport, Reporter, Status
from corpus.article import Article, ArticleSummary, Zone, ZoneKind
from corpus.errors import UnknownArticle
from corpus.scope import EVERYTHING, Scope
from corpus.store.announcements import PendingAnnouncement
from corpus.store.records import StoredQuestion
from corpus.store.server_settings import Length, ServerSettings

TEXT = "The ferry was late again. It left the harbour at noon, the company said."


def build_citation(excerpt: str = TEXT, **known: object) -> Citation:
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


def build_line(title: str = "Ferry late again", /, **known: object) -> ArticleSummary:
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


@dataclass
class FakeQuestions:
    """Knows what it was told to keep; ``failure`` is raised instead of keeping it."""

    kept: list[StoredQuestion] = field(default_factory=list)
    failure: Exception | None = None

    def find(self, key: str) -> None:
        return None

    def add(self, question: StoredQuestion) -> None:
        if self.failure:
            raise self.failure
        self.kept.append(question)


@dataclass
class FakePreferences:
    """What is set for a server, in memory."""

    current: ServerSettings = field(default_factory=ServerSettings)

    def get(self) -> ServerSettings:
        return self.current

    def change(self, **changed: object) -> ServerSettings:
        self.current = replace(self.current, **changed)
        return self.current


@dataclass
class FakeCollection:
    """Answers from the one article whose title has a word of the question, or abstains."""

    name: str
    lines: list[ArticleSummary] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)
    added: list[Path] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    reindexed: int = 0
    failure: Callable[[], BaseException] | None = None
    question_log: FakeQuestions = field(default_factory=FakeQuestions)
    preferences: FakePreferences = field(default_factory=FakePreferences)
    scopes: list[Scope] = field(default_factory=list)
    lengths: list[Length | int] = field(default_factory=list)

    def ask(
        self,
        question: str,
        asked_on: date | None = None,
        scope: Scope = EVERYTHING,
        length: Length = Length.MEDIUM,
    ) -> Reply:
        self.questions.append(question)
        self.scopes.append(scope)
        self.lengths.append(length)
        if self.failure:
            raise self.failure()
        for known in self.lines:
            if any(word in known.title.casefold() for word in question.casefold().split()):
                return Answer(question, "At noon [1]", (build_citation(title=known.title),), 0.9)
        return Abstention(question, "No passage is about this.")

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

    def announce_in(self, channel: int | None) -> ServerSettings:
        announced = None if channel is None else len(self.lines)
        return self.preferences.change(news_channel=channel, announced=announced)

    def summarize(self, reference: str, sentences: int = 5) -> Summary:
        self.lengths.append(sentences)
        found = self._line(reference)
        return Summary(found.id, found.title, (build_citation(title=found.title),))

    def summarize_topic(self, topic: str, sentences: int = 5) -> TopicSummary:
        found = [known for known in self.lines if topic.casefold() in known.title.casefold()]
        return TopicSummary(
            topic, tuple(build_citation(title=each.title) for each in found[:sentences])
        )

    def digest(self, since: date | None = None, page: int = 1) -> Digest:
        since = since or date(2020, 1, 27)
        new = [known for known in self.lines if known.published and known.published >= since]
        entries = [
            DigestEntry(each, each.published, build_citation(title=each.title)) for each in new
        ]
        return Digest(since, tuple(entries), len(new), page, page)

    def articles(self) -> list[ArticleSummary]:
        return list(self.lines)

    def article(self, reference: str) -> Article:
        found = self._line(reference)
        return Article(found.id, found.title, "x", (Zone(ZoneKind.BODY, 0, 1),))

    def add(self, paths: Sequence[Path], report: Reporter | None = None) -> ImportReport:
        self.added += paths
        self.lines += [build_line(path.stem) for path in paths]
        return ImportReport(added=tuple(path.stem for path in paths))

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

    def reindex(self, report: Reporter | None = None, *, asks_feeds: bool = False) -> ReindexReport:
        self.reindexed += 1
        return ReindexReport(articles=len(self.lines), passages=7, embedded=2)

    def status(self) -> Status:
        return Status(self.name, len(self.lines), 7, 7, 0, "fake")

    def _line(self, reference: str) -> ArticleSummary:
        for known in self.lines:
            if reference in (known.id, known.title):
                return known
        raise UnknownArticle(f"No article is called {reference}. See /articles list.")


@dataclass
class FakeLibrary:
    """Collections by name, made when first asked for."""

    opened: dict[str, FakeCollection] = field(default_factory=dict)

    def collection(self, name: str) -> FakeCollection:
        return self.opened.setdefault(name, FakeCollection(name))

    def due_announcements(self) -> dict[str, PendingAnnouncement]:
        return {}

    def close(self) -> None:
        self.opened.clear()
