"""The panel of settings keeps Discord's limits and tells the truth, whatever is set."""

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.components.custom_ids import Menu, MenuKind
from bot.discord.components.settings_panel import (
    MOST_CHANNELS,
    Setting,
    VisibleServer,
    build_panel,
    parse_setting,
)
from bot.discord.components.views import to_message_kwargs
from bot.discord.render import settings_texts as texts
from bot.discord.render.truncate import count_units
from corpus.store.server_settings import Length, ServerSettings
from tests.bot.discord import hostile
from tests.properties import examples

ids = st.integers(1, 2**63 - 1)
lacks = st.lists(
    st.sampled_from([texts.VIEW, texts.SEND, texts.SEND_IN_THREADS, texts.EMBED]), unique=True
).map(tuple)


@st.composite
def states(draw: st.DrawFn) -> tuple[ServerSettings, VisibleServer]:
    """What is set, of which any channel and role may have been deleted, or be closed to the bot."""
    channels = draw(st.lists(ids, unique=True, max_size=40))
    role, news = draw(st.none() | ids), draw(st.none() | ids | st.sampled_from([*channels, None]))
    now = ServerSettings(tuple(channels), role, draw(st.sampled_from(Length)), news, 1)
    there = [each for each in {*channels, news} if each and draw(st.booleans())]
    known = frozenset([role] if role and draw(st.booleans()) else [])
    return now, VisibleServer({each: draw(lacks) for each in there}, known)


def described(now: ServerSettings, seen: VisibleServer, note: str = "") -> str:
    return build_panel(now, seen, note).embed.description


def menus(now: ServerSettings, seen: VisibleServer) -> dict[Setting, Menu]:
    return {parse_setting(menu.target.custom_id): menu for (menu,) in build_panel(now, seen).rows}


@examples(60)
@given(states())
async def test_any_panel_keeps_discords_limits(state: tuple[ServerSettings, VisibleServer]):
    screen = build_panel(*state, note=texts.EVERYONE_ROLE_REFUSED)
    assert count_units(screen.embed.description) <= 4096
    assert len(screen.rows) <= 5
    sent = to_message_kwargs(screen)["view"].to_components()
    assert [len(row["components"]) for row in sent] == [1] * 4
    for row in sent:
        (menu,) = row["components"]
        assert 1 <= len(menu["custom_id"]) <= 100
        assert 1 <= count_units(menu["placeholder"]) <= 150
        assert 0 <= menu["min_values"] <= 1 <= menu["max_values"] <= 25
        assert len(menu.get("default_values", [])) <= menu["max_values"]
        assert all(1 <= count_units(option["label"]) <= 100 for option in menu.get("options", []))


@examples(60)
@given(states())
def test_only_what_is_there_is_shown_as_chosen(state: tuple[ServerSettings, VisibleServer]):
    now, seen = state
    known = menus(now, seen)
    there = [str(each) for each in now.channels if each in seen.channels]
    assert list(known[Setting.CHANNELS].chosen) == there[:MOST_CHANNELS]
    for each in (Setting.ROLE, Setting.NEWS):
        wanted = now.editor_role if each is Setting.ROLE else now.news_channel
        is_there = wanted in (seen.roles if each is Setting.ROLE else seen.channels)
        assert known[each].chosen == ((str(wanted),) if is_there else ())
    assert known[Setting.LENGTH].chosen == (now.length.value,)


def test_nothing_set_is_told_plainly():
    told = described(ServerSettings(), VisibleServer())
    assert f"**1. {texts.ANSWER_CHANNELS}**\n{texts.EVERYWHERE}" in told
    assert f"**2. {texts.EDITORS}**\n{texts.MANAGERS}" in told
    assert f"**3. {texts.LENGTH}**\n{texts.MEDIUM}" in told
    assert f"**4. {texts.NEWS}**\n{texts.NO_NEWS}" in told


def test_what_is_set_is_told_by_mentions():
    now = ServerSettings((1, 2), 3, Length.LONG, 4, 9)
    told = described(now, VisibleServer({1: (), 2: (), 4: ()}, frozenset([3])))
    assert "In <#1>, <#2>, and in their threads." in told
    assert "members with <@&3>." in told
    assert texts.LONG in told
    assert "**\nIn <#4>." in told


def test_what_was_deleted_is_told_of_and_not_mentioned():
    now = ServerSettings((1, 2), 3, news_channel=4, announced=9)
    told = described(now, VisibleServer({1: ()}))
    assert "In <#1>, and in their threads. 1 chosen channel has been deleted." in told
    assert texts.ROLE_DELETED in told
    assert texts.CHOSEN_NEWS_CHANNEL_DELETED in told
    assert texts.NOWHERE in described(now, VisibleServer())
    assert not any(f"<#{gone}>" in told or f"<@&{gone}>" in told for gone in (2, 3, 4))


def test_a_permission_that_the_bot_lacks_is_named_with_all_channels_it_lacks_it_in():
    now = ServerSettings((1, 2), news_channel=3, announced=9)
    seen = VisibleServer({1: (texts.VIEW, texts.EMBED), 2: (), 3: (texts.EMBED,)})
    told = described(now, seen)
    assert "I need the View Channel permission in <#1>." in told
    assert "I need the Embed Links permission in <#1>, <#3>." in told
    assert "Send Messages" not in told


def test_the_menus_offer_what_can_be_chosen():
    known = menus(ServerSettings(), VisibleServer())
    assert {
        each: (menu.kind, menu.min_values, menu.max_values) for each, menu in known.items()
    } == {
        Setting.CHANNELS: (MenuKind.QUESTION_CHANNELS, 0, 25),
        Setting.ROLE: (MenuKind.ROLES, 0, 1),
        Setting.LENGTH: (MenuKind.WORDS, 1, 1),
        Setting.NEWS: (MenuKind.CHANNELS, 0, 1),
    }


async def test_discord_is_told_which_kinds_of_channels_to_offer():
    sent = to_message_kwargs(build_panel(ServerSettings((1,)), VisibleServer({1: ()})))[
        "view"
    ].to_components()
    where, role, length, news = (menu for row in sent for menu in row["components"])
    kinds = discord.ChannelType
    assert where["channel_types"] == [each.value for each in (kinds.text, kinds.news, kinds.forum)]
    assert news["channel_types"] == [kinds.text.value, kinds.news.value]
    assert where["default_values"] == [{"id": 1, "type": "channel"}]
    assert [each["type"] for each in (where, role, length, news)] == [8, 6, 3, 8]


@pytest.mark.parametrize(
    "forged", ["", "byline:settings:", "byline:settings:token", "settings:role"]
)
def test_a_custom_id_that_byline_did_not_write_is_no_setting(forged: str):
    assert parse_setting(forged) is None


@given(hostile.text)
def test_no_custom_id_breaks_the_reading_of_it(text: str):
    assert parse_setting(f"byline:settings:{text}") in {None, *Setting}
