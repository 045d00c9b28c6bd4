"""Feeds that a server follows, in a simulated Discord, with the real store and a web of our own."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord import Env

from bot.bootstrap import Services
from bot.discord.client import BylineClient
from bot.discord.handlers import feeds
from bot.discord.options import DiscordOptions
from bot.discord.render import article_texts, embeds
from bot.ingest.service import IngestService, SubscriptionPoller
from bot.library import Library
from bot.settings import Settings
from corpus.store.database import Database
from corpus.store.feeds import find_all_subscriptions
from corpus.store.ingest_queue import IngestQueue
from corpus.store.records import FeedSubscription, InputKind
from corpus.web import FetchedPage, FetchError
from tests.bot.discord import hostile
from tests.bot.discord.render.test_embeds import is_sound
from tests.bot.discord.test_client import Server, said
from tests.corpus.web.webs import FakeWeb, build_feed, build_page
from tests.fakes import WordReader
from tests.properties import examples

FEED = "https://port.example/feed.xml"
OTHER = "https://bay.example/rss"
ICE = "https://harbour.example/news/ice"


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb(
        {
            FEED: build_feed({"title": "Ice", "link": ICE}),
            ICE: build_page("Ice closes the harbour"),
            OTHER: FetchError("Its server failed. Try again later.", is_transient=True),
        }
    )


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def services(own: Settings, embedder: object, web: FakeWeb) -> Iterator[Services]:
    database = Database.in_folder(own.data_dir)
    services = Services(own, database, embedder, WordReader(), make_fetcher=lambda: web)
    yield services
    services.library.close()


@pytest.fixture
def library(services: Services) -> Library:
    return services.library


@pytest.fixture
def ingest(services: Services) -> IngestService:
    return services.ingest


@pytest.fixture
def simcord_bot(library: Library, tmp_path: Path, ingest: IngestService) -> BylineClient:
    return BylineClient(library, ingest, DiscordOptions(data_dir=tmp_path))


@pytest.fixture
def server(simcord_env: Env, library: Library) -> Server:
    return Server(simcord_env, library)


@pytest.fixture
def queue(own: Settings, server: Server) -> IngestQueue:
    return IngestQueue(Database.in_folder(own.data_dir), server.articles.name)


@pytest.fixture
def watcher(own: Settings, ingest: IngestService) -> SubscriptionPoller:
    find_subscriptions = partial(find_all_subscriptions, Database.in_folder(own.data_dir))
    return SubscriptionPoller(find_subscriptions, ingest.build_round)


async def use(server: Server, command: str, **options: object) -> str:
    result = await server.editor.slash(server.channel, f"feeds {command}", **options)
    assert result.ephemeral
    return said(result).strip()


async def test_what_a_followed_feed_names_comes_into_this_server_alone(
    server: Server, simcord_env: Env, library: Library, watcher: SubscriptionPoller
):
    other = Server(simcord_env, library, "elsewhere")
    await use(other, "add", url=OTHER)
    assert (await use(server, "add", url=f" {FEED} ")).startswith("Following https\\://port")
    watcher.run_round(lambda: False)
    assert [each.title for each in server.articles.articles()] == ["Ice closes the harbour"]
    assert other.articles.articles() == []
    assert "port.example" not in await use(other, "list")


async def test_the_list_says_what_is_wrong_with_a_feed(server: Server, watcher: SubscriptionPoller):
    assert await use(server, "list") == article_texts.NO_FEEDS
    for url in (FEED, OTHER):
        await use(server, "add", url=url)
    watcher.run_round(lambda: False)
    assert hostile.unescape(await use(server, "list")) == (
        f"Feeds\n• {OTHER} (Its server failed. Try again later.)\n• {FEED}"
    )


async def test_a_feed_is_read_at_once_and_not_again_for_its_pages(
    server: Server, queue: IngestQueue, watcher: SubscriptionPoller, web: FakeWeb
):
    web.pages[FEED] = FetchedPage(FEED, web.pages[FEED], etag='"v1"')
    told = hostile.unescape(await use(server, "add", url=FEED))
    assert told.startswith(f"Following {FEED} (Port Gazette), which lists 1 entry.")
    assert web.requests == [FEED]
    watcher.run_round(lambda: False)
    assert web.requests == [FEED, ICE]
    assert queue.find_feed(FEED).etag == '"v1"'


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (build_page("The Port Gazette"), "It is not a feed. Give an RSS or Atom feed."),
        (FetchError("There is nothing at this address. Check it."), "There is nothing at this"),
        (FetchError("Its host is not on the public internet."), "Its host is not on the public"),
    ],
)
async def test_what_can_never_be_read_is_refused_and_not_followed(
    server: Server, queue: IngestQueue, web: FakeWeb, found: object, reason: str
):
    web.pages[FEED] = found
    told = hostile.unescape(await use(server, "add", url=FEED))
    assert told.startswith(f"“{FEED}” is not followed. {reason}")
    assert server.state.feeds.all() == []
    assert queue.find_failed() == []


async def test_what_cannot_be_read_for_now_is_followed_and_tried_again(
    server: Server, queue: IngestQueue
):
    told = hostile.unescape(await use(server, "add", url=OTHER))
    assert told.startswith(f"Following {OTHER}, although it could not be read: Its server failed.")
    assert [each.url for each in server.state.feeds.all()] == [OTHER]
    assert queue.find_feed(OTHER).failures == 1


async def test_a_feed_that_is_added_again_is_read_from_the_start(
    server: Server, queue: IngestQueue, watcher: SubscriptionPoller, web: FakeWeb
):
    await use(server, "add", url=FEED)
    web.pages[ICE] = FetchError("It is gone.")
    watcher.run_round(lambda: False)
    (aside,) = queue.find_failed()
    await use(server, "add", url=FEED)
    (waiting,) = queue.find_items(InputKind.PAGE)
    assert (aside.input, waiting.input, waiting.next_at is not None) == (ICE, ICE, True)


async def test_a_reindex_takes_what_feeds_have_and_tells_what_failed(server: Server):
    for url in (FEED, OTHER):
        server.state.feeds.add(url, feeds.MAX_FEEDS)
    result = await server.editor.slash(server.channel, "reindex")
    assert result.ephemeral
    assert hostile.unescape(said(result).strip()) == (
        "Reindexed 1 article, 1 passage; 1 newly embedded.\nAdded 1 article.\n\n"
        f"Could not read **{OTHER}**. Its server failed. Try again later."
    )


async def test_a_feed_is_left_by_what_autocomplete_offers(
    server: Server, watcher: SubscriptionPoller, web: FakeWeb
):
    for url in (FEED, OTHER):
        await use(server, "add", url=url)
    (offered,) = await server.editor.autocomplete(server.channel, "feeds remove", "feed", "PORT")
    assert offered["name"] == FEED
    assert "No longer following" in await use(server, "remove", feed=offered["value"])
    watcher.run_round(lambda: False)
    assert web.requests == [FEED, OTHER]
    assert await use(server, "remove", feed=FEED) == article_texts.NO_SUCH_FEED
    assert "No longer following" in await use(server, "remove", feed=OTHER)
    assert await use(server, "list") == article_texts.NO_FEEDS


async def test_a_feed_of_another_server_is_none_here(
    server: Server, simcord_env: Env, library: Library
):
    other = Server(simcord_env, library, "elsewhere")
    await use(server, "add", url=FEED)
    (offered,) = await server.editor.autocomplete(server.channel, "feeds remove", "feed", "")
    assert await other.editor.autocomplete(other.channel, "feeds remove", "feed", "") == []
    for reference in (offered["value"], FEED):
        assert await use(other, "remove", feed=reference) == article_texts.NO_SUCH_FEED
    assert FEED in hostile.unescape(await use(server, "list"))


async def test_a_server_follows_so_many_feeds_at_most(server: Server, web: FakeWeb):
    for number in range(feeds.MAX_FEEDS):
        server.state.feeds.add(f"https://port.example/{number}", feeds.MAX_FEEDS)
    assert await use(server, "add", url=FEED) == article_texts.format_too_many_feeds(
        feeds.MAX_FEEDS
    )
    assert web.requests == []
    web.pages["https://port.example/3"] = web.pages[FEED]
    assert "Following" in await use(server, "add", url="https://port.example/3")
    assert len(server.state.feeds.all()) == feeds.MAX_FEEDS


@pytest.mark.parametrize("url", ["/etc", "file:///etc/passwd", "https://me@port.example/"])
async def test_what_is_no_web_address_is_not_followed(server: Server, simcord_env: Env, url: str):
    assert "was not fetched." in await use(server, "add", url=url)
    assert server.state.feeds.all() == []
    assert len(simcord_env.errors) == 1


@pytest.mark.parametrize(
    ("command", "options"), [("add", {"url": FEED}), ("list", {}), ("remove", {"feed": FEED})]
)
async def test_a_member_without_manage_server_is_refused(
    server: Server, simcord_env: Env, command: str, options: dict[str, str]
):
    server.state.feeds.add(OTHER, 9)
    result = await server.member.slash(server.channel, f"feeds {command}", **options)
    assert result.ephemeral
    assert said(result).strip() == article_texts.NEED_MANAGE_SERVER
    assert [each.url for each in server.state.feeds.all()] == [OTHER]
    assert await server.member.autocomplete(server.channel, "feeds remove", "feed", "") == []
    assert len(simcord_env.errors) == 1


@examples(30)
@given(
    st.lists(st.tuples(hostile.long_text, st.none() | hostile.long_text), max_size=feeds.MAX_FEEDS)
)
def test_any_list_of_feeds_keeps_the_limits_and_stays_text(known: list[tuple[str, str | None]]):
    assert is_sound(feeds.render_feeds([FeedSubscription(*each) for each in known]))


@examples(30)
@given(hostile.long_text, hostile.long_text)
def test_any_sentence_of_a_feed_keeps_the_limits_and_stays_text(url: str, words: str):
    assert is_sound(embeds.render_notice(article_texts.format_followed(url, words, 10**9)))
    assert is_sound(embeds.render_notice(article_texts.format_followed_unread(url, words)))
    assert is_sound(embeds.render_problem(article_texts.format_not_followed(url, words)))
    assert is_sound(embeds.render_notice(article_texts.format_unfollowed(url)))
