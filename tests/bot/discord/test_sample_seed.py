from dataclasses import replace
from pathlib import Path

import pytest
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.heartbeat import Heartbeat
from bot.discord.options import DiscordOptions
from bot.discord.sample_seed import add_sample
from corpus.samples import sample_paths
from tests.bot.discord.fakes import FakeCollection, FakeIngest, FakeLibrary, build_line


@pytest.fixture
def seeding_options(options: DiscordOptions) -> DiscordOptions:
    return replace(options, seed_sample=True)


async def test_a_new_server_gets_the_sample_article_where_asked(
    simcord_env: Env, library: FakeLibrary, seeding_options: DiscordOptions, ingest: FakeIngest
):
    await simcord_env.restart_bot(BylineClient(library, ingest, seeding_options))
    guild = simcord_env.create_guild()
    await simcord_env.settle()
    assert library.opened[f"guild-{guild.id}"].added == list(sample_paths())


async def test_a_server_known_from_before_gets_it_when_the_bot_connects(
    simcord_env: Env, library: FakeLibrary, seeding_options: DiscordOptions, ingest: FakeIngest
):
    guild = simcord_env.create_guild()
    await simcord_env.restart_bot(BylineClient(library, ingest, seeding_options))
    assert library.opened[f"guild-{guild.id}"].added == list(sample_paths())


async def test_no_server_gets_it_unasked(simcord_env: Env, library: FakeLibrary):
    simcord_env.create_guild()
    await simcord_env.settle()
    assert library.opened == {}


def test_a_collection_with_an_article_is_left_as_it_is():
    articles = FakeCollection("x", lines=[build_line("Rain")])
    assert not add_sample(articles)
    assert articles.added == []


async def test_a_connected_bot_beats(simcord_env: Env, options: DiscordOptions):
    await simcord_env.advance_time(21)
    assert simcord_env.bot.is_connected()
    assert Heartbeat(options.heartbeat_path).is_fresh(within=3600)


def test_the_bots_small_files_are_in_its_data_directory(tmp_path: Path):
    options = DiscordOptions(tmp_path)
    assert {options.heartbeat_path.parent, options.commands_path.parent} == {tmp_path}
