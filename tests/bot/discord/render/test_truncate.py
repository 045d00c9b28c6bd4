import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.escape import clean_text, escape
from bot.discord.render.truncate import MarkedText, count_units, truncate, truncate_marked
from tests.bot.discord import hostile


def plain(limit: int):
    return lambda part: count_units(part.text) <= limit


@given(hostile.text, st.integers(2, 60))
def test_a_beginning_keeps_to_its_limit_and_to_the_words(text: str, limit: int):
    kept = truncate(clean_text(text), limit)
    assert count_units(kept) <= limit
    assert (
        clean_text(text)
        .strip()
        .startswith(hostile.unescape(kept).removesuffix(" …").removesuffix("…"))
    )
    assert hostile.find_live_markup(kept) == []


def test_units_are_those_of_utf_16():
    assert count_units("aé🇵") == 4


def test_text_that_fits_is_left_whole():
    assert truncate("Ferry late again", 16) == "Ferry late again"


def test_a_beginning_ends_after_a_whole_word():
    assert truncate("Ferry late again", 15) == "Ferry late …"


def test_an_escape_is_not_cut_in_two():
    assert truncate("****", 7) == "\\*\\* …"


@pytest.mark.parametrize("whole", ["👨\u200d👩\u200d👧", "🇵🇰", "👍🏽", "e\u0301\u0323", "한"])
@pytest.mark.parametrize("room", range(2, 14))
def test_what_is_seen_as_one_character_is_not_cut_in_two(whole: str, room: int):
    kept = truncate(whole * 5, room, transform=str).removesuffix("…").rstrip()
    assert kept.replace(whole, "") == ""


def test_a_window_stays_around_what_stands_out():
    text = "one two three four five six seven"
    kept = truncate_marked(MarkedText(text, 14, 18), plain(20))
    assert kept.text == "… three four five …"
    assert kept.text[kept.start : kept.end] == "four"


def test_what_stands_out_is_itself_cut_where_it_does_not_fit():
    kept = truncate_marked(MarkedText("one two three four", 4, 18), plain(13))
    assert kept.text == "… two three …"
    assert kept.text[kept.start : kept.end] == "two three"


@given(hostile.text, st.integers(0, 50), st.integers(0, 50), st.integers(4, 80))
def test_a_window_holds_consecutive_words_of_the_text(text: str, start: int, more: int, room: int):
    text = clean_text(text)
    start = min(start, len(text))
    kept = truncate_marked(MarkedText(text, start, min(start + more, len(text))), plain(room))
    assert count_units(kept.text) <= room
    body = kept.text.removeprefix("…").removesuffix("…").strip()
    assert body in text or kept.text in text
    assert kept.text[kept.start : kept.end] in text


def test_dressing_is_what_is_measured():
    assert count_units(truncate("* " * 50, 40, transform=escape)) <= 40
