"""The program behind the commands: settings, the model, the library, the bot.

What is heavy is imported where it is needed, and the model loads in a thread of its own while the
rest is imported: that is half of the time from start to answer.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from bot.cli.main import Program
from bot.errors import SettingsError
from bot.ingest.events import EventListener, WatchRequest
from bot.ingest.targets import WatchTargets
from bot.settings import Settings, load_settings
from corpus.errors import BylineError
from index.embedding.models import find_model
from index.embedding.runtime import LoadableEmbedder, open_embedder
from index.errors import ModelError
from index.ports import Embedder
from index.reader.model_files import SHIPPED_FOLDER, find_reader
from index.reader.onnx_reader import OnnxPassageReader

if TYPE_CHECKING:
    from bot.discord.options import DiscordOptions
    from bot.library import ArticleLibrary

_log = logging.getLogger(__name__)

_HEALTHY_SECONDS = 90.0


@contextmanager
def open_library(
    settings: Settings,
    tell: Callable[[str], None],
    *,
    asking: bool = False,
    serving: bool = False,
    wrap: Callable[[Embedder], Embedder] | None = None,
) -> "Iterator[ArticleLibrary]":
    """The library in the data folder, closed when the block ends.

    ``tell`` is told what takes long, in a sentence. ``asking`` says that the model will be needed:
    it is loaded at once, aside. ``serving`` is for the bot: one model thread. ``wrap`` makes the
    embedder another one.
    Raises ``StoreError`` and ``ModelError``.
    """
    embedder = make_embedder(settings, tell, serving=serving)
    model = make_reader(settings, tell, serving=serving)
    if asking or serving:
        for each in filter(None, (embedder, model)):
            Thread(target=_load, args=[each], name="byline-model", daemon=True).start()
    from bot.bootstrap import make_library
    from corpus.store.database import Database

    database, used = Database.in_folder(settings.data_dir), wrap(embedder) if wrap else embedder
    library = make_library(settings, database, used, model)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def _open_for_evaluation(
    settings: Settings, folder: Path, tell: Callable[[str], None]
) -> "Iterator[ArticleLibrary]":
    """A library in a data folder of its own, for an evaluation, with the usual prepared models."""
    from bot.evaluation.caching import CachingEmbedder

    models = settings.models_dir or settings.data_dir / "models"
    aside = settings.model_copy(update={"data_dir": folder, "models_dir": models})
    with open_library(aside, tell, asking=True, wrap=CachingEmbedder) as library:
        yield library


@contextmanager
def _open_and_watch(
    settings: Settings, order: WatchRequest, tell: Callable[[str], None], told: EventListener
) -> Iterator[WatchTargets]:
    """What is watched while the block runs, in a library of its own."""
    from bot.ingest.service import resolve_targets, watch_targets

    targets = resolve_targets(order, settings)
    with open_library(settings, tell, asking=True) as library:
        collection = library.collection(order.collection or settings.collection)
        with watch_targets(settings, targets, collection, tell, told, retry=order.retry):
            yield targets


def make_embedder(
    settings: Settings, tell: Callable[[str], None], *, serving: bool
) -> LoadableEmbedder:
    """The embedder that the settings name. Raises ``ModelError`` where there is none."""
    folder = settings.models_dir or settings.data_dir / "models"
    files = find_model(settings.embedding_model, memory=folder / "digests.json")
    return open_embedder(files, settings.runtime, folder, _find_threads(settings, serving), tell)


def make_reader(
    settings: Settings, tell: Callable[[str], None], *, serving: bool, folder: Path = SHIPPED_FOLDER
) -> OnnxPassageReader | None:
    """The trained reader where it is set; ``None`` otherwise and where it cannot be used, told."""
    if settings.reader != "trained":
        return None
    try:
        files = find_reader(folder)
    except ModelError as error:
        tell(
            f"{error} Answers are found by rules: install Byline again, or set BYLINE_READER=rules."
        )
        return None
    return OnnxPassageReader(files, _find_threads(settings, serving))


def _find_threads(settings: Settings, serving: bool) -> int:  # noqa: FBT001
    return settings.threads or (1 if serving else os.cpu_count() or 1)


def _load(model: LoadableEmbedder | OnnxPassageReader) -> None:
    with suppress(BylineError):  # the first question meets it again, where it can be told
        model.load()


def make_program() -> Program:
    """What the commands work with; settings are read when a command first needs them."""
    settings = cache(load_settings)
    return Program(
        open_library=lambda tell, asking: open_library(settings(), tell, asking=asking),
        default_collection=lambda: settings().collection,
        run_bot=lambda: _run_bot(settings()),
        is_healthy=lambda: _is_healthy(settings()),
        open_for_evaluation=lambda folder, tell: _open_for_evaluation(settings(), folder, tell),
        watch_in_background=lambda order, tell, told: _open_and_watch(
            settings(), order, tell, told
        ),
    )


def _run_bot(settings: Settings) -> None:
    import asyncio

    from bot.background import run_retention
    from bot.discord.runner import run
    from bot.ingest.service import watch_in_background
    from bot.library import IndexRefresher

    if settings.discord_token is None:
        raise SettingsError(
            "There is no Discord token. Set BYLINE_DISCORD_TOKEN to the token of your bot "
            "(Discord's developer portal, your application, Bot, Reset Token)."
        )
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    with open_library(settings, _log.info, serving=True) as library:
        follower = IndexRefresher(library)
        follower.start()
        try:
            old = run_retention(library.forget, settings.keep_questions_days)
            with watch_in_background(settings, library), old:
                token = settings.discord_token.get_secret_value()
                asyncio.run(run(token, library, _build_options(settings)))
        finally:
            follower.stop()


def _build_options(settings: Settings) -> "DiscordOptions":
    from bot.discord.options import DiscordOptions

    return DiscordOptions(
        data_dir=settings.data_dir,
        seed_sample=settings.seed_sample,
        member_questions=settings.member_questions,
        server_questions=settings.server_questions,
        news_seconds=settings.news_seconds,
    )


def _is_healthy(settings: Settings) -> bool:
    from bot.discord.heartbeat import Heartbeat

    heartbeat = Heartbeat(_build_options(settings).heartbeat_path)
    return heartbeat.is_fresh(within=_HEALTHY_SECONDS)
