"""New articles are announced once, in the server's own channel, whatever goes wrong."""

import asyncio
import json
import logging
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import discord
import pytest

from bot.discord.announcer import Announcer, find_announce_problem
from bot.discord.render import texts
from bot.discord.runtime.responder import Responder
from bot.discord.runtime.workers import WorkerPools
from bot.server_state import Server
from corpus.errors import StoreError
from corpus.store.announcements import Announcements, PendingAnnouncement
from tests.bot.discord.fakes import FakeIngest

GUILD, OTHER = 11, 12
NEWS = 500
ALLOWED = discord.Permissions(view_channel=True, send_messages=True, embed_links=True)
WORDS = "The {0} lighthouse{0} keepers{0} painted{0} doors{0} green{0} at{0} dawn{0}."


class Channel(discord.abc.Messageable):
    """A channel that keeps the first message of each nonce.

    ``fails`` say what comes of the next messages: whether each is taken, and what is raised.
    """

    def __init__(self, guild, permissions=ALLOWED):
        self.guild, self.permissions = guild, permissions
        self.sent, self.calls = {}, []
        self.fails, self.arrived = [], asyncio.Event()

    @property
    def embeds(self):
        return [each["embed"] for each in self.sent.values()]

    def permissions_for(self, who):
        assert who is self.guild.me
        return self.permissions

    async def send(self, **message):
        self.calls.append(message)
        taken, failure = self.fails.pop(0) if self.fails else (True, None)
        if taken:
            self.sent.setdefault(message["nonce"], message)
            self.arrived.set()
        if failure:
            raise failure
        await asyncio.sleep(0)


@dataclass
class Guild:
    id: int
    preferred_locale: str = "en-US"
    unavailable: bool = False
    me: object = field(default_factory=object)
    channels: dict = field(default_factory=dict)

    def get_channel_or_thread(self, channel_id):
        return self.channels.get(channel_id)


class World:
    """Two servers with a channel each, the store of their articles, and what announces them."""

    def __init__(self, open_library, folder):
        self._open, self._folder = open_library, folder
        self.guilds = {each: Guild(each) for each in (GUILD, OTHER)}
        for guild in self.guilds.values():
            guild.channels[NEWS + guild.id] = Channel(guild)
        self.start()

    def start(self):
        """What a new process begins with: nothing but the store."""
        self.library, self.lanes = self._open(), WorkerPools()
        self.desk = Responder(self.library, FakeIngest(self.library), self.lanes)
        self.announcer = Announcer(self.desk, self.guilds.get)

    def stop(self):
        self.lanes.close()
        self.library.close()

    def restart(self):
        self.stop()
        self.start()

    def channel(self, guild=GUILD):
        return self.guilds[guild].channels[NEWS + guild]

    def articles(self, guild=GUILD):
        return self.library.collection(f"guild-{guild}")

    def state(self, guild=GUILD):
        return self.library.server_state(f"guild-{guild}")

    def choose(self, guild=GUILD, channel=None):
        self.state(guild).announce_in(channel or NEWS + guild)

    def add(self, *names, guild=GUILD, words=WORDS):
        rows = [{"id": n, "title": f"About {n}", "text": words.format(n)} for n in names]
        path = self._folder / "articles.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        self.articles(guild).add([path])

    async def check(self, times=1):
        for _ in range(times):
            await self.announcer.check()
            await self.announcer.finish(within=30)

    def titles(self, guild=GUILD):
        return [embed.title for embed in self.channel(guild).embeds]


@pytest.fixture
def world(open_library, tmp_path):
    world = World(open_library, tmp_path)
    yield world
    world.stop()


@pytest.fixture
def chosen(world):
    world.add("old")
    world.choose()
    return world


def refusal(status, message="Missing Permissions"):
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    response = SimpleNamespace(status=status, reason="made up")
    return kind(response, {"message": message, "code": 0})


