"""Articles of every format, from the web, and pasted; removal that asks first. The real store."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest
from hypothesis import given
from simcord import Env

from bot.bootstrap import Services
from bot.discord.client import BylineClient
from bot.discord.components.custom_ids import Button, Screen, parse_custom_id
from bot.discord.components.views import to_message_kwargs
from bot.discord.handlers import articles as handlers
from bot.discord.handlers.articles import Removal, parse_removal
from bot.discord.options import DiscordOptions
from bot.discord.render import article_texts, embeds
from bot.library import Library
from bot.settings import Settings
from corpus.store.database import Database
from corpus.web import FetchError
from tests.bot.articles import FERRY
from tests.bot.discord import hostile
from tests.bot.discord.fakes import FakeCollection, FakeIngest, build_line
from tests.bot.discord.render.test_embeds import is_sound
from tests.bot.discord.test_client import Server, said
from tests.corpus.web.webs import FakeWeb, build_feed, build_page
from tests.fakes import WordReader
from tests.properties import examples

ICE = "https://port.example/news/ice"
SAIL = "https://port.example/news/ferry"
FEED = "https://port.example/feed.xml"
PASTED = {
    "title": "Ice closes the harbour",
    "author": "Ilse Brandt",
    "source": "Port Gazette",
    "date": "5 October 2012",
    "text": "The harbour was closed on Monday after the ice broke two cranes.",
}


@pytest.fixture
def web() -> FakeWeb:
    return FakeWeb({})


@pytest.fixture
def library(tmp_path: Path, embedder: object, web: FakeWeb) -> Iterator[Library]:
    own = Settings(data_dir=tmp_path / "data")
    database = Database.in_folder(own.data_dir)
    library = Services(own, database, embedder, WordReader(), make_fetcher=lambda: web).library
    yield library
    library.close()


@pytest.fixture
def options(tmp_path: Path) -> DiscordOptions:
    return DiscordOptions(data_dir=tmp_path)


@pytest.fixture
def server(simcord_env: Env, library: Library) -> Server:
    return Server(simcord_env, library)


def titles(server: Server) -> list[str]:
    return [each.title for each in server.articles.articles()]


async def add(server: Server, **options: object) -> object:
    return await server.editor.slash(server.channel, "articles add", **options)


def buttons(result: object) -> dict[str, str]:
    """The custom ids under a message, by what is written on them."""
    rows = result.response.message.components
    return {each.label: each.custom_id for row in rows for each in row.children}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ice.html", build_page("Ice closes the harbour")),
        ("ice.HTM", build_page("Ice closes the harbour")),
        ("ice.md", b"# Ice closes the harbour\n\nThe harbour was closed on Monday.\n"),
        ("ice.txt", b"Ice closes the harbour\n\nThe harbour was closed on Monday.\n"),
        ("ice.ndjson", b'{"title": "Ice closes the harbour", "text": "It was closed."}\n'),
        (
            "ice.xml",
            build_feed({"title": "Ice closes the harbour", "link": ICE, "description": "Shut."}),
        ),
    ],
)
async def test_an_attachment_of_any_format_that_is_read_is_taken(
    server: Server, name: str, content: bytes
):
    result = await add(server, file=(name, content))
    assert result.ephemeral
    assert said(result).strip() == "Added 1 article."
    assert titles(server) == ["Ice closes the harbour"]


async def test_an_attachment_that_is_not_what_it_is_called_costs_a_sentence(server: Server):
    result = await add(server, file=("ice.pdf", b"It is text."))
    assert "Refused **ice.pdf**. It is named as a PDF, but is not one." in said(result)


async def test_a_page_is_fetched_by_its_address(server: Server, web: FakeWeb):
    web.pages = {ICE: build_page("Ice closes the harbour")}
    result = await add(server, url=f" {ICE} ")
    assert result.ephemeral
    assert said(result).strip() == "Added 1 article."
    assert [each.url for each in server.articles.articles()] == [ICE]


async def test_a_feed_brings_the_articles_that_it_names(server: Server, web: FakeWeb):
    web.pages = {
        FEED: build_feed({"title": "Ice", "link": ICE}, {"title": "Gone", "link": f"{ICE}/gone"},
                   {"title": "Ferry", "link": SAIL}),
        ICE: build_page("Ice closes the harbour"),
        SAIL: build_page("A ferry sails", "A ferry sailed to Hollow Island with 20 people."),
    }  # fmt: skip
    result = await add(server, url=FEED)
    assert "Added 2 articles." in said(result)
    assert "There is nothing at this address." in said(result)
    assert set(titles(server)) == {"Ice closes the harbour", "A ferry sails"}


async def test_a_page_that_cannot_be_had_is_refused_with_the_reason(server: Server, web: FakeWeb):
    web.pages = {ICE: FetchError("Its server cannot be reached.", is_transient=True)}
    result = await add(server, url=ICE)
    assert said(result).strip().startswith("Nothing was added.")
    assert "Its server cannot be reached." in said(result)


@pytest.mark.parametrize(
    "url",
    ["/etc", ".", "~", "file:///etc/passwd", "ftp://port.example/a", "https://me@port.example/"],
)
async def test_what_is_no_web_address_is_never_taken_for_a_path(
    server: Server, simcord_env: Env, web: FakeWeb, url: str
):
    result = await add(server, url=url)
    assert result.ephemeral
    assert "was not fetched." in said(result)
    assert (web.requests, titles(server)) == ([], [])
    assert len(simcord_env.errors) == 1


async def test_a_file_and_an_address_at_once_are_refused(server: Server, simcord_env: Env):
    result = await add(server, url=ICE, file=("a.txt", b"x"))
    assert said(result).strip() == article_texts.FILE_OR_ADDRESS
    assert len(simcord_env.errors) == 1


async def test_text_is_pasted_into_a_form_with_what_is_known_of_it(server: Server):
    sent = await server.editor.submit_modal(await add(server), PASTED)
    assert sent.ephemeral
    assert said(sent).strip() == "Added 1 article."
    (known,) = server.articles.articles()
    assert (known.title, known.author, known.source) == (
        "Ice closes the harbour", "Ilse Brandt", "Port Gazette",
    )  # fmt: skip
    assert known.published.isoformat() == "2012-10-05"
    assert server.articles.article(known.id).text == PASTED["text"]


async def test_text_alone_is_enough(server: Server):
    await server.editor.submit_modal(await add(server), {"text": "Ice closed the harbour."})
    assert len(titles(server)) == 1


async def test_a_date_that_is_none_is_told_before_anything_is_kept(server: Server):
    sent = await server.editor.submit_modal(await add(server), PASTED | {"date": "last *week*"})
    assert "“last \\*week\\*” is not a date." in said(sent)
    assert titles(server) == []


async def test_a_form_outlives_a_restart(
    server: Server, simcord_env: Env, library: Library, options: DiscordOptions, ingest: FakeIngest
):
    form = await add(server)
    await simcord_env.restart_bot(BylineClient(library, ingest, options))
    await server.editor.submit_modal(form, PASTED)
    assert titles(server) == ["Ice closes the harbour"]


async def test_a_form_sent_by_who_may_no_longer_manage_the_server_is_refused(
    server: Server, simcord_env: Env
):
    form = await add(server)
    role = server.guild.roles["editors"]
    simcord_env.backend.remove_member_role(server.guild.id, server.editor.id, role.id)
    sent = await server.editor.submit_modal(form, PASTED)
    assert said(sent).strip() == article_texts.NEED_MANAGE_SERVER
    assert sent.ephemeral
    assert titles(server) == []


class TestRemoval:
    @pytest.fixture
    def server(self, simcord_env: Env, library: Library) -> Server:
        server = Server(simcord_env, library)
        server.articles.add_document("ferry.txt", FERRY.encode())
        server.articles.add_document("rain.txt", b"Rain at last\n\nIt rained on Tuesday.")
        return server

    async def asked(self, server: Server, article: str = "Rain at last") -> object:
        return await server.editor.slash(server.channel, "articles remove", article=article)

    async def copied(self, server: Server, env: Env, wanted: Removal) -> object:
        screen = Screen(discord.Embed(title="copied"), ((Button(wanted, "press me"),),))
        await env.bot.get_channel(server.channel.id).send(**to_message_kwargs(screen))
        return server.channel.last_message

    async def test_it_asks_first(self, server: Server):
        result = await self.asked(server)
        assert result.ephemeral
        assert "Remove **Rain at last** and all its versions?" in said(result)
        assert list(buttons(result)) == [article_texts.REMOVE, article_texts.KEEP]
        assert len(titles(server)) == 2

    async def test_it_removes_when_told_to_and_its_buttons_go(self, server: Server):
        result = await self.asked(server)
        told = await server.editor.click(
            result.response.message, custom_id=buttons(result)[article_texts.REMOVE]
        )
        assert said(told).strip() == "Removed **Rain at last**."
        assert (told.response.id, told.response.message.components) == (result.response.id, [])
        assert "Rain at last" not in titles(server)
        assert len(titles(server)) == 1

    async def test_it_keeps_when_told_to(self, server: Server):
        result = await self.asked(server)
        told = await server.editor.click(
            result.response.message, custom_id=buttons(result)[article_texts.KEEP]
        )
        assert said(told).strip() == article_texts.NOTHING_REMOVED
        assert told.response.message.components == []
        assert len(titles(server)) == 2

    async def test_it_outlives_a_restart(
        self,
        server: Server,
        simcord_env: Env,
        library: Library,
        options: DiscordOptions,
        ingest: FakeIngest,
    ):
        result = await self.asked(server)
        await simcord_env.restart_bot(BylineClient(library, ingest, options))
        await server.editor.click(
            result.response.message, custom_id=buttons(result)[article_texts.REMOVE]
        )
        assert "Rain at last" not in titles(server)

    async def test_an_article_that_is_gone_by_then_is_told_of(self, server: Server):
        result = await self.asked(server)
        server.articles.remove("Rain at last")
        told = await server.editor.click(
            result.response.message, custom_id=buttons(result)[article_texts.REMOVE]
        )
        assert said(told).strip() == article_texts.NO_ARTICLE_TO_REMOVE
        assert len(titles(server)) == 1

    async def test_only_the_asker_can_press_it(self, server: Server, simcord_env: Env):
        result = await self.asked(server)
        wanted = parse_removal(buttons(result)[article_texts.REMOVE])
        message = await self.copied(server, simcord_env, wanted)
        other = server.guild.add_member(
            simcord_env.create_user("other"), roles=[server.guild.roles["editors"]]
        )
        told = await other.click(message, custom_id=wanted.custom_id)
        assert said(told).strip() == article_texts.NO_ARTICLE_TO_REMOVE
        assert told.ephemeral
        refused = await server.member.click(message, custom_id=wanted.custom_id)
        assert said(refused).strip() == article_texts.NEED_MANAGE_SERVER
        assert refused.ephemeral
        assert len(titles(server)) == 2

    async def test_copied_to_another_server_it_removes_nothing(
        self, server: Server, simcord_env: Env, library: Library
    ):
        wanted = parse_removal(buttons(await self.asked(server))[article_texts.REMOVE])
        other = Server(simcord_env, library, "elsewhere")
        message = await self.copied(other, simcord_env, wanted)
        told = await other.editor.click(message, custom_id=wanted.custom_id)
        assert said(told).strip() == article_texts.NO_ARTICLE_TO_REMOVE
        assert len(titles(server)) == 2


def test_the_buttons_of_a_removal_say_what_they_mean():
    articles = FakeCollection("gazette", [build_line("Rain"), build_line("Snow")])
    ((yes, no),) = handlers.build_removal_screen(articles, "Rain", 7).rows
    assert [parse_removal(each.target.custom_id) for each in (yes, no)] == [yes.target, no.target]
    assert (yes.target.is_confirmed, no.target.is_confirmed) == (True, False)
    assert parse_custom_id(yes.target.custom_id) is None
    assert len(yes.target.custom_id) <= 100
    assert handlers.remove_confirmed(articles, yes.target, 8) is None
    assert handlers.remove_confirmed(articles, yes.target, 7).title == "Rain"
    assert [each.title for each in articles.lines] == ["Snow"]


def test_an_article_whose_id_leads_to_another_one_is_not_removed_by_mistake():
    class Stripping(FakeCollection):
        def article(self, reference: str) -> object:
            return super().article(reference.strip())

    articles = Stripping("gazette", [build_line("Snow", id=" rain"), build_line("Rain", id="rain")])
    wanted = Removal(is_confirmed=True, key=handlers._compute_key(articles.name, " rain", 7))
    assert handlers.remove_confirmed(articles, wanted, 7) is None
    assert len(articles.lines) == 2


@pytest.mark.parametrize(
    "forged",
    ["", "byline:articles:drop:abcdefghijklmnop", "byline:articles:remove:short",
     "byline:articles:remove:abcdefghijklmnop\n", "byline:articles:remove:abcdefghijklmnoß"],
)  # fmt: skip
def test_a_forged_removal_is_none(forged: str):
    assert parse_removal(forged) is None


@examples(50)
@given(hostile.long_text)
def test_any_removal_and_refusal_keep_the_limits_and_stay_text(words: str):
    assert is_sound(handlers.render_removal_question(words))
    assert is_sound(embeds.render_problem(article_texts.format_unsupported_file(words)))
    assert is_sound(embeds.render_problem(article_texts.format_address_error(words, words)))


async def test_the_form_keeps_discords_limits():
    form = handlers.build_paste_form()
    data = form.to_dict()
    assert len(data["title"]) <= 45
    assert len(form.children) == 5
    assert all(each.max_length <= 4000 for each in form.children)
    labels = [each["label"] for row in data["components"] for each in row["components"]]
    assert all(len(each) <= 45 for each in labels)


@examples(50)
@given(hostile.text, hostile.long_text)
async def test_any_words_in_the_form_become_one_article_or_a_refusal(title: str, text: str):
    from corpus.article import Article
    from corpus.parsers import parse_bytes

    written = {"title": title, "text": text}
    fields = [{"custom_id": name, "value": value} for name, value in written.items()]
    sent = SimpleNamespace(data={"components": [{"component": each} for each in fields]})
    (read,) = parse_bytes(article_texts.PASTE_NAME, handlers.parse_paste_form(sent))
    if isinstance(read, Article):
        assert read.text == text
