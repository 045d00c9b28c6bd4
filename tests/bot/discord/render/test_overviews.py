"""Summaries and digests in Discord: what is shown, and to whom of what."""

from datetime import date

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord import Env

from bot.discord.render import overviews, texts
from bot.discord.render.truncate import count_units
from bot.replies import Digest, DigestEntry, TopicSummary
from tests.bot.discord import hostile
from tests.bot.discord.fakes import FakeLibrary, build_citation, build_line
from tests.bot.discord.render.test_embeds import citations, is_sound
from tests.bot.discord.render.test_news import entries
from tests.bot.discord.test_client import Server, said
from tests.properties import examples

DAY = date(2020, 2, 3)


@pytest.fixture
def server(simcord_env: Env, library: FakeLibrary) -> Server:
    return Server(simcord_env, library)


def is_sound_in_a_message(embed: discord.Embed) -> bool:
    assert count_units(embed.description or "") > 0
    return is_sound(embed)


@examples(30)
@given(hostile.long_text, st.lists(citations(), max_size=10).map(tuple))
def test_any_topic_keeps_the_limits_and_stays_text(topic: str, cited: tuple):
    assert is_sound_in_a_message(overviews.render_topic(TopicSummary(topic, cited)))


@examples(30)
@given(st.lists(entries, max_size=8).map(tuple), st.integers(0, 10**9))
def test_any_digest_keeps_the_limits_stays_text_and_shows_each_article(new: tuple, total: int):
    embed = overviews.render_digest(Digest(DAY, new, total, 1, 10**6))
    assert is_sound_in_a_message(embed)
    assert len(embed.description.split("\n\n")) >= len(new)


def test_a_digest_reads_like_this():
    entry = DigestEntry(
        build_line(), DAY, build_citation("It left at noon."), (build_line(source="The Post"),)
    )
    bare = DigestEntry(build_line("Rain"), DAY, None)
    embed = overviews.render_digest(Digest(DAY, (entry, bare), 10, 2, 2))
    assert embed.title == "New since 3 February 2020"
    assert embed.footer.text == "Page 2 of 2 · 10 articles"
    assert embed.description == (
        "> It left at noon.\n**Ferry late again**\n"
        "Ada Quay · The Harbour Post · 3 February 2020 · "
        "[Read the article](https://harbour.example/ferry#:~:text=It%20left%20at%20noon.)\n"
        "Also in The Post (3 February 2020)\n\n"
        "**Rain**\nAda Quay · The Harbour Post · 3 February 2020"
    )


async def test_a_topic_is_told_with_its_sources(server: Server):
    server.articles.lines += [build_line("Ferry late again"), build_line("Rain")]
    result = await server.member.slash(server.channel, "summarize", topic="ferry")
    assert "> The ferry was late again." in said(result)
    assert "**\\[1\\] Ferry late again**" in said(result)
    assert "Rain" not in said(result)


async def test_a_topic_that_no_article_speaks_of_says_so(server: Server):
    result = await server.member.slash(server.channel, "summarize", topic="@everyone snow")
    assert texts.NO_TOPIC in said(result)
    assert "@everyone" not in said(result)


@pytest.mark.parametrize("named", [{}, {"article": "ferry-late-again", "topic": "ferry"}])
async def test_neither_or_both_of_article_and_topic_are_refused_to_the_asker_alone(
    server: Server, simcord_env: Env, named: dict[str, str]
):
    server.articles.lines.append(build_line("Ferry late again"))
    result = await server.member.slash(server.channel, "summarize", **named)
    assert result.ephemeral
    assert said(result).strip() == texts.ARTICLE_OR_TOPIC
    assert len(simcord_env.errors) == 1


async def test_a_digest_has_what_is_new_since_the_day(server: Server):
    server.articles.lines += [build_line("Ferry"), build_line("Rain", published=date(2019, 1, 1))]
    result = await server.member.slash(server.channel, "digest", since="2020-01-01")
    assert said(result).startswith("New since 1 January 2020\n")
    assert "**Ferry**" in said(result)
    assert "Rain" not in said(result)


async def test_a_digest_of_nothing_says_so(server: Server):
    assert texts.NOTHING_NEW in said(await server.member.slash(server.channel, "digest"))


async def test_a_day_that_is_none_is_refused_to_the_asker_alone(server: Server, simcord_env: Env):
    result = await server.member.slash(server.channel, "digest", since="yesterday")
    assert result.ephemeral
    assert said(result).strip() == texts.format_invalid_date("yesterday")
    assert len(simcord_env.errors) == 1


async def test_another_servers_articles_are_in_no_topic_and_no_digest(
    server: Server, simcord_env: Env, library: FakeLibrary
):
    server.articles.lines.append(build_line("Ferry late again"))
    other = Server(simcord_env, library, "elsewhere")
    for command, options in (("summarize", {"topic": "ferry"}), ("digest", {})):
        result = await other.member.slash(other.channel, command, **options)
        assert "Ferry" not in said(result).removeprefix("ferry")
        assert "harbour" not in said(result)
