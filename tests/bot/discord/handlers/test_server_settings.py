"""The settings of a server, chosen in a simulated Discord, and the bot keeping to them."""

from types import SimpleNamespace

import discord
import pytest
from simcord import Env

from bot.discord.client import BylineClient
from bot.discord.components.custom_ids import Action, Button, ButtonAction, Screen
from bot.discord.components.settings_panel import Setting, VisibleServer, build_panel
from bot.discord.components.views import to_message_kwargs
from bot.discord.handlers.server_settings import SettingChoice, parse_choice
from bot.discord.options import DiscordOptions
from bot.discord.render import article_texts
from bot.discord.render import settings_texts as texts
from bot.discord.render import texts as other_texts
from corpus.errors import StoreError
from corpus.store.records import generate_key
from corpus.store.server_settings import Length, ServerSettings
from tests.bot.discord.fakes import FakeIngest, FakeLibrary, build_line
from tests.bot.discord.scene import Server
from tests.bot.discord.test_client import said


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary) -> Server:
    server = Server(simcord_env, library)
    server.articles.lines.append(build_line("Ferry late again"))
    return server


def now(server: Server) -> ServerSettings:
    return server.state.settings.get()


async def opened(server: Server) -> object:
    return await server.editor.slash(server.channel, "settings")


async def choose(server: Server, setting: Setting, *values: object, by: object = None) -> object:
    """Open the panel as an editor, and choose; what is shown then."""
    shown = await opened(server)
    member = by or server.editor
    return await member.select(shown.response.message, values, custom_id=setting.custom_id)


async def role_for(server: Server, env: Env, name: str = "desk") -> tuple[object, object]:
    """A role that may change the articles, and a member who has it."""
    role = server.guild.create_role(name)
    holder = server.guild.add_member(env.create_user(f"{name}-holder"), roles=[role])
    await choose(server, Setting.ROLE, role)
    return role, holder


async def thread_in(env: Env, channel: object) -> object:
    parent = env.bot.get_channel(channel.id)
    if isinstance(parent, discord.ForumChannel):
        await parent.create_thread(name="a post", content="x")
    else:
        await parent.create_thread(name="a thread", type=discord.ChannelType.public_thread)
    return channel.threads[0]


