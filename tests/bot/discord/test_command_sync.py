"""Commands are sent to Discord only when they changed, however often the bot starts."""

from pathlib import Path

import aiohttp
import discord
import pytest
from discord import app_commands
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.command_sync import SyncRecord, compute_fingerprint, sync_if_changed
from bot.discord.options import DiscordOptions
from bot.discord.runtime.delivery import generate_pauses, is_temporary, retry
from tests.bot.discord.fakes import FakeIngest, FakeLibrary


def tree_with(*descriptions: str) -> app_commands.CommandTree[discord.Client]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    for number, description in enumerate(descriptions):

        @app_commands.command(name=f"c{number}", description=description)
        async def command(interaction: discord.Interaction) -> None:
            pass

        tree.add_command(command)
    return tree


def puts(env: Env) -> int:
    sent = [(each.method, each.path.rpartition("/")[2]) for each in env.http_requests]
    return sent.count(("PUT", "commands"))


async def test_a_restart_with_the_same_commands_sends_nothing(
    simcord_env: Env, library: FakeLibrary, options: DiscordOptions, ingest: FakeIngest
):
    assert puts(simcord_env) == 1
    await simcord_env.restart_bot(BylineClient(library, ingest, options))
    assert puts(simcord_env) == 1


async def test_a_restart_with_other_commands_sends_them(
    simcord_env: Env, library: FakeLibrary, options: DiscordOptions, ingest: FakeIngest
):
    changed = BylineClient(library, ingest, options)
    changed.tree.remove_command("reindex")
    await simcord_env.restart_bot(changed)
    assert puts(simcord_env) == 2


async def test_another_application_is_sent_the_commands_too(simcord_env: Env, tmp_path: Path):
    record = SyncRecord(tmp_path / "commands")
    tree = simcord_env.bot.tree
    assert await sync_if_changed(tree, 1, record)
    assert not await sync_if_changed(tree, 1, record)
    assert await sync_if_changed(tree, 2, record)


async def test_an_unavailable_discord_is_asked_again(simcord_env: Env, tmp_path: Path):
    simcord_env.inject_error("PUT", "/applications/*/commands", status=503)
    record = SyncRecord(tmp_path / "commands")
    assert await sync_if_changed(simcord_env.bot.tree, 1, record, pauses=iter([0.0]))
    assert record.get(1) == await compute_fingerprint(simcord_env.bot.tree)


async def test_refused_commands_are_not_remembered_as_sent(simcord_env: Env, tmp_path: Path):
    simcord_env.inject_error("PUT", "/applications/*/commands", status=403)
    record = SyncRecord(tmp_path / "commands")
    with pytest.raises(discord.Forbidden):
        await sync_if_changed(simcord_env.bot.tree, 1, record)
    assert record.get(1) is None


async def test_the_fingerprint_changes_with_any_word_of_a_command():
    first = await compute_fingerprint(tree_with("one", "two"))
    assert await compute_fingerprint(tree_with("one", "two")) == first
    assert await compute_fingerprint(tree_with("one", "too")) != first


class Adding(app_commands.Translator):
    """Translates by adding something."""

    def __init__(self, added: str) -> None:
        self._added = added

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: object
    ) -> str | None:
        del context
        return f"{string.message}{self._added}" if locale is discord.Locale.german else None


async def test_the_fingerprint_changes_with_any_translation():
    tree = tree_with("one")
    found = [await compute_fingerprint(tree)]
    for added in ("a", "b", "b"):
        await tree.set_translator(Adding(added))
        found.append(await compute_fingerprint(tree))
    assert len(set(found)) == 3
    assert found[2] == found[3]


async def test_discord_is_sent_what_commands_are_called_in_german(simcord_env: Env):
    (sent,) = [each for each in simcord_env.http_requests if each.method == "PUT"]
    names = {each["name"]: each["name_localizations"] for each in sent.json}
    assert names["ask"] == {"de": "fragen"}
    assert names["articles"] == {"de": "artikel"}


def test_a_record_keeps_applications_apart(tmp_path: Path):
    record = SyncRecord(tmp_path / "deep" / "commands")
    record.put(1, "aa")
    record.put(2, "bb")
    record.put(1, "cc")
    assert (record.get(1), record.get(2), record.get(3)) == ("cc", "bb", None)


def test_a_damaged_record_counts_as_none(tmp_path: Path):
    (tmp_path / "commands").write_bytes(b"\xff\x00 half a line\n\n")
    assert SyncRecord(tmp_path / "commands").get(1) is None


class Answered:
    status = 503
    reason = "Service Unavailable"


async def test_trying_again_ends_with_the_first_success():
    outcomes = [discord.HTTPException(Answered(), "down"), aiohttp.ClientError(), "up"]

    async def call() -> str:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert await retry(call, "The call", iter([0.0, 0.0])) == "up"


async def test_what_trying_again_cannot_help_is_raised_at_once():
    async def call() -> None:
        raise discord.LoginFailure("no")

    with pytest.raises(discord.LoginFailure):
        await retry(call, "The call", iter([]))


def test_pauses_double_up_to_the_longest():
    pauses = generate_pauses(1, 5)
    assert [next(pauses) for _ in range(5)] == [1, 2, 4, 5, 5]


@pytest.mark.parametrize(
    "error", [TimeoutError(), ConnectionResetError(), discord.GatewayNotFound()]
)
def test_a_lost_connection_passes(error: Exception):
    assert is_temporary(error)
