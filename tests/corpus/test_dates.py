from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_date, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "October 5, 2012",
        "October 05, 2012",
        "October 5th, 2012",
        "Oct. 5 2012",
        "5 October 2012",
        "5th of October, 2012",
        "5-Oct-2012",
        "Fri, 05 Oct 2012 23:59:00 GMT",
        "2012-10-05",
        "2012-10-05T23:59:59-08:00",
        "2012-10-05T00:00:00Z",
        "2012-10-05 10:00",
        "20121005",
        "2012/10/05",
        "Updated: October 5, 2012, 3:02 pm",
    ],
)
def test_a_complete_date_is_read(text: str):
    assert parse_date(text) == date(2012, 10, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "2012",
        "May 2012",
        "5 May",
        "Friday",
        "10:05",
        "31 February 2012",
        "2012-13-01",
        "0000-00-00",
        "October 5, 12",
        "tomorrow",
        "1349395200",
        "12345-01-02",
        "2012-10-051",
        "version 1.2.2012.3",
    ],
)
def test_an_incomplete_date_is_not_a_date(text: str):
    assert parse_date(text) is None


def test_numbers_that_can_be_two_dates_are_not_a_date():
    assert parse_date("05/10/2012") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25/10/2012", date(2012, 10, 25)),
        ("10/25/2012", date(2012, 10, 25)),
        ("25.10.2012", date(2012, 10, 25)),
        ("05/05/2012", date(2012, 5, 5)),
    ],
)
def test_numbers_that_can_be_only_one_date_are_a_date(text: str, expected: date):
    assert parse_date(text) == expected


def test_an_impossible_date_is_skipped_for_a_possible_one():
    assert parse_date("31 June 2012, or 1 July 2012") == date(2012, 7, 1)


def test_a_found_date_has_its_range():
    text = "Kamran Yousaf October 05, 2012 | Islamabad"
    found = find_date(text)
    assert found is not None
    assert text[found.start : found.end] == "October 05, 2012"


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_written_out_is_read_back(day: date):
    assert parse_date(f"{day.day} {day:%B} {day.year}") == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day
    assert parse_date(day.isoformat()) == day


@given(st.text() | st.text(alphabet="0123456789-/.: TZJanuaryMay,"))
def test_no_text_raises(text: str):
    found = find_date(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
