import pytest
from hypothesis import given

from bot.discord.render.escape import clean_text, escape, to_one_line
from tests.bot.discord import hostile


@given(hostile.text)
def test_nothing_in_escaped_text_is_more_than_text(text: str):
    assert hostile.find_live_markup(escape(clean_text(text))) == []


@given(hostile.text)
def test_a_member_reads_the_words_as_they_were(text: str):
    assert hostile.unescape(escape(clean_text(text))) == clean_text(text)


@given(hostile.text)
def test_cleaning_twice_changes_nothing_more(text: str):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a plain sentence, with (brackets) - and “quotes”.", None),
        ("**bold** _it_", "\\*\\*bold\\*\\* \\_it\\_"),
        ("# Head", "\\# Head"),
        ("-# small", "\\-\\# small"),
        ("1. first", "1\\. first"),
        ("5 October 2012", None),
        ("@everyone", "\\@\u200beveryone"),
        ("<@1> <#2> <t:3>", "\\<\\@1\\> \\<\\#2\\> \\<t\\:3\\>"),
        ("https://evil.example", "https\\://evil.example"),
        ("[here](https://evil.example)", "\\[here\\](https\\://evil.example)"),
    ],
)
def test_escapes_what_discord_acts_on_and_no_more(text: str, escaped: str | None):
    assert escape(text) == (text if escaped is None else escaped)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("safe\u202eelif.exe", "safeelif.exe"),
        ("@\u200beveryone", "@everyone"),
        ("a\u200d\u200dthe\u200c end", "athe end"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("one\r\ntwo\u2029three", "one\ntwo\nthree"),
        ("👨\u200d\xa0end", "👨\xa0end"),
        ("half \ud83d", "half \ufffd"),
        ("Golos\u00adlav\x00rov", "Goloslavrov"),
    ],
)
def test_unseen_characters_go_unless_a_script_needs_them(text: str, seen: str):
    assert clean_text(text) == seen


def test_a_line_of_words_has_single_spaces():
    assert to_one_line(" Ferry \n late\tagain ") == "Ferry late again"
