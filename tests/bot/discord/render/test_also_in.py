"""Where else a story ran stands under its citation, escaped and within Discord's limits."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.citations import cite
from bot.discord.render.citations import render_citation
from bot.discord.render.truncate import count_units
from corpus.article import ArticleSummary
from tests.fakes import build_article

LINES = st.builds(
    ArticleSummary,
    id=st.just("copy"),
    version=st.just("0" * 64),
    title=st.text(max_size=300),
    author=st.none(),
    source=st.none() | st.text(max_size=200),
    published=st.none() | st.dates(),
    url=st.none(),
)


def citation(*also_in):
    cited = cite(build_article("a", "Rain fell on the harbour."), 0, 25, score=1.0)
    return replace(cited, also_in=also_in)


def line(source):
    return ArticleSummary("copy", "0" * 64, "Rain", None, source, date(2021, 3, 1), None)


def test_outlets_are_named_with_their_days_and_never_as_markup():
    block = render_citation(citation(line("The **Echo**"), line("@everyone")), 1, 1000)
    last = block.splitlines()[-1]
    assert last.startswith("Also in ")
    assert "(1 March 2021)" in last
    assert "**Echo**" not in last
    assert "@everyone" not in last


@given(st.lists(LINES, max_size=9), st.integers(250, 2000))
def test_a_block_with_copies_keeps_to_its_room(lines, room):
    assert count_units(render_citation(citation(*lines), 1, room)) <= room