async def test_a_new_article_is_announced_once_with_its_sentence(chosen):
    chosen.add("a")
    await chosen.check(5)
    (embed,) = chosen.channel().embeds
    assert embed.title == "About a"
    assert embed.description.startswith("> The a lighthousea keepersa")
    assert len(chosen.channel().calls) == 1


async def test_what_was_there_before_the_channel_was_chosen_is_not_announced(chosen):
    await chosen.check(3)
    assert chosen.channel().calls == []


async def test_nobody_is_pinged_and_a_nonce_fits_what_discord_takes(chosen):
    chosen.add("a")
    await chosen.check(2)
    (message,) = chosen.channel().calls
    assert message["allowed_mentions"].to_dict() == {"parse": []}
    assert 0 < len(message["nonce"]) <= 25


async def test_an_article_waits_until_a_look_finds_nothing_newer(chosen):
    chosen.add("a")
    await chosen.check()
    chosen.add("b")
    await chosen.check()
    assert chosen.titles() == []
    await chosen.check()
    assert chosen.titles() == ["2 new articles"]


async def test_where_articles_never_stop_coming_they_are_announced_every_eight_looks(chosen):
    for number in range(16):
        chosen.add(f"a{number}")
        await chosen.check()
    assert chosen.titles() == ["8 new articles", "8 new articles"]
    assert "About a8" in chosen.channel().embeds[1].description


async def test_of_an_archive_the_first_ten_are_named_and_the_rest_counted(chosen):
    chosen.add(*(f"a{number}" for number in range(23)))
    await chosen.check(3)
    (embed,) = chosen.channel().embeds
    assert embed.title == "23 new articles"
    assert embed.description.count("**About a") == 10
    assert embed.footer.text == "And 13 more: /digest"


async def test_each_further_article_has_its_message(chosen):
    for name in "ab":
        chosen.add(name)
        await chosen.check(3)
    assert chosen.titles() == ["About a", "About b"]


async def test_corrections_and_removals_are_not_announced(chosen):
    chosen.add("old", words="Other words of {0} altogether.")
    chosen.add("gone")
    chosen.articles().remove("gone")
    await chosen.check(3)
    assert chosen.channel().calls == []
    assert chosen.library.due_announcements() == {}


async def test_a_restart_while_articles_are_waited_for_loses_and_doubles_nothing(chosen):
    chosen.add("a")
    await chosen.check()
    chosen.restart()
    await chosen.check(3)
    chosen.restart()
    await chosen.check(3)
    assert chosen.titles() == ["About a"]


@pytest.mark.parametrize("taken", [True, False])
async def test_a_crash_while_sending_loses_and_doubles_nothing(chosen, taken):
    chosen.channel().fails = [(taken, asyncio.CancelledError())]
    chosen.add("a")
    await chosen.check(2)
    chosen.add("b")
    chosen.restart()
    await chosen.check(4)
    assert chosen.titles() == ["About a", "About b"]
    first, again, _ = chosen.channel().calls
    assert first["nonce"] == again["nonce"]


async def test_what_is_cut_short_at_closing_is_announced_by_the_next_process(chosen):
    chosen.add("a")
    await chosen.announcer.check()
    held = asyncio.Event()
    sending, chosen.channel().send = chosen.channel().send, lambda **_: held.wait()
    await chosen.announcer.check()
    await chosen.announcer.finish(within=0)
    assert chosen.titles() == []
    chosen.channel().send = sending
    chosen.restart()
    await chosen.check(2)
    assert chosen.titles() == ["About a"]


async def test_nothing_is_begun_while_the_bot_closes(chosen):
    chosen.add("a")
    await chosen.check()
    await chosen.desk.finish(0)
    await chosen.check(3)
    assert chosen.channel().calls == []


