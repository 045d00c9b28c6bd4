"""Puts Byline together: the only module that names concrete classes."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial

from bot.answering.answerer import Answerer
from bot.answering.facts import FactAnswerer
from bot.answering.reading import SentenceReader
from bot.answering.summaries import Summarizer
from bot.answering.verification import Verifier
from bot.collection import ArticleCollection, Parts
from bot.discord.options import DiscordOptions
from bot.errors import SettingsError
from bot.heartbeat import Heartbeat
from bot.importing import Importer
from bot.library import ArticleLibrary, Follower
from bot.settings import Settings, load_settings
from bot.terminal.app import Program
from corpus.database import Database
from corpus.embeddings import EmbeddingStore
from corpus.store import Store
from index.cutter import PassageCutter
from index.embedding.models import find_model
from index.embedding.runtimes import open_embedder
from index.indexer import Indexer, Sources
from index.ports import Embedder
from index.retriever import Retriever

_log = logging.getLogger(__name__)

_CLEARLY_ABOUT = 0.4
"""The cosine from which a passage's article is taken to be the one that some words describe."""

_HEALTHY_SECONDS = 90.0


@contextmanager
def opened_library(
    settings: Settings, tell: Callable[[str], None], *, serving: bool = False
) -> Iterator[ArticleLibrary]:
    """The library in the data folder, closed when the block ends.

    ``tell`` is told what takes long, in a sentence; ``serving`` is for the bot: one model thread.
    Raises ``StoreError`` and ``ModelError``.
    """
    database = Database.in_folder(settings.data_dir)
    library = make_library(settings, database, make_embedder(settings, tell, serving=serving))
    try:
        yield library
    finally:
        library.close()


def make_embedder(settings: Settings, tell: Callable[[str], None], *, serving: bool) -> Embedder:
    """The embedder that the settings name. Raises ``ModelError`` where there is none."""
    automatic = 1 if serving else os.cpu_count() or 1
    folder = settings.models_dir or settings.data_dir / "models"
    files = find_model(settings.embedding_model, memory=folder / "digests.json")
    return open_embedder(files, settings.runtime, folder, settings.threads or automatic, tell)


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


def make_program() -> Program:
    """What the commands work with; settings are read when a command first needs them."""
    settings = cache(load_settings)
    return Program(
        open_library=lambda tell: opened_library(settings(), tell),
        default_collection=lambda: settings().collection,
        run_bot=lambda: _run_bot(settings()),
        is_healthy=lambda: _is_healthy(settings()),
    )


def _run_bot(settings: Settings) -> None:
    import asyncio

    from bot.discord.run import run

    if settings.discord_token is None:
        raise SettingsError(
            "There is no Discord token. Set BYLINE_DISCORD_TOKEN to the token of your bot "
            "(Discord's developer portal, your application, Bot, Reset Token)."
        )
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    with opened_library(settings, _log.info, serving=True) as library:
        follower = Follower(library)
        follower.start()
        try:
            asyncio.run(run(settings.discord_token.get_secret_value(), library, _options(settings)))
        finally:
            follower.stop()


def _options(settings: Settings) -> DiscordOptions:
    return DiscordOptions(data_dir=settings.data_dir, seed_sample=settings.seed_sample)


def _is_healthy(settings: Settings) -> bool:
    heartbeat = Heartbeat(_options(settings).heartbeat_path)
    return heartbeat.fresh(within=_HEALTHY_SECONDS)
