"""Puts a library together: the only module that names the concrete classes behind the ports."""

from functools import partial

from bot.answering.answerer import Answerer
from bot.answering.facts import FactAnswerer
from bot.answering.reading import SentenceReader
from bot.answering.summaries import Summarizer
from bot.answering.verification import Verifier
from bot.collection import ArticleCollection, Parts
from bot.importing import Importer
from bot.library import ArticleLibrary
from bot.settings import Settings
from corpus.database import Database
from corpus.embeddings import EmbeddingStore
from corpus.store import Store
from index.cutter import PassageCutter
from index.indexer import Indexer, Sources
from index.ports import Embedder
from index.retriever import Retriever

_CLEARLY_ABOUT = 0.4
"""The cosine from which a passage's article is taken to be the one that some words describe."""


def make_library(settings: Settings, database: Database, embedder: Embedder) -> ArticleLibrary:
    """The library of a database, with this embedder."""
    make = partial(_make_collection, settings, database, embedder)
    return ArticleLibrary(make, let_go=database.close)


def _make_collection(
    settings: Settings, database: Database, embedder: Embedder, name: str
) -> ArticleCollection:
    store, cutter = Store(database), PassageCutter()
    sources = Sources(store, EmbeddingStore(database), embedder, cutter)
    indexer = Indexer(name, settings.data_dir / "indexes" / name, sources)
    retriever = Retriever(store, name, embedder, indexer.indexes)
    verifier = Verifier(store, name)
    facts = FactAnswerer(store, name, verifier, partial(_article_about, retriever))
    answerer = Answerer(retriever, SentenceReader(), facts, verifier, settings.answer_threshold)
    parts = Parts(
        store=store,
        importer=Importer(store, name, cutter),
        indexer=indexer,
        retriever=retriever,
        answerer=answerer,
        summarizer=Summarizer(embedder, verifier),
        model=embedder.fingerprint,
    )
    return ArticleCollection(name, parts)


def _article_about(retriever: Retriever, words: str) -> str | None:
    found = retriever.retrieve(words, k=1).passages
    return found[0].article.id if found and found[0].cosine >= _CLEARLY_ABOUT else None
