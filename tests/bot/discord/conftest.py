from pathlib import Path

import pytest

from bot.discord.client import BylineClient
from bot.discord.options import DiscordOptions
from tests.bot.discord.fakes import FakeLibrary


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "simcord_env" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.simcord(shard_count=1), append=False)


@pytest.fixture
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture
def options(tmp_path: Path) -> DiscordOptions:
    return DiscordOptions(data_dir=tmp_path, attachment_limit=1000)


@pytest.fixture
def simcord_bot(library: FakeLibrary, options: DiscordOptions) -> BylineClient:
    return BylineClient(library, options)
