"""Numbers as news writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.support.numbers import find_numbers


def values(text):
    return [number.value for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $3.2 million.", [3_200_000]),
        ("1,500,000 people", [1_500_000]),
        ("1.5 million people", [1_500_000]),
        ("twenty-five boats and two hundred crates", [25, 200]),
        ("a dozen eggs", [12]),
        ("the 21st of May 2012", [21, 2012]),
        ("the 1960s", [1960]),
        ("5m pounds, 3bn euros", [5e6, 3e9]),
        ("42.5%", [42.5]),
        ("One can hope, one in all.", []),
        ("one million", [1e6]),
        ("B52 and v2.0 and A4", []),
        ("someone alone often", []),
        ("", []),
    ],
)
def test_a_number_is_read_however_it_is_written(text, expected):
    assert values(text) == expected


def test_what_is_counted_is_part_of_a_number():
    [minutes, trees, share] = find_numbers("42 minutes, forty lemon trees and 5 per cent")
    assert "minut" in minutes.unit
    assert {"lemon", "tree"} == trees.unit
    assert share.unit == find_numbers("7%")[0].unit


def test_money_is_money_before_and_after_the_number():
    assert find_numbers("$40")[0].unit & find_numbers("40 dollars")[0].unit


@pytest.mark.parametrize("text", ["about 40 boats", "more than 40", "nearly $40", "at least 40"])
def test_an_inexact_number_is_known_by_the_words_before_it(text):
    [number] = find_numbers(text)
    assert number.is_approximate


def test_a_bare_number_is_exact():
    assert not find_numbers("The crossing took 42 minutes")[0].is_approximate


@given(st.integers(0, 10**12))
def test_thousands_separators_change_nothing(number):
    assert values(f"They counted {number:,} boats") == values(f"They counted {number} boats")


@given(st.text())
def test_any_text_is_read(text):
    assert all(number.value >= 0 for number in find_numbers(text))
