"""What an announcement looks like, whatever the articles say."""

from datetime import date

import discord
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.i18n.language import speaking
from bot.discord.render.overviews import announcement
from bot.discord.render.truncate import units
from bot.replies import DigestEntry, News
from corpus.article import ArticleLine
from tests.bot.discord import hostile
from tests.bot.discord.fakes import cite, line
from tests.bot.discord.render.test_embeds import citations, is_sound

DAY = date(2020, 2, 3)


@st.composite
def lines(draw: st.DrawFn) -> ArticleLine:
    title, name = draw(hostile.long_text), draw(st.none() | hostile.long_text)
    published = draw(st.none() | st.just(DAY))
    url = draw(st.none() | st.just("https://x.example/a_(b)") | hostile.text)
    return line("x", title=title, author=name, source=name, published=published, url=url)


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


@settings(deadline=None, max_examples=40)
@given(entries)
def test_any_article_keeps_the_limits_and_stays_text(entry: DigestEntry):
    assert is_sound_announcement(announcement(News((entry,))))


@settings(deadline=None, max_examples=40)
@given(st.lists(entries, min_size=1, max_size=10).map(tuple), st.integers(0, 10**9))
def test_any_list_keeps_the_limits_stays_text_and_shows_each_article(new: tuple, more: int):
    embed = announcement(News(new, more))
    assert is_sound_announcement(embed)
    if len(new) > 1 or more:
        assert embed.description.count("**") >= 2 * len(new)
        assert units(embed.description) <= 700 * len(new)


def test_one_article_reads_like_this():
    about = line(url="https://harbour.example/ferry", published=DAY)
    elsewhere = (line(source="The Post"),)
    embed = announcement(News((DigestEntry(about, DAY, cite("It left at noon."), elsewhere),)))
    assert embed.title == "Ferry late again"
    assert embed.url == "https://harbour.example/ferry"
    assert embed.description == (
        "> It left at noon.\nAda Quay · The Harbour Post · 3 February 2020\n"
        "Also in The Post (3 February 2020)"
    )
    assert embed.footer.text is None


def test_an_article_without_a_safe_address_and_without_sentences_has_its_record_alone():
    about = line("Rain", author=None, url="javascript:alert(1)")
    embed = announcement(News((DigestEntry(about, DAY, None),)))
    assert (embed.title, embed.url) == ("Rain", None)
    assert embed.description == "The Harbour Post · 3 February 2020"


def test_an_article_without_a_headline_is_untitled():
    assert announcement(News((DigestEntry(line(" "), DAY, None),))).title == "Untitled"


def test_several_articles_read_like_this():
    entry = DigestEntry(line(), DAY, cite("It left at noon."), (line(source="The Post"),))
    bare = DigestEntry(line("Rain", url="https://sky.example/rain"), DAY, None)
    embed = announcement(News((entry, bare), 1234))
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
    with speaking("de"):
        embed = announcement(News((DigestEntry(line(), DAY, None),)))
    assert "3. Februar 2020" in embed.description
