"""Puts a library together: the only module that names the concrete classes behind the ports."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, partial

from bot.answering.answerer import Answerer
from bot.answering.citations import Copies
from bot.answering.digests import Digester, NewsTeller
from bot.answering.extraction.base import Reader
from bot.answering.extraction.confidence import shipped
from bot.answering.extraction.model_reader import TrainedReader
from bot.answering.extraction.rule_reader import SentenceReader
from bot.answering.lengths import Lengths
from bot.answering.metadata.lists import ListAnswerer
from bot.answering.metadata.record_answerer import FactAnswerer
from bot.answering.summaries import Summarizer, TopicSummarizer
from bot.answering.verifier import Verifier
from bot.catalog import Versions
from bot.collection import ArticleCollection
from bot.importer import Importer
from bot.ingest.demand import Demand
from bot.ingest.hosts import Hosts
from bot.library import ArticleLibrary
from bot.parts import Parts
from bot.settings import Settings
from bot.status import Folders
from corpus.store.announcements import Announcements, due
from corpus.store.articles import Store
from corpus.store.change_log import Newcomers
from corpus.store.database import Database
from corpus.store.embeddings import EmbeddingStore
from corpus.store.feeds import Following, followed_by_all
from corpus.store.ingest_queue import Arrivals
from corpus.store.questions import Questions, forget_before
from corpus.store.server_settings import PreferenceStore
from corpus.web import Fetcher
from index.indexer import Indexer, Sources
from index.passages import PassageCutter
from index.ports import Embedder
from index.reader.base import PassageReader
from index.retriever import RetrievedPassage, Retriever

_CLEARLY_ABOUT = 0.4
"""The cosine from which a passage's article is taken to be the one that some words describe."""


_BY_MODEL, _BY_RULES = 0.54, 0.41
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
    web = cache(make_fetcher or _web)
    make = partial(_make_collection, settings, database, embedder, model, web, Hosts())
    followed = partial(followed_by_all, database)
    let_go, to_announce = database.close, partial(due, database)
    return ArticleLibrary(make, let_go, followed, to_announce, partial(forget_before, database))


def _make_collection(
    settings: Settings,
    database: Database,
    embedder: Embedder,
    model: PassageReader | None,
    make_fetcher: Callable[[], Fetcher],
    hosts: Hosts,
    name: str,
) -> ArticleCollection:
    store, cutter = Store(database), PassageCutter()
    sources = Sources(store, EmbeddingStore(database), embedder, cutter)
    indexer = Indexer(name, settings.data_dir / "indexes" / name, sources)
    retriever = Retriever(store, name, embedder, indexer.indexes, _today)
    verifier = Verifier(store, name)
    lists = ListAnswerer(store, name, verifier, partial(_passages_near, retriever), _today)
    facts = FactAnswerer(store, name, verifier, partial(_article_about, retriever), lists)
    reader, threshold = _reader(settings, model)
    answerer = Answerer(retriever, reader, facts, verifier, threshold)
    summarizer = Summarizer(embedder, verifier)
    digests = Digester(store, name, summarizer, _today)
    parts = Parts(
        store=store,
        importer=Importer(store, name, cutter),
        indexer=indexer,
        retriever=retriever,
        answerer=answerer,
        lengths=Lengths(store, name),
        summarizer=summarizer,
        topics=TopicSummarizer(retriever, embedder, verifier),
        digests=digests,
        news=NewsTeller(Newcomers(database, name), digests),
        copies=Copies(store, name),
        versions=Versions(store, name),
        folders=_folders(settings, name),
        model=embedder.fingerprint,
        arrivals=Arrivals(database, name),
        asked=Questions(database, name),
        feeds=Following(database, name),
        preferences=PreferenceStore(database, name),
        announcements=Announcements(database, name),
        make_fetcher=make_fetcher,
        hosts=hosts,
        demand=Demand(settings),
    )
    return ArticleCollection(name, parts)


def _web() -> Fetcher:
    from corpus.web.fetcher import WebFetcher

    return WebFetcher()


def _folders(settings: Settings, name: str) -> Folders:
    data = settings.data_dir
    return Folders(data, data / "indexes" / name, settings.models_dir or data / "models")


def _reader(settings: Settings, model: PassageReader | None) -> tuple[Reader, float]:
    """The reader, and the confidence that it needs to answer."""
    reader = TrainedReader(model, shipped()) if model else SentenceReader()
    if settings.answer_threshold is not None:
        return reader, settings.answer_threshold
    return reader, _BY_RULES if settings.reader == "rules" else _BY_MODEL


def _article_about(retriever: Retriever, words: str) -> str | None:
    found = retriever.retrieve(words, k=1).passages
    return found[0].article.id if found and found[0].cosine >= _CLEARLY_ABOUT else None


def _passages_near(
    retriever: Retriever, words: str, k: int, until: date | None
) -> Sequence[RetrievedPassage]:
    return retriever.retrieve(words, k, until).passages


def _today() -> date:
    return datetime.now().astimezone().date()