class TestPanel:
    async def test_it_is_for_who_opened_it_alone_and_says_what_is_set(self, server: Server):
        result = await opened(server)
        assert result.ephemeral
        assert texts.EVERYWHERE in said(result)
        assert len(result.response.message.components) == 4

    async def test_it_is_hidden_from_members_who_may_not_manage_the_server(self, server: Server):
        assert "settings" not in server.member.available_commands(server.channel)
        assert "settings" in server.editor.available_commands(server.channel)

    async def test_a_choice_is_saved_at_once_and_shown_in_the_same_message(self, server: Server):
        shown = await opened(server)
        quiet = server.guild.create_text_channel("quiet")
        told = await server.editor.select(
            shown.response.message, [quiet], custom_id=Setting.CHANNELS.custom_id
        )
        assert told.response.id == shown.response.id
        assert f"In <#{quiet.id}>, and in their threads." in said(told)
        assert now(server).channels == (quiet.id,)

    async def test_each_menu_sets_its_own(self, server: Server, simcord_env: Env):
        forum = server.guild.create_forum_channel("forum")
        news = server.guild.create_news_channel("news")
        role = server.guild.create_role("desk")
        await choose(server, Setting.CHANNELS, server.channel, forum, news)
        await choose(server, Setting.ROLE, role)
        await choose(server, Setting.LENGTH, "long")
        told = await choose(server, Setting.NEWS, news)
        where = (server.channel.id, forum.id, news.id)
        assert now(server) == ServerSettings(where, role.id, Length.LONG, news.id, 1)
        for mention in (f"<#{forum.id}>", f"<@&{role.id}>", texts.LONG, f"<#{news.id}>."):
            assert mention in said(told)

    async def test_what_is_set_can_be_unset(self, server: Server, simcord_env: Env):
        await choose(server, Setting.CHANNELS, server.channel)
        await role_for(server, simcord_env)
        await choose(server, Setting.NEWS, server.channel)
        for each in (Setting.CHANNELS, Setting.ROLE, Setting.NEWS):
            await choose(server, each)
        assert now(server) == ServerSettings()

    async def test_it_shows_what_is_set_as_chosen(self, server: Server, simcord_env: Env):
        await choose(server, Setting.CHANNELS, server.channel)
        menu = (await opened(server)).response.message.components[0].children[0]
        assert [each.id for each in menu.default_values] == [server.channel.id]

    async def test_it_outlives_a_restart(
        self,
        server: Server,
        simcord_env: Env,
        library: FakeLibrary,
        options: DiscordOptions,
        ingest: FakeIngest,
    ):
        shown = await opened(server)
        await simcord_env.restart_bot(BylineClient(library, ingest, options))
        told = await server.editor.select(
            shown.response.message, ["short"], custom_id=Setting.LENGTH.custom_id
        )
        assert texts.SHORT in said(told)
        assert now(server).length is Length.SHORT

    async def test_nothing_of_it_is_kept_in_memory(self, server: Server, simcord_env: Env):
        await choose(server, Setting.LENGTH, "long")
        assert list(simcord_env.bot.persistent_views) == []
        assert simcord_env.bot._connection._view_store._synced_message_views == {}

    async def test_a_channel_in_which_the_bot_may_not_answer_is_told_of(self, server: Server):
        closed = discord.PermissionOverwrite(view_channel=False, embed_links=False)
        hall = server.guild.create_text_channel(
            "hall", overwrites={server.guild.default_role: closed}
        )
        told = await choose(server, Setting.CHANNELS, hall, server.channel)
        assert f"I need the View Channel permission in <#{hall.id}>." in said(told)
        assert f"I need the Embed Links permission in <#{hall.id}>." in said(told)
        assert f"in <#{server.channel.id}>." not in said(told)

    async def test_what_has_been_deleted_is_told_of_and_does_no_harm(
        self, server: Server, simcord_env: Env
    ):
        gone, news = (server.guild.create_text_channel(name) for name in ("gone", "news"))
        role, holder = await role_for(server, simcord_env)
        await choose(server, Setting.CHANNELS, gone, server.channel)
        await choose(server, Setting.NEWS, news)
        for each in (gone, news):
            simcord_env.backend.delete_channel(each.id)
        simcord_env.backend.delete_role(server.guild.id, role.id)
        await simcord_env.settle()
        told = said(await opened(server))
        assert "1 chosen channel has been deleted." in told
        assert texts.ROLE_DELETED in told
        assert texts.CHOSEN_NEWS_CHANNEL_DELETED in told
        refused = await holder.slash(server.channel, "articles list")
        assert said(refused).strip() == article_texts.NEED_MANAGE_SERVER
        assert len(simcord_env.errors) == 1

    async def test_the_role_that_all_have_cannot_be_chosen(self, server: Server, simcord_env: Env):
        role, _ = await role_for(server, simcord_env)
        told = await choose(server, Setting.ROLE, server.guild.default_role)
        assert texts.EVERYONE_ROLE_REFUSED in said(told)
        assert now(server).editor_role == role.id

    async def test_each_choice_needs_manage_server_again(self, server: Server, simcord_env: Env):
        shown = await opened(server)
        role = server.guild.roles["editors"]
        simcord_env.backend.remove_member_role(server.guild.id, server.editor.id, role.id)
        told = await server.editor.select(
            shown.response.message, ["long"], custom_id=Setting.LENGTH.custom_id
        )
        assert told.ephemeral
        assert said(told).strip() == texts.SETTINGS_NOT_PERMITTED
        assert now(server) == ServerSettings()

    async def test_who_has_the_role_may_not_change_the_settings(
        self, server: Server, simcord_env: Env
    ):
        _, holder = await role_for(server, simcord_env)
        for command in await simcord_env.bot.tree.fetch_commands():
            server.guild.set_command_permissions(command, {holder: True})
        refused = await holder.slash(server.channel, "settings")
        assert (said(refused).strip(), refused.ephemeral) == (texts.SETTINGS_NOT_PERMITTED, True)
        await simcord_env.bot.get_channel(server.channel.id).send(
            **to_message_kwargs(build_panel(now(server), VisibleServer()))
        )
        told = await holder.select(
            server.channel.last_message, ["long"], custom_id=Setting.LENGTH.custom_id
        )
        assert (said(told).strip(), told.ephemeral) == (texts.SETTINGS_NOT_PERMITTED, True)
        assert now(server).length is Length.MEDIUM
        assert len(simcord_env.errors) == 1

    async def test_it_sets_what_is_of_the_server_it_is_used_in(
        self, server: Server, simcord_env: Env, library: FakeLibrary
    ):
        other = Server(simcord_env, library, "elsewhere")
        await choose(server, Setting.CHANNELS, server.channel)
        assert now(other) == ServerSettings()
        assert f"<#{server.channel.id}>" not in said(await opened(other))


