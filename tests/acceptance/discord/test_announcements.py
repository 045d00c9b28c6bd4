"""New articles are announced in the channel that a server has chosen, once, whatever goes wrong."""

import asyncio
import json
import shutil
import signal
from itertools import count

import pytest

from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.server_settings import ServerSettingsStore
from tests.acceptance.byline_process import byline
from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.faults import HANG_UP, RESET, Fault
from tests.acceptance.discord.scene import AttachedFile, Scene
from tests.acceptance.discord.server import Discord
from tests.acceptance.discord.world import EDITOR, GUILD, OTHER_GUILD, channel_id

CHANNEL = channel_id(GUILD)
POST = rf"POST /channels/{CHANNEL}/messages"
NUMBER = count(1)


@pytest.fixture(scope="module")
def settings(models_dir, newsroom, tmp_path_factory):
    return chosen(models_dir, newsroom, tmp_path_factory.mktemp("announcing") / "data")


def chosen(models_dir, newsroom, folder):
    """Settings of a bot that looks for news each second; both servers have chosen one channel.

    It is the first one's: the other server has no business there.
    """
    shutil.copytree(newsroom, folder)
    database = Database.in_folder(folder)
    for place in (f"guild-{GUILD}", f"guild-{OTHER_GUILD}"):
        position = Store(database).position(place)
        set_for = ServerSettingsStore(database, place)
        set_for.change(news_channel=int(CHANNEL), announced=position)
    database.close()
    settings = {"data_dir": folder, "BYLINE_MODELS_DIR": str(models_dir)}
    return {**settings, "BYLINE_MEMBER_QUESTIONS": "0", "BYLINE_NEWS_SECONDS": "1"}


@pytest.fixture(scope="module")
def running(schema, settings):
    with Discord(schema) as server, BotProcess(server, **settings) as bot:
        yield Scene(server, bot.wait_until_ready())
        assert server.rest.complaints == []
        assert bot.stop() == 0, bot.log
        assert "Traceback" not in bot.log


def added(scene, town):
    text = f"Lamps of {town} are lit\n\nThe lamps of {town} were lit at nine on Monday evening.\n"
    file = AttachedFile(f"{town}.txt", text.encode())
    told = scene.wait_for_answer(scene.command("articles add", by=EDITOR, file=file))
    assert "Added 1 article" in told.text
    return f"Lamps of {town} are lit"


def a_town():
    return f"Berga{next(NUMBER)}"


def announced(scene, headline):
    """The messages in the channel that name an article."""
    posts = scene.discord.rest.posts
    here = [each for each in posts if each.message["channel_id"] == CHANNEL]
    return [each for each in here if headline in each.text]


def awaited(scene, headline):
    """The one message that names an article, when the next article has been announced, too."""
    scene.bot.wait(lambda: announced(scene, headline), f"the announcement of {headline}")
    following = added(scene, a_town())
    scene.bot.wait(lambda: announced(scene, following), "the announcement of the next article")
    (post,) = announced(scene, headline)
    return post


def test_an_added_article_is_announced_in_one_message(scene):
    headline = added(scene, "Arbon")
    post = awaited(scene, headline)
    assert post.message["embeds"][0]["title"] == headline
    assert "> The lamps of Arbon were lit at nine on Monday evening." in post.text
    assert post.replies_to is None


@pytest.mark.parametrize(
    "fault",
    [Fault(500), Fault(429), Fault(RESET), Fault(500, handled=True), Fault(HANG_UP, handled=True)],
    ids=lambda fault: f"{fault.outcome}{' after it was handled' if fault.handled else ''}",
)
def test_an_article_is_announced_once_after_a_failure(scene, fault):
    scene.discord.rest.faults.add(POST, fault)
    assert awaited(scene, added(scene, a_town()))
    assert scene.discord.rest.faults.left == 0


def test_where_the_bot_may_not_write_the_log_says_so_and_nothing_piles_up(scene):
    missing = {"message": "Missing Permissions", "code": 50013}
    scene.discord.rest.faults.add(POST, Fault(403, body=missing))
    lost = added(scene, a_town())
    scene.bot.wait_for_log("Missing Permissions")
    following = added(scene, a_town())
    scene.bot.wait(lambda: announced(scene, following), "the announcement of the next article")
    assert announced(scene, lost) == []


def test_another_servers_article_is_not_announced_in_this_servers_channel(scene):
    headline = added(scene.in_guild(OTHER_GUILD), a_town())
    scene.bot.wait_for_log(f"The new articles of guild-{OTHER_GUILD} are not announced")
    awaited(scene, added(scene, a_town()))
    assert announced(scene, headline) == []


def test_an_archive_that_another_process_adds_is_one_message(scene, settings, tmp_path):
    path, towns = tmp_path / "archive.jsonl", [f"Corvo{n}" for n in range(14)]
    rows = [{"title": f"About {each}", "text": f"It snowed in {each} all day."} for each in towns]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    folder, others = settings["data_dir"], {"BYLINE_MODELS_DIR": settings["BYLINE_MODELS_DIR"]}
    done = byline(folder, "add", str(path), "--collection", f"guild-{GUILD}", **others)
    assert done.returncode == 0, done.stderr
    post = awaited(scene, "14 new articles")
    assert "About Corvo0" in post.text
    assert "And 4 more: /digest" in post.text


def test_a_process_that_is_killed_while_it_announces_is_followed_by_one_message(
    schema, models_dir, newsroom, tmp_path
):
    settings = chosen(models_dir, newsroom, tmp_path / "data")
    with Discord(schema) as server:
        held = Fault(holds=asyncio.Event())
        with BotProcess(server, **settings) as bot:
            scene = Scene(server, bot.wait_until_ready())
            server.rest.faults.add(POST, Fault(HANG_UP, handled=True), held)
            headline = added(scene, a_town())
            bot.wait(lambda: server.rest.held, "the announcement is sent again")
            bot.signal(signal.SIGKILL)
            before = sent(server)
        server.run(held.release())
        with BotProcess(server, **settings) as bot:
            scene = Scene(server, bot.wait_until_ready())
            bot.wait(lambda: sent(server) > before, "the announcement is sent once more")
            awaited(scene, headline)
            assert bot.stop() == 0


def sent(server):
    """How many messages the bot has tried to write into the channel."""
    return sum(each.path == f"/channels/{CHANNEL}/messages" for each in server.rest.requests)
