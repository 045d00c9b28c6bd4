"""A server's articles kept by its editors: feeds, a reindex, and lists with pages."""

import json

import pytest

from tests.acceptance.discord.bot import BotProcess
from tests.acceptance.discord.newsstand import FakeWebServer
from tests.acceptance.discord.scene import AttachedFile, Scene
from tests.acceptance.discord.world import EDITOR, OTHER_GUILD, READER
from tests.corpus.web.webs import build_feed, build_page


@pytest.fixture
def stand():
    with FakeWebServer() as stand:
        yield stand


@pytest.fixture
def begun(discord, settings):
    with BotProcess(discord, **settings) as bot:
        yield Scene(discord, bot.wait_until_ready())


@pytest.fixture
def harbour(scene):
    return scene.in_guild(OTHER_GUILD)


def use(scene, words, **options):
    return scene.wait_for_answer(scene.command(words, by=EDITOR, **options))


def gazette(stand, *titles):
    """A feed with pages of these headlines, each on a host of its own; its address."""
    items = []
    for number, title in enumerate(titles):
        name = f"page{number}.example/story"
        body = f"{title}. The harbour of Port Ellery was closed when it began. Nobody was hurt."
        items.append({"title": title, "link": stand.put(name, build_page(title, body).decode())})
    return stand.put("gazette.example/feed", build_feed(*items).decode())


def test_a_feed_is_read_when_it_is_followed_and_a_reindex_takes_what_it_has(begun, stand):
    harbour = begun.in_guild(OTHER_GUILD)
    url = gazette(stand, "Ice breaks a crane", "Fog returns", "Gulls leave")
    stand.pages["page2.example/story"] = 403
    told = use(harbour, "feeds add", url=url)
    assert "(Port Gazette), which lists 3 entries" in told.text
    busy = use(harbour, "feeds add", url=stand.put("busy.example/feed", 503))
    assert "although it could not be read" in busy.text
    asked = harbour.command("reindex", by=EDITOR)
    report = harbour.wait_for_answer(asked)
    begun.bot.wait(lambda: "Reindexed" in report.text, "the result of the reindex")
    assert "Reindexed 2 articles" in report.text
    assert "busy.example" in report.text
    assert "Its server failed (status 503)" in report.text
    assert "page2.example" in report.text
    assert "Its server does not allow Byline to read it" in report.text
    listed = use(harbour, "articles list").text
    assert "Ice breaks a crane" in listed
    assert "Fog returns" in listed
    assert stand.requests.count("page0.example/story") == 1
    assert any("feed" in str(version["embeds"]) for version in report.versions)
    assert begun.bot.stop() == 0
    assert "Traceback" not in begun.bot.log


@pytest.mark.parametrize(
    ("name", "found", "reason"),
    [
        ("paper.example/front", build_page("The Paper").decode(), "It is not a feed"),
        ("paper.example/gone", 404, "There is nothing at this address"),
        ("paper.example/closed", 403, "Its server does not allow Byline to read it"),
    ],
)
def test_what_can_never_be_read_is_not_followed(harbour, stand, name, found, reason):
    told = use(harbour, "feeds add", url=stand.put(name, found))
    assert told.ephemeral
    assert "is not followed" in told.text
    assert reason in told.text
    assert "follows no feeds" in use(harbour, "feeds list").text


@pytest.mark.parametrize("url", ["http://127.0.0.1/feed", "http://[::1]/", "http://10.0.0.8/feed"])
def test_a_private_address_is_not_followed(harbour, url):
    told = use(harbour, "feeds add", url=url)
    assert "not an address of the public internet" in told.text
    assert "follows no feeds" in use(harbour, "feeds list").text


def test_lists_are_turned_by_buttons_that_outlive_a_restart(discord, settings):
    rows = [
        {"title": f"Story {n:02}", "text": f"Ship {n} came on Monday.", "date": "2021-03-04"}
        for n in range(12)
    ]
    file = AttachedFile("many.jsonl", "\n".join(map(json.dumps, rows)).encode())
    with BotProcess(discord, **settings) as bot:
        harbour = Scene(discord, bot.wait_until_ready(), OTHER_GUILD)
        assert "Added 12 articles" in use(harbour, "articles add", file=file).text
        listed = use(harbour, "articles list")
        digest = harbour.wait_for_answer(harbour.command("digest", since="2021-03-01"))
        assert not digest.ephemeral
        bot.stop()
    assert "Page 1 of 2" in listed.text
    with BotProcess(discord, **settings) as bot:
        harbour = Scene(discord, bot.wait_until_ready(), OTHER_GUILD)
        refused = harbour.wait_for_answer(harbour.press(listed, listed.buttons[1], by=READER))
        assert "Manage Server" in refused.text
        turned = harbour.press(listed, listed.buttons[1], by=EDITOR)
        assert harbour.wait_for_answer(turned) is listed
        assert "Page 2 of 2 · 12 articles" in listed.text
        public = digest.text
        shown = harbour.wait_for_answer(harbour.press(digest, digest.buttons[1], by=READER))
        assert shown.ephemeral
        assert "New since 1 March 2021" in shown.text
        assert "Page 2 of 2" in shown.text
        assert digest.text == public
        back = harbour.press(shown, shown.buttons[0], by=READER)
        assert harbour.wait_for_answer(back) is shown
        assert "Page 1 of 2" in shown.text
        stranger = harbour.in_guild(None)
        elsewhere = stranger.wait_for_answer(stranger.press(digest, digest.buttons[1], by=READER))
        assert "Story" not in elsewhere.text
        assert "Traceback" not in bot.log


def test_a_reindex_that_asks_feeds_is_left_when_the_bot_stops(begun, stand):
    links = [f"page.example/{number}" for number in range(9)]  # one host: five seconds each
    items = [{"title": link, "link": stand.put(link, 503)} for link in links]
    url = stand.put("gazette.example/feed", build_feed(*items).decode())
    assert "Following" in use(begun, "feeds add", url=url).text
    asked = begun.command("reindex", by=EDITOR)
    begun.bot.wait(lambda: "page.example/0" in stand.requests, "the first page is asked for")
    assert begun.bot.stop() == 0
    assert "I am restarting" in begun.wait_for_answer(asked).text
    assert "page.example/8" not in stand.requests
    assert "Traceback" not in begun.bot.log