_RESOLVED = "resolved"
"""Where an interaction carries the objects whose ids were chosen."""


def sent(setting: Setting, *values: str, kind: str = "", known: tuple[str, ...] = ()) -> object:
    resolved = {kind: {each: {} for each in known}}
    data = {"custom_id": setting.custom_id, "values": list(values), _RESOLVED: resolved}
    return SimpleNamespace(data=data)


@pytest.mark.parametrize(
    "interaction",
    [
        sent(Setting.LENGTH),
        sent(Setting.LENGTH, "endless"),
        sent(Setting.LENGTH, "short", "long"),
        sent(Setting.CHANNELS, "7"),
        sent(Setting.CHANNELS, "7", kind="roles", known=("7",)),
        sent(Setting.CHANNELS, "x", kind="channels", known=("x",)),
        sent(Setting.CHANNELS, *map(str, range(26)), kind="channels",
             known=tuple(map(str, range(26)))),
        sent(Setting.NEWS, "7", "8", kind="channels", known=("7", "8")),
        sent(Setting.ROLE, "7", kind="channels", known=("7",)),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_no_choice(interaction: object):
    assert parse_choice(interaction, interaction.data["custom_id"]) is None


def test_a_choice_is_read_with_its_values():
    interaction = sent(Setting.CHANNELS, "7", "8", kind="channels", known=("7", "8"))
    assert parse_choice(interaction, Setting.CHANNELS.custom_id) == SettingChoice(
        Setting.CHANNELS, ("7", "8")
    )
    assert parse_choice(interaction, "byline:settings:token") is None


class TestChannels:
    @pytest.fixture
    async def hall(self, server: Server) -> object:
        """A channel in which questions are not answered; the server's own is the only other one."""
        await choose(server, Setting.CHANNELS, server.channel)
        return server.guild.create_text_channel("hall")

    def refusal(self, server: Server) -> str:
        return str(texts.format_elsewhere(f"<#{server.channel.id}>"))

    @pytest.mark.parametrize(
        ("command", "given"),
        [
            ("ask", {"question": "When did the ferry leave?"}),
            ("ask", {"question": "When did the ferry leave?", "private": True}),
            ("summarize", {"article": "ferry-late-again"}),
            ("summarize", {"topic": "ferry"}),
            ("digest", {}),
        ],
    )
    async def test_questions_elsewhere_are_refused_to_the_asker_alone_and_without_a_trace(
        self, server: Server, simcord_env: Env, hall: object, command: str, given: dict
    ):
        before = len(simcord_env.http_requests)
        result = await server.member.slash(hall, command, **given)
        assert said(result).strip() == self.refusal(server)
        assert result.ephemeral
        assert result.deferred is False
        callbacks = [each for each in simcord_env.http_requests[before:] if each.json]
        assert [each.json["type"] for each in callbacks if "/callback" in each.path] == [4]
        assert hall.last_message is None
        assert server.articles.questions == []
        assert len(simcord_env.errors) == 1

    async def test_the_message_menu_is_refused_too(
        self, server: Server, simcord_env: Env, hall: object
    ):
        await server.member.send(hall, "The ferry left at noon.")
        result = await server.member.context_menu(hall, "Check against articles", hall.last_message)
        assert said(result).strip() == self.refusal(server)
        assert result.ephemeral
        assert len(simcord_env.errors) == 1

    async def test_follow_up_opens_no_form_but_the_other_buttons_work(
        self, server: Server, simcord_env: Env, hall: object
    ):
        key = generate_key()
        buttons = [
            Button(ButtonAction(each, key), each.value) for each in (Action.FOLLOW, Action.SOURCES)
        ]
        screen = Screen(discord.Embed(title="an older answer"), (tuple(buttons),))
        await simcord_env.bot.get_channel(hall.id).send(**to_message_kwargs(screen))
        message = hall.last_message
        follow = await server.member.click(message, custom_id=buttons[0].target.custom_id)
        assert follow.modal is None
        assert said(follow).strip() == self.refusal(server)
        assert follow.ephemeral
        other = await server.member.click(message, custom_id=buttons[1].target.custom_id)
        assert said(other).strip() == other_texts.UNKNOWN_ANSWER

    async def test_a_mention_is_told_where_to_ask_once(
        self, server: Server, simcord_env: Env, hall: object
    ):
        for _ in range(3):
            await server.member.send(hall, f"<@{simcord_env.bot.user.id}> who won?")
        told = [each for each in hall.history() if each.author.id == simcord_env.bot.user.id]
        assert [each.content for each in told] == [self.refusal(server)]
        assert server.articles.questions == []

    async def test_questions_are_answered_where_they_may_be_asked(
        self, server: Server, simcord_env: Env, hall: object
    ):
        asked = await server.member.slash(server.channel, "ask", question="about the ferry")
        assert "At noon" in said(asked)
        await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> who won?")
        assert other_texts.NO_ANSWER in server.channel.last_message.embeds[0].description

    async def test_a_thread_counts_as_the_channel_it_is_in(
        self, server: Server, simcord_env: Env, hall: object
    ):
        inside, outside = [await thread_in(simcord_env, each) for each in (server.channel, hall)]
        asked = await server.member.slash(inside, "ask", question="about the ferry")
        assert "At noon" in said(asked)
        refused = await server.member.slash(outside, "ask", question="about the ferry")
        assert said(refused).strip() == self.refusal(server)
        for thread, words in ((inside, "who won?"), (outside, "who lost?")):
            await server.member.send(thread, f"<@{simcord_env.bot.user.id}> {words}")
        assert server.articles.questions == ["about the ferry", "who won?"]
        assert len(simcord_env.errors) == 1

    async def test_a_post_counts_as_the_forum_it_is_in(self, server: Server, simcord_env: Env):
        forum = server.guild.create_forum_channel("forum")
        await choose(server, Setting.CHANNELS, forum)
        post = await thread_in(simcord_env, forum)
        asked = await server.member.slash(post, "ask", question="about the ferry")
        assert "At noon" in said(asked)
        refused = await server.member.slash(server.channel, "ask", question="about the ferry")
        assert f"<#{forum.id}>" in said(refused)
        assert len(simcord_env.errors) == 1

    async def test_editors_work_everywhere(self, server: Server, hall: object):
        listed = await server.editor.slash(hall, "articles list")
        assert "Ferry late again" in said(listed)
        assert f"<#{server.channel.id}>" in said(await server.editor.slash(hall, "settings"))

    async def test_another_server_and_direct_messages_do_not_know_of_it(
        self, server: Server, simcord_env: Env, hall: object, library: FakeLibrary
    ):
        other = Server(simcord_env, library, "elsewhere")
        asked = await other.member.slash(other.channel, "ask", question="Who won?")
        assert other_texts.NO_ANSWER in said(asked)
        reader = simcord_env.create_user("reader")
        await reader.send_dm("who won?")
        assert other_texts.NO_ANSWER in reader.dm_channel.last_message.embeds[0].description

    async def test_a_few_channels_are_named_and_the_others_counted(
        self, server: Server, simcord_env: Env
    ):
        many = [server.guild.create_text_channel(f"room-{number}") for number in range(8)]
        await choose(server, Setting.CHANNELS, *many)
        told = said(await server.member.slash(server.channel, "ask", question="Who won?"))
        assert [f"<#{each.id}>" in told for each in many] == [True] * 5 + [False] * 3
        assert "or in one of 3 more." in told
        assert len(simcord_env.errors) == 1

    async def test_where_all_channels_are_gone_it_says_so(self, server: Server, simcord_env: Env):
        gone = server.guild.create_text_channel("gone")
        await choose(server, Setting.CHANNELS, gone)
        simcord_env.backend.delete_channel(gone.id)
        await simcord_env.settle()
        refused = await server.member.slash(server.channel, "ask", question="Who won?")
        assert said(refused).strip() == texts.CHANNELS_DELETED
        assert len(simcord_env.errors) == 1
        await choose(server, Setting.CHANNELS)
        asked = await server.member.slash(server.channel, "ask", question="Who won?")
        assert other_texts.NO_ANSWER in said(asked)

    async def test_where_the_settings_cannot_be_read_the_member_is_told(
        self, server: Server, simcord_env: Env
    ):
        def broken() -> ServerSettings:
            raise StoreError("The store cannot be read.")

        server.state.settings.get = broken
        result = await server.member.slash(server.channel, "ask", question="Who won?")
        assert said(result).strip() == "The store cannot be read."
        assert result.ephemeral
        assert len(simcord_env.errors) == 1


class TestRole:
    async def test_who_has_it_may_change_the_articles(self, server: Server, simcord_env: Env):
        _, holder = await role_for(server, simcord_env)
        server.articles.lines.append(build_line("Rain"))
        added = await holder.slash(server.channel, "articles add", file=("a.txt", b"x"))
        assert said(added).strip() == "Added 1 article."
        offered = await holder.autocomplete(server.channel, "articles remove", "article", "rain")
        assert [each["name"].split(" ·")[0] for each in offered] == ["Rain"]
        asked = await holder.slash(server.channel, "articles remove", article="rain")
        yes = asked.response.message.components[0].children[0]
        gone = await holder.click(asked.response.message, custom_id=yes.custom_id)
        assert said(gone).strip() == "Removed **Rain**."
        await holder.slash(server.channel, "reindex")
        assert server.articles.reindexed == 1

    async def test_others_are_refused_with_its_name_and_offered_nothing(
        self, server: Server, simcord_env: Env
    ):
        await role_for(server, simcord_env, "*desk* @everyone")
        for command in ("articles list", "reindex"):
            refused = await server.member.slash(server.channel, command)
            assert refused.ephemeral
            assert "or the role “\\*desk\\* \\@\u200beveryone”," in said(refused)
        for command, option in (("articles remove", "article"), ("feeds remove", "feed")):
            assert await server.member.autocomplete(server.channel, command, option, "") == []
        assert len(simcord_env.errors) == 2

    async def test_it_ends_with_the_role(self, server: Server, simcord_env: Env):
        role, holder = await role_for(server, simcord_env)
        shown = await holder.slash(server.channel, "articles add")
        simcord_env.backend.remove_member_role(server.guild.id, holder.id, role.id)
        sent = await holder.submit_modal(shown, {"text": "It rained."})
        assert "You need the Manage Server permission, or the role “desk”" in said(sent)
        assert server.articles.documents == {}

    async def test_the_role_of_another_server_is_none_here(
        self, server: Server, simcord_env: Env, library: FakeLibrary
    ):
        other = Server(simcord_env, library, "elsewhere")
        _, holder = await role_for(other, simcord_env)
        here = server.guild.add_member(simcord_env.create_user("guest"))
        assert other.state.settings.get().editor_role
        refused = await here.slash(server.channel, "articles list")
        assert said(refused).strip() == article_texts.NEED_MANAGE_SERVER
        assert "Ferry" not in said(await holder.slash(other.channel, "articles list"))
        assert len(simcord_env.errors) == 1


class TestLength:
    async def test_questions_and_summaries_are_as_long_as_is_set(
        self, server: Server, simcord_env: Env
    ):
        await server.member.slash(server.channel, "ask", question="Who won?")
        await choose(server, Setting.LENGTH, "long")
        await server.member.slash(server.channel, "ask", question="Who won?")
        await server.member.send(server.channel, f"<@{simcord_env.bot.user.id}> who won?")
        await server.member.slash(server.channel, "summarize", article="ferry-late-again")
        await server.member.slash(
            server.channel, "summarize", article="ferry-late-again", length="short"
        )
        assert server.articles.lengths == [Length.MEDIUM, Length.LONG, Length.LONG, 8, 3]