class BrokenAnnouncements(Announcements):
    """Announcements that cannot be marked as sent while the library is ``broken``."""

    def __init__(self, library, real):
        self.library, self.real = library, real

    def mark_started(self, announcement):
        self.real.mark_started(announcement)

    def mark_sent(self, announcement):
        if self.library.broken:
            raise StoreError("The disk is full.")
        self.real.mark_sent(announcement)


class BrokenLibrary:
    """A library whose announcements cannot be marked as sent while it is ``broken``."""

    def __init__(self, library):
        self.library, self.broken = library, True

    def due_announcements(self):
        if self.broken == "altogether":
            raise StoreError("The disk is full.")
        return self.library.due_announcements()

    def server(self, name):
        server = self.library.server(name)
        announcements = BrokenAnnouncements(self, server.state.announcements)
        return Server(server.articles, replace(server.state, announcements=announcements))


async def test_what_cannot_be_noted_is_not_sent_again(chosen, caplog):
    chosen.add("a")
    library = BrokenLibrary(chosen.library)
    chosen.announcer = Announcer(
        Responder(library, FakeIngest(library), chosen.lanes), chosen.guilds.get
    )
    await chosen.check(4)
    assert len(chosen.channel().calls) == 1
    assert caplog.text.count("The disk is full.") == 1
    library.broken = False
    await chosen.check()
    assert chosen.library.due_announcements() == {}
    assert len(chosen.channel().calls) == 1


async def test_a_store_that_fails_is_logged_once_and_looked_at_again(chosen, caplog):
    chosen.add("a")
    library = BrokenLibrary(chosen.library)
    chosen.announcer = Announcer(
        Responder(library, FakeIngest(library), chosen.lanes), chosen.guilds.get
    )
    library.broken = "altogether"
    await chosen.check(3)
    assert caplog.text.count("The disk is full.") == 1
    library.broken = False
    await chosen.check(2)
    assert chosen.titles() == ["About a"]


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_what_discord_refuses_is_logged_once_and_left_out(chosen, caplog, status):
    chosen.channel().fails = [(False, refusal(status))] * 2
    for name in "ab":
        chosen.add(name)
        await chosen.check(3)
    assert caplog.text.count("Missing Permissions") == 1
    assert "guild-11" in caplog.text
    chosen.add("c")
    await chosen.check(2)
    assert chosen.titles() == ["About c"]
    assert len(chosen.channel().calls) == 3


async def test_a_failure_that_may_pass_leaves_nothing_out(chosen):
    chosen.channel().fails = [(False, refusal(401))]
    chosen.add("a")
    await chosen.check(4)
    assert chosen.titles() == ["About a"]


@pytest.mark.parametrize("lacking", ["view_channel", "send_messages", "embed_links"])
async def test_without_permission_nothing_is_sent_and_the_log_says_so_once(chosen, caplog, lacking):
    channel = chosen.channel()
    channel.permissions = discord.Permissions(**{**dict(ALLOWED), lacking: False})
    assert find_announce_problem(channel) == texts.NEWS_NOT_ALLOWED
    for name in "ab":
        chosen.add(name)
        await chosen.check(3)
    assert channel.calls == []
    assert caplog.text.count(texts.NEWS_NOT_ALLOWED) == 1
    assert chosen.library.due_announcements() == {}
    channel.permissions = ALLOWED
    chosen.add("c")
    await chosen.check(2)
    assert chosen.titles() == ["About c"]


async def test_a_channel_that_is_gone_is_told_of_and_nothing_piles_up(chosen, caplog):
    chosen.guilds[GUILD].channels.clear()
    chosen.add("a")
    await chosen.check(3)
    assert texts.NEWS_CHANNEL_DELETED in caplog.text
    assert chosen.library.due_announcements() == {}


def test_where_a_channel_is_fine_there_is_nothing_to_say(world):
    assert find_announce_problem(world.channel()) is None
    assert find_announce_problem(None) == texts.NEWS_CHANNEL_DELETED


