import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.components.custom_ids import Action, ButtonAction, parse_custom_id
from corpus.store.records import generate_key
from tests.bot.discord import hostile

KEY = "abcdefgh-_012345"

presses = st.builds(
    ButtonAction,
    st.sampled_from(Action),
    st.builds(generate_key),
    st.integers(0, 99),
    st.none() | st.integers(0, 9999),
)


@given(presses)
def test_a_press_is_read_back_from_its_custom_id(press: ButtonAction):
    assert parse_custom_id(press.custom_id) == press
    assert len(press.custom_id) <= 40


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "byline:",
        f"byline:read:{KEY}",
        f"byline:read:{KEY}:0:0:0",
        f"byline:drop:{KEY}:0:0",
        f"byline:read:{KEY[:-1]}:0:0",
        f"byline:read:{KEY}:-1:0",
        f"byline:read:{KEY}:0:99999",
        f"byline:read:{KEY[:-1]}ß:0:0",
        f"byline:read:{KEY}:٣:0",
        f"byline:read:{KEY}:0:0\n",
    ],
)
def test_what_byline_did_not_write_is_no_press(forged: str):
    assert parse_custom_id(forged) is None


@given(hostile.text)
def test_no_custom_id_breaks_the_reading_of_it(text: str):
    assert parse_custom_id(text) is None
    assert parse_custom_id(f"byline:{text}") is None
