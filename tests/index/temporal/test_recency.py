"""What an article's day counts for a question."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.temporal.question_time import find_question_time
from index.temporal.recency import build_recency_bonus

TODAY = date(2026, 11, 24)


def added(question, published, asked_on=None):
    time = find_question_time(question, asked_on or TODAY)
    return build_recency_bonus(time, asked_on, TODAY)(published)


def test_no_day_counts_for_a_question_of_no_time():
    assert added("Who opened the bridge?", TODAY) == added("Who opened the bridge?", None) == 0


def test_near_the_day_asked_on_an_article_counts_more():
    asked_on = date(2020, 5, 10)
    days = [date(2020, 5, 10), date(2020, 5, 3), date(2020, 4, 1), date(2012, 1, 1)]
    counts = [added("Who opened the bridge?", day, asked_on) for day in days]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == pytest.approx(0.6)
    assert counts[-1] == pytest.approx(0, abs=1e-6)


def test_articles_of_the_year_that_is_named_count_more_whenever_it_is_asked():
    for asked_on in (None, date(2020, 5, 10)):
        in_2012 = added("Who won the vote in 2012?", date(2012, 11, 7), asked_on)
        later = added("Who won the vote in 2012?", date(2020, 5, 9), asked_on)
        assert in_2012 > later == 0


def test_an_article_from_the_weeks_after_a_time_may_report_on_it():
    question = "How many jobs were added in March 2021?"
    days = [date(2021, 3, 31), date(2021, 4, 2), date(2021, 4, 20)]
    counts = [added(question, day) for day in days]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == pytest.approx(0.3)
    assert counts[-1] > 0
    assert added(question, date(2021, 2, 28)) == added(question, date(2021, 5, 20)) == 0


def test_the_latest_is_wanted_where_it_is_asked_for():
    question = "What is the latest death toll?"
    assert added(question, TODAY) > added(question, TODAY - timedelta(90)) > 0


@given(st.text(max_size=60), st.dates(), st.none() | st.dates())
def test_no_day_counts_more_than_half_a_good_passage(question, published, asked_on):
    assert 0 <= added(question, published, asked_on) <= 0.6
    assert added(question, None, asked_on) == 0
