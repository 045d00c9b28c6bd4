"""The program behind the commands: settings, the model, the library, the bot.

Heavy modules are imported where they are needed, and the models load in threads while the rest is
imported: this halves the time from start to answer.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.settings import Settings, load_settings
from corpus.errors import BylineError
from index.embedding.models import find_model
from index.embedding.runtime import LoadableEmbedder, open_embedder
from index.ports import Embedder
from index.reader.model_files import SHIPPED_FOLDER, find_reader
from index.reader.onnx_reader import OnnxPassageReader

if TYPE_CHECKING:
    from bot.bootstrap import Services
    from bot.discord.options import DiscordOptions
    from bot.library import Library

_log = logging.getLogger(__name__)

_HEALTHY_SECONDS = 90.0


class App:
    """The program that the commands run: it opens the library and runs the bot.

    The settings are read when a command first needs them.
    """

    def __init__(self, load: Callable[[], Settings] = load_settings) -> None:
        self._load = load

    @cached_property
    def settings(self) -> Settings:
        """The settings. Raises ``SettingsError``."""
        return self._load()

    def open_services(
        self, on_status: Callable[[str], None], *, needs_model: bool = False
    ) -> AbstractContextManager["Services"]:
        """Open the library and its services in the data folder, as ``open_services`` does."""
        return open_services(self.settings, on_status, needs_model=needs_model)

    @contextmanager
    def open_for_evaluation(
        self, folder: Path, on_status: Callable[[str], None]
    ) -> "Iterator[Library]":
        """Open a library in another data folder, with the prepared models of this one."""
        from bot.evaluation.caching import CachingEmbedder

        models = self.settings.models_dir or self.settings.data_dir / "models"
        settings = self.settings.model_copy(update={"data_dir": folder, "models_dir": models})
        with open_services(settings, on_status, needs_model=True, wrap=CachingEmbedder) as services:
            yield services.library

    def run_bot(self) -> None:
        """Run the Discord bot until it is stopped. Raises ``SettingsError`` without a token."""
        _run_bot(self.settings)

    def is_healthy(self) -> bool:
        """Whether a running bot has been connected to Discord within the last 90 seconds."""
        from bot.discord.heartbeat import Heartbeat

        return Heartbeat(_build_options(self.settings).heartbeat_path).is_fresh(
            within=_HEALTHY_SECONDS
        )


@contextmanager
def open_services(
    settings: Settings,
    on_status: Callable[[str], None],
    *,
    needs_model: bool = False,
    serving: bool = False,
    wrap: Callable[[Embedder], Embedder] | None = None,
) -> "Iterator[Services]":
    """Open the library and its services in the data folder; they close when the block ends.

    ``on_status`` receives one-line status messages about slow steps. ``needs_model`` loads the
    models at once, in threads. ``serving`` is for the bot: one thread for each model. ``wrap``
    replaces the embedder. Raises ``StoreError`` and ``ModelError``.
    """
    embedder = make_embedder(settings, on_status, serving=serving)
    model = make_reader(settings, serving=serving)
    if needs_model or serving:
        for each in (embedder, model):
            Thread(target=_load, args=[each], name="byline-model", daemon=True).start()
    from bot.bootstrap import Services
    from corpus.store.database import Database

    database = Database.in_folder(settings.data_dir)
    services = Services(settings, database, wrap(embedder) if wrap else embedder, model)
    try:
        yield services
    finally:
        services.library.close()


def make_embedder(
    settings: Settings, on_status: Callable[[str], None], *, serving: bool
) -> LoadableEmbedder:
    """Return the embedder of the settings. Raises ``ModelError`` if there is none."""
    folder = settings.models_dir or settings.data_dir / "models"
    files = find_model(settings.embedding_model, memory=folder / "digests.json")
    threads = _find_threads(settings, serving)
    return open_embedder(files, settings.runtime, folder, threads, on_status)


def make_reader(
    settings: Settings, *, serving: bool, folder: Path = SHIPPED_FOLDER
) -> OnnxPassageReader:
    """Return the shipped reader. Raises ``ModelError`` if its files cannot be used."""
    return OnnxPassageReader(find_reader(folder), _find_threads(settings, serving))


def _find_threads(settings: Settings, serving: bool) -> int:  # noqa: FBT001
    return settings.threads or (1 if serving else os.cpu_count() or 1)


def _load(model: LoadableEmbedder | OnnxPassageReader) -> None:
    with suppress(BylineError):  # the first question raises it again, where it is reported
        model.load()


def _run_bot(settings: Settings) -> None:
    import asyncio

    from bot.background import run_retention
    from bot.discord.runner import run
    from bot.library import IndexRefresher

    if settings.discord_token is None:
        raise SettingsError(
            "There is no Discord token. Set BYLINE_DISCORD_TOKEN to the token of your bot "
            "(Discord's developer portal, your application, Bot, Reset Token)."
        )
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    with open_services(settings, _log.info, serving=True) as services:
        refresher = IndexRefresher(services.library)
        refresher.start()
        try:
            retention = run_retention(services.delete_questions, settings.keep_questions_days)
            with services.ingest.watch_in_background(), retention:
                token = settings.discord_token.get_secret_value()
                options = _build_options(settings)
                asyncio.run(run(token, services.library, services.ingest, options))
        finally:
            refresher.stop()


def _build_options(settings: Settings) -> "DiscordOptions":
    from bot.discord.options import DiscordOptions

    return DiscordOptions(
        data_dir=settings.data_dir,
        seed_sample=settings.seed_sample,
        member_questions=settings.member_questions,
        server_questions=settings.server_questions,
        news_seconds=settings.news_seconds,
    )
