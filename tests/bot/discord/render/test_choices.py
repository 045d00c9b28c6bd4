from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.choices import build_choices
from bot.discord.render.truncate import count_units
from tests.bot.discord import hostile
from tests.bot.discord.fakes import build_line


@given(st.lists(st.tuples(hostile.long_text, st.text(min_size=1)), max_size=40), st.booleans())
def test_choices_keep_discords_limits(known: list[tuple[str, str]], dated: bool):
    day = date(2012, 10, 5) if dated else None
    lines = [build_line("x", title=title, id=key, published=day) for title, key in known]
    offered = build_choices(lines, "")
    assert len(offered) == min(len(lines), 25)
    assert all(1 <= count_units(each.name) <= 100 for each in offered)
    assert all(1 <= count_units(each.value) <= 100 for each in offered)


def test_a_choice_shows_the_title_and_day_and_stands_for_the_id():
    (choice,) = build_choices([build_line("Ferry late again")], " LATE ")
    assert choice.name == "Ferry late again · 3 February 2020"
    assert choice.value == "ferry-late-again"


def test_a_long_id_is_offered_by_its_beginning():
    (choice,) = build_choices([build_line("x", id="a" * 99 + "🇵🇰")], "")
    assert choice.value == "a" * 99


def test_titles_without_what_was_typed_are_not_offered():
    assert build_choices([build_line("Ferry late again")], "train") == []
