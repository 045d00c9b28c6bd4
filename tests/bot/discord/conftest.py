from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.options import DiscordOptions
from bot.library import Library
from tests.bot.articles import write_all
from tests.bot.discord.fakes import FakeIngest, FakeLibrary
from tests.bot.discord.scene import Server

_PATIENCE = 60.0
"""Seconds that a test waits for the bot: only a failure ever takes so long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "simcord_env" in getattr(item, "fixturenames", ()):
            item.add_marker(
                pytest.mark.simcord(shard_count=1, settle_timeout=_PATIENCE), append=False
            )


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def ingest(library: FakeLibrary | Library) -> FakeIngest:
    return FakeIngest(library)


@pytest.fixture
def stored(open_library: Callable[[], Library]) -> Iterator[Library]:
    """The real library, for tests whose ``library`` it is."""
    library = open_library()
    yield library
    library.close()


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary | Library, tmp_path: Path) -> Server:
    """A server with some articles."""
    server = Server(simcord_env, library)
    server.articles.add([write_all(tmp_path / "in")])
    return server


@pytest.fixture
def options(tmp_path: Path) -> DiscordOptions:
    return DiscordOptions(data_dir=tmp_path, attachment_limit=1000)


@pytest.fixture
def simcord_bot(library: FakeLibrary, ingest: FakeIngest, options: DiscordOptions) -> BylineClient:
    return BylineClient(library, ingest, options)
