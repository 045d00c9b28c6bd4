import shutil

import pytest

from tests.acceptance.byline_process import SAMPLES, byline
from tests.acceptance.discord import schema as descriptions
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.scene import Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import GUILD


@pytest.fixture(scope="session")
def schema():
    """Discord's description of itself; ``None`` where there is no copy of it."""
    path = descriptions.find_description()
    return descriptions.Schema(path) if path else None


@pytest.fixture(scope="session")
def newsroom(models_dir, tmp_path_factory):
    """A data folder in which the tests' server holds the sample article."""
    folder = tmp_path_factory.mktemp("newsroom")
    added = byline(
        folder, "add", str(SAMPLES), "--collection", f"guild-{GUILD}", BYLINE_MODELS_DIR=models_dir
    )
    assert added.returncode == 0, added.stderr
    return folder


@pytest.fixture
def settings(models_dir, newsroom, tmp_path):
    """Settings of a bot with a data folder of its own, in which the sample article is."""
    return _settings(models_dir, newsroom, tmp_path / "data")


def _settings(models_dir, newsroom, folder):
    shutil.copytree(newsroom, folder)
    unlimited = {"BYLINE_MEMBER_QUESTIONS": "0", "BYLINE_SERVER_QUESTIONS": "0"}
    return {"data_dir": folder, "BYLINE_MODELS_DIR": str(models_dir), **unlimited}


@pytest.fixture
def discord(schema):
    """A Discord of the test's own; what the bot sent it has to keep Discord's rules."""
    with Discord(schema) as server:
        yield server
        assert server.rest.complaints == []


@pytest.fixture(scope="module")
def running(schema, models_dir, newsroom, tmp_path_factory):
    """A Discord and a bot that is connected to it, for all tests of a file."""
    settings = _settings(models_dir, newsroom, tmp_path_factory.mktemp("bot") / "data")
    with Discord(schema) as server, BotProcess(server, **settings) as bot:
        yield Scene(server, bot.wait_until_ready())
        assert server.rest.complaints == []
        assert bot.stop() == 0, bot.log


@pytest.fixture
def scene(running):
    """The server with the sample article, in which nothing goes wrong unless the test says so."""
    yield running
    running.discord.rest.faults.clear()
    running.discord.gateway.refusing.clear()
