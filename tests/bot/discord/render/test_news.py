"""What an announcement looks like, whatever the articles say."""

from datetime import date

import discord
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord.i18n.language import language_context
from bot.discord.render.overviews import render_announcement
from bot.discord.render.truncate import count_units
from bot.replies import DigestEntry, News
from corpus.article import ArticleSummary
from tests.bot.discord import hostile
from tests.bot.discord.fakes import build_citation, build_line
from tests.bot.discord.render.test_embeds import citations, is_sound
from tests.properties import examples

DAY = date(2020, 2, 3)


@st.composite
def lines(draw: st.DrawFn) -> ArticleSummary:
    title, name = draw(hostile.long_text), draw(st.none() | hostile.long_text)
    published = draw(st.none() | st.just(DAY))
    url = draw(st.none() | st.just("https://x.example/a_(b)") | hostile.text)
    return build_line("x", title=title, author=name, source=name, published=published, url=url)


entries = st.builds(
    DigestEntry,
    lines(),
    st.just(DAY),
    st.none() | citations(),
    st.lists(lines(), max_size=7).map(tuple),
)


def is_sound_announcement(embed: discord.Embed) -> bool:
    assert embed.title
    assert embed.url is None or embed.url.startswith(("https://", "http://"))
    assert embed.url is None or len(embed.url) <= 2048
    return is_sound(embed)


@examples(40)
@given(entries)
def test_any_article_keeps_the_limits_and_stays_text(entry: DigestEntry):
    assert is_sound_announcement(render_announcement(News((entry,))))


@examples(40)
@given(st.lists(entries, min_size=1, max_size=10).map(tuple), st.integers(0, 10**9))
@example((DigestEntry(build_line(), DAY, build_citation("long" * 500)),) * 2, 0)
def test_any_list_keeps_the_limits_stays_text_and_shows_each_article(new: tuple, more: int):
    embed = render_announcement(News(new, more))
    assert is_sound_announcement(embed)
    if len(new) > 1 or more:
        assert embed.description.count("**") >= 2 * len(new)
        assert count_units(embed.description) <= 700 * len(new)


def test_one_article_reads_like_this():
    about = build_line(url="https://harbour.example/ferry", published=DAY)
    elsewhere = (build_line(source="The Post"),)
    embed = render_announcement(
        News((DigestEntry(about, DAY, build_citation("It left at noon."), elsewhere),))
    )
    assert embed.title == "Ferry late again"
    assert embed.url == "https://harbour.example/ferry"
    assert embed.description == (
        "> It left at noon.\nAda Quay · The Harbour Post · 3 February 2020\n"
        "Also in The Post (3 February 2020)"
    )
    assert embed.footer.text is None


def test_an_article_without_a_safe_address_and_without_sentences_has_its_record_alone():
    about = build_line("Rain", author=None, url="javascript:alert(1)")
    embed = render_announcement(News((DigestEntry(about, DAY, None),)))
    assert (embed.title, embed.url) == ("Rain", None)
    assert embed.description == "The Harbour Post · 3 February 2020"


def test_an_article_without_a_headline_is_untitled():
    assert render_announcement(News((DigestEntry(build_line(" "), DAY, None),))).title == "Untitled"


def test_several_articles_read_like_this():
    entry = DigestEntry(
        build_line(), DAY, build_citation("It left at noon."), (build_line(source="The Post"),)
    )
    bare = DigestEntry(build_line("Rain", url="https://sky.example/rain"), DAY, None)
    embed = render_announcement(News((entry, bare), 1234))
    assert embed.title == "1,236 new articles"
    assert embed.footer.text == "And 1,234 more: /digest"
    assert embed.description == (
        "> It left at noon.\n**Ferry late again**\n"
        "Ada Quay · The Harbour Post · 3 February 2020 · "
        "[Read the article](https://harbour.example/ferry#:~:text=It%20left%20at%20noon.)\n"
        "Also in The Post (3 February 2020)\n\n"
        "**Rain**\nAda Quay · The Harbour Post · 3 February 2020 · "
        "[Read the article](https://sky.example/rain)"
    )


def test_days_are_told_in_the_language_that_is_spoken():
    with language_context("de"):
        embed = render_announcement(News((DigestEntry(build_line(), DAY, None),)))
    assert "3. Februar 2020" in embed.description
