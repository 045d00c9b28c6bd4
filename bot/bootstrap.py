"""Builds the library: the only module that names the concrete classes behind the protocols."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from bot.answering.answerer import Answerer, Thresholds
from bot.answering.claims import ClaimChecker
from bot.answering.digests import Digester, NewsReporter
from bot.answering.extraction.confidence import load_confidence_model
from bot.answering.extraction.model_reader import ModelReader
from bot.answering.heading_answers import HeadingAnswerer
from bot.answering.metadata.lists import ListAnswerer
from bot.answering.metadata.record_answerer import RecordAnswerer
from bot.answering.queries import QueryAnswerer
from bot.answering.summaries import Summarizer, TopicSummarizer
from bot.answering.topics import TopicAnswerer
from bot.answering.verifier import Verifier
from bot.collection import Collection
from bot.importer import Importer
from bot.library import Library
from bot.server_state import ServerState
from bot.settings import Settings
from bot.status import StatusReporter, StorageFolders
from corpus.store.announcements import Announcements, find_pending
from corpus.store.articles import Store
from corpus.store.change_log import AdditionLog
from corpus.store.database import Database
from corpus.store.embeddings import EmbeddingStore
from corpus.store.feeds import FeedSubscriptions, find_all_subscriptions
from corpus.store.ingest_queue import IngestQueue
from corpus.store.questions import QuestionStore, delete_questions_before
from corpus.store.server_settings import ServerSettingsStore
from corpus.web import Fetcher
from index.generation import GenerationFolder, GenerationSpec
from index.indexer import Indexer, IndexSources
from index.passages import PassageSplitter
from index.ports import Embedder
from index.reader.base import PassageReader
from index.retriever import RetrievedPassage, Retriever
from index.spelling import NameSpeller, is_common_word
from index.support.base import SupportJudge

if TYPE_CHECKING:  # slow to import, and a question does not need it
    from bot.ingest.service import IngestService

_TOPIC_SIMILARITY = 0.4
"""The least cosine at which an article counts as the one that some words describe."""


class Services:
    """The library of a database, and the services that work on it.

    ``make_fetcher`` is called when an address is first fetched; by default it makes a
    ``WebFetcher``. ``make_judge`` is called when a claim is first checked; by default it makes the
    shipped judge.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        embedder: Embedder,
        model: PassageReader,
        make_fetcher: Callable[[], Fetcher] | None = None,
        make_judge: Callable[[], SupportJudge] | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._make_fetcher = cache(make_fetcher or _make_fetcher)
        get_judge = cache(make_judge or partial(_make_judge, settings))
        self.library = Library(
            partial(
                _make_collection, settings, database, embedder, model, self._make_fetcher, get_judge
            ),
            partial(_make_server_state, database),
            partial(find_pending, database),
            database.close,
        )

    @cached_property
    def ingest(self) -> "IngestService":
        """The service for folders and feeds."""
        from bot.ingest.service import IngestService

        return IngestService(
            self._settings,
            self.library,
            partial(IngestQueue, self._database),
            partial(find_all_subscriptions, self._database),
            self._make_fetcher,
        )

    def delete_questions(self, before: datetime, is_stopping: Callable[[], bool]) -> int:
        """Delete the questions logged before a moment in all collections; return how many."""
        return delete_questions_before(self._database, before, is_stopping)


def _make_collection(
    settings: Settings,
    database: Database,
    embedder: Embedder,
    model: PassageReader,
    make_fetcher: Callable[[], Fetcher],
    get_judge: Callable[[], SupportJudge],
    name: str,
) -> Collection:
    store, splitter = Store(database), PassageSplitter()
    sources = IndexSources(store, EmbeddingStore(database), embedder, splitter)
    made_by = GenerationSpec(embedder.fingerprint, splitter.fingerprint, embedder.dimension)
    storage = GenerationFolder(settings.data_dir / "indexes" / name, made_by)
    indexer = Indexer(name, storage, sources)
    retriever = Retriever(store, name, embedder, indexer.indexes, _find_today)
    verifier = Verifier(store, name)
    lists = ListAnswerer(store, name, verifier, partial(_find_passages, retriever), _find_today)
    records = RecordAnswerer(store, name, verifier, partial(_find_article_about, retriever), lists)
    reader = ModelReader(model, load_confidence_model())
    thresholds = Thresholds(settings.answer_threshold, settings.possible_threshold)
    answerer = Answerer(retriever, reader, records, verifier, thresholds)
    topics = TopicAnswerer(retriever, embedder, verifier)
    headings = HeadingAnswerer(retriever, verifier)
    speller = NameSpeller(store, name, lambda: indexer.indexes().lexical, is_common_word)
    summarizer = Summarizer(embedder, verifier)
    digester = Digester(store, name, summarizer, _find_today)
    queue, folders = IngestQueue(database, name), _find_folders(settings, name)
    return Collection(
        name,
        store,
        indexer=indexer,
        retriever=retriever,
        importer=Importer(store, name, splitter, make_fetcher),
        answerer=QueryAnswerer(answerer, records, topics, headings, speller),
        claim_checker=ClaimChecker(retriever, get_judge, verifier),
        summarizer=summarizer,
        topic_summarizer=TopicSummarizer(retriever, embedder, verifier),
        digester=digester,
        news_reporter=NewsReporter(AdditionLog(database, name), digester),
        status_reporter=StatusReporter(name, store, indexer, queue, embedder.fingerprint, folders),
    )


def _make_server_state(database: Database, name: str) -> ServerState:
    return ServerState(
        name,
        Store(database),
        QuestionStore(database, name),
        ServerSettingsStore(database, name),
        Announcements(database, name),
        FeedSubscriptions(database, name),
    )


def _make_fetcher() -> Fetcher:
    from corpus.web.fetcher import WebFetcher

    return WebFetcher()


def _make_judge(settings: Settings) -> SupportJudge:
    from index.support.model_files import find_judge
    from index.support.onnx_judge import OnnxSupportJudge

    return OnnxSupportJudge(find_judge(), settings.threads or 1)


def _find_folders(settings: Settings, name: str) -> StorageFolders:
    data = settings.data_dir
    return StorageFolders(data, data / "indexes" / name, settings.models_dir or data / "models")


def _find_article_about(retriever: Retriever, words: str) -> str | None:
    found = retriever.retrieve(words, k=1).passages
    return found[0].article.id if found and found[0].cosine >= _TOPIC_SIMILARITY else None


def _find_passages(
    retriever: Retriever, words: str, k: int, until: date | None
) -> Sequence[RetrievedPassage]:
    return retriever.retrieve(words, k, until).passages


def _find_today() -> date:
    return datetime.now().astimezone().date()
