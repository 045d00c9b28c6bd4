"""Puts a library together: the only module that names the concrete classes behind the ports."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, partial

from bot.answering.answerer import Answerer
from bot.answering.citations import DuplicateMarker
from bot.answering.digests import Digester, NewsReporter
from bot.answering.extraction.base import EvidenceReader
from bot.answering.extraction.confidence import load_confidence_model
from bot.answering.extraction.model_reader import ModelReader
from bot.answering.extraction.rule_reader import RuleReader
from bot.answering.lengths import LengthAdjuster
from bot.answering.metadata.lists import ListAnswerer
from bot.answering.metadata.record_answerer import RecordAnswerer
from bot.answering.summaries import Summarizer, TopicSummarizer
from bot.answering.verifier import Verifier
from bot.catalog import Versions
from bot.collection import ArticleCollection
from bot.importer import Importer
from bot.ingest.demand import Demand
from bot.ingest.hosts import HostSchedule
from bot.library import ArticleLibrary
from bot.parts import CollectionParts
from bot.settings import Settings
from bot.status import StorageFolders
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
from index.indexer import Indexer, IndexSources
from index.passages import PassageSplitter
from index.ports import Embedder
from index.reader.base import PassageReader
from index.retriever import RetrievedPassage, Retriever

_TOPIC_SIMILARITY = 0.4
"""The cosine from which a passage's article is taken to be the one that some words describe."""


_MODEL_THRESHOLD, _RULES_THRESHOLD = 0.54, 0.41
"""The confidence needed to answer. With the first, wrong answers, each at three times the price of
an abstention, and abstentions from what the articles answer cost least together: on the even halves
of RealTime QA and CLAPNQ the price is the same within 0.02 from 0.54 to 0.72, and the lowest of
these answers most. It holds as well for rules that stand in for a model that cannot be used. The
second was chosen on some 37 questions about the sample article."""


def make_library(
    settings: Settings,
    database: Database,
    embedder: Embedder,
    model: PassageReader | None = None,
    make_fetcher: Callable[[], Fetcher] | None = None,
) -> ArticleLibrary:
    """The library of a database, with this embedder; without a ``model`` rules read passages.

    ``make_fetcher`` is called when an address is first to be read; without it that is the web.
    """
    web = cache(make_fetcher or _make_fetcher)
    make = partial(_make_collection, settings, database, embedder, model, web, HostSchedule())
    followed = partial(find_all_subscriptions, database)
    let_go, to_announce = database.close, partial(find_pending, database)
    return ArticleLibrary(
        make, let_go, followed, to_announce, partial(delete_questions_before, database)
    )


def _make_collection(
    settings: Settings,
    database: Database,
    embedder: Embedder,
    model: PassageReader | None,
    make_fetcher: Callable[[], Fetcher],
    hosts: HostSchedule,
    name: str,
) -> ArticleCollection:
    store, cutter = Store(database), PassageSplitter()
    sources = IndexSources(store, EmbeddingStore(database), embedder, cutter)
    indexer = Indexer(name, settings.data_dir / "indexes" / name, sources)
    retriever = Retriever(store, name, embedder, indexer.indexes, _find_today)
    verifier = Verifier(store, name)
    lists = ListAnswerer(store, name, verifier, partial(_find_passages, retriever), _find_today)
    facts = RecordAnswerer(store, name, verifier, partial(_find_article_about, retriever), lists)
    reader, threshold = _make_reader(settings, model)
    answerer = Answerer(retriever, reader, facts, verifier, threshold)
    summarizer = Summarizer(embedder, verifier)
    digests = Digester(store, name, summarizer, _find_today)
    parts = CollectionParts(
        store=store,
        importer=Importer(store, name, cutter),
        indexer=indexer,
        retriever=retriever,
        answerer=answerer,
        lengths=LengthAdjuster(store, name),
        summarizer=summarizer,
        topics=TopicSummarizer(retriever, embedder, verifier),
        digests=digests,
        news=NewsReporter(AdditionLog(database, name), digests),
        duplicates=DuplicateMarker(store, name),
        versions=Versions(store, name),
        folders=_find_folders(settings, name),
        model=embedder.fingerprint,
        ingest_queue=IngestQueue(database, name),
        question_log=QuestionStore(database, name),
        feeds=FeedSubscriptions(database, name),
        preferences=ServerSettingsStore(database, name),
        announcements=Announcements(database, name),
        make_fetcher=make_fetcher,
        hosts=hosts,
        demand=Demand(settings),
    )
    return ArticleCollection(name, parts)


def _make_fetcher() -> Fetcher:
    from corpus.web.fetcher import WebFetcher

    return WebFetcher()


def _find_folders(settings: Settings, name: str) -> StorageFolders:
    data = settings.data_dir
    return StorageFolders(data, data / "indexes" / name, settings.models_dir or data / "models")


def _make_reader(settings: Settings, model: PassageReader | None) -> tuple[EvidenceReader, float]:
    """The reader, and the confidence that it needs to answer."""
    reader = ModelReader(model, load_confidence_model()) if model else RuleReader()
    if settings.answer_threshold is not None:
        return reader, settings.answer_threshold
    return reader, _RULES_THRESHOLD if settings.reader == "rules" else _MODEL_THRESHOLD


def _find_article_about(retriever: Retriever, words: str) -> str | None:
    found = retriever.retrieve(words, k=1).passages
    return found[0].article.id if found and found[0].cosine >= _TOPIC_SIMILARITY else None


def _find_passages(
    retriever: Retriever, words: str, k: int, until: date | None
) -> Sequence[RetrievedPassage]:
    return retriever.retrieve(words, k, until).passages


def _find_today() -> date:
    return datetime.now().astimezone().date()
