"""Translatable messages."""

import pickle
from datetime import date

import pytest

from corpus.messages import Message, format_day, message, plural


def test_a_sentence_is_the_english_text():
    assert (
        message("{name} has {size} bytes.", name="a.txt", size=12345) == "a.txt has 12,345 bytes."
    )


def test_a_message_has_its_template_and_values():
    made = message("Published on {day}.", day=date(2012, 10, 5))
    assert made == "Published on 5 October 2012."
    assert (made.template, made.values["day"]) == ("Published on {day}.", date(2012, 10, 5))


def test_braces_in_a_value_are_text():
    assert message("“{text}” is no day.", text="{0} {x!r}") == "“{0} {x!r}” is no day."


@pytest.mark.parametrize(
    ("number", "wanted"), [(0, "0 articles"), (1, "1 article"), (1234, "1,234 articles")]
)
def test_a_number_selects_the_plural(number, wanted):
    assert plural("{number} article", "{number} articles", number) == wanted


def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(KeyError):
        message("{name} is missing.")


def test_a_date_is_formatted_in_words():
    assert format_day(date(2020, 3, 1)) == "1 March 2020"


def test_a_message_can_be_pickled():
    made = pickle.loads(pickle.dumps(message("{n} articles", n=3)))
    assert isinstance(made, Message)
    assert (made, made.template, dict(made.values)) == ("3 articles", "{n} articles", {"n": 3})