async def test_another_servers_channel_gets_nothing(world):
    world.choose(GUILD, NEWS + OTHER)
    world.choose(OTHER)
    world.add("secret")
    await world.check(3)
    assert world.channel(OTHER).calls == []
    assert world.channel(GUILD).calls == []
    assert world.library.due_announcements() == {}


async def test_each_server_is_told_of_its_own_articles_alone(world):
    for guild in (GUILD, OTHER):
        world.choose(guild)
        world.add(f"of{guild}", guild=guild)
    await world.check(3)
    assert (world.titles(GUILD), world.titles(OTHER)) == (["About of11"], ["About of12"])


async def test_one_servers_failure_costs_no_other(world, caplog):
    for guild in (GUILD, OTHER):
        world.choose(guild)
        world.add("a", guild=guild)
    world.channel(GUILD).fails = [(True, RuntimeError("disk on fire"))] * 9
    with caplog.at_level(logging.ERROR):
        await world.check(4)
    assert world.titles(OTHER) == ["About a"]
    assert len(caplog.records) == 1
    assert "reference" in caplog.text
    assert len(world.channel(GUILD).calls) == 1  # it may have been taken


async def test_one_servers_delay_costs_no_other(world):
    for guild in (GUILD, OTHER):
        world.choose(guild)
        world.add("a", guild=guild)
    held = asyncio.Event()
    world.channel(GUILD).send = lambda **_: held.wait()
    await world.announcer.check()
    await world.announcer.check()
    await world.channel(OTHER).arrived.wait()
    await world.announcer.check()
    held.set()
    await world.announcer.finish(within=30)
    assert world.titles(OTHER) == ["About a"]


@pytest.mark.parametrize("absent", ["unavailable", "unknown"])
async def test_a_server_that_is_out_of_reach_is_waited_for(chosen, absent):
    guild = chosen.guilds[GUILD]
    if absent == "unknown":
        del chosen.guilds[GUILD]
    guild.unavailable = absent == "unavailable"
    chosen.add("a")
    await chosen.check(12)
    assert guild.channels[NEWS + GUILD].calls == []
    guild.unavailable, chosen.guilds[GUILD] = False, guild
    await chosen.check(3)
    assert chosen.titles() == ["About a"]


async def test_what_is_no_servers_collection_is_announced_nowhere(world):
    for name in ("default", "dm-11", "guild-x"):
        articles = world.library.collection(name)
        world.library.server_state(name).announce_in(NEWS + GUILD)
        path = world._folder / "a.txt"
        path.write_text("About a ferry\n\nThe ferry left at noon.\n", encoding="utf-8")
        articles.add([path])
    await world.check(3)
    assert world.channel().calls == []


async def test_it_is_told_in_the_servers_language(chosen):
    chosen.guilds[GUILD].preferred_locale = "de"
    path = chosen._folder / "a.jsonl"
    rows = [
        {"id": n, "title": n, "text": WORDS.format(n), "date": "2020-02-03"} for n in ("x", "y")
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    chosen.articles().add([path])
    await chosen.check(2)
    assert "Februar 2020" in chosen.channel().embeds[0].description


async def test_another_channel_chosen_meanwhile_gets_what_comes_after(chosen):
    chosen.add("a")
    await chosen.check()
    other = Channel(chosen.guilds[GUILD])
    chosen.guilds[GUILD].channels[7] = other
    chosen.choose(GUILD, 7)
    chosen.add("b")
    await chosen.check(3)
    assert [each.title for each in other.embeds] == ["About b"]
    assert chosen.titles() == []


async def test_where_announcing_was_ended_meanwhile_nothing_is_set_anew(chosen):
    chosen.add("a")
    due = chosen.library.due_announcements()["guild-11"]
    assert isinstance(due, PendingAnnouncement)
    chosen.state().announce_in(None)
    chosen.state().announcements.mark_sent(due)
    assert chosen.state().settings.get().announced is None
