"""The time a question speaks of, counted from the Tuesday it is asked on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.temporal.question_time import QuestionTime, find_question_time

TUESDAY = date(2026, 11, 24)


def days(question: str, asked_on: date = TUESDAY) -> tuple[str | None, str | None] | None:
    """The two ends of the time that is read, as written in ISO 8601."""
    asked = find_question_time(question, asked_on)
    if asked is None:
        return None
    return asked.since and asked.since.isoformat(), asked.until and asked.until.isoformat()


@pytest.mark.parametrize(("question", "since", "until"), [
    ("What happened today?", "2026-11-24", "2026-11-24"),
    ("WHAT HAPPENED TODAY?", "2026-11-24", "2026-11-24"),
    ("What happened yesterday?", "2026-11-23", "2026-11-23"),
    ("What opened the day before yesterday?", "2026-11-22", "2026-11-22"),
    ("What burned last night?", "2026-11-23", "2026-11-24"),
    ("What was published this week?", "2026-11-23", "2026-11-24"),
    ("What was published last week?", "2026-11-16", "2026-11-22"),
    ("What was published this month?", "2026-11-01", "2026-11-24"),
    ("Who resigned last month?", "2026-10-01", "2026-10-31"),
    ("Who resigned this year?", "2026-01-01", "2026-11-24"),
    ("Who resigned last year?", "2025-01-01", "2025-12-31"),
    ("What is new since yesterday?", "2026-11-23", None),
    ("What is new since last month?", "2026-10-01", None),
    ("What is new since Friday?", "2026-11-20", None),
    ("What is new since last Friday?", "2026-11-20", None),
    ("What did the court say on Tuesday?", "2026-11-17", "2026-11-17"),
    ("Who spoke on Monday evening?", "2026-11-23", "2026-11-23"),
    ("Who spoke this Monday?", "2026-11-23", "2026-11-23"),
    ("Who left before Friday?", None, "2026-11-19"),
    ("Who left after Friday?", "2026-11-21", None),
    ("What happened over the weekend?", "2026-11-21", "2026-11-22"),
    ("What is new since the weekend?", "2026-11-21", None),
    ("What was said in the last three days?", "2026-11-21", "2026-11-24"),
    ("What was said in the past week?", "2026-11-17", "2026-11-24"),
    ("What was said in the last 24 hours?", "2026-11-23", "2026-11-24"),
    ("What was said two days ago?", "2026-11-22", "2026-11-22"),
    ("What was said two weeks ago?", "2026-11-09", "2026-11-15"),
    ("What was said a year ago?", "2025-01-01", "2025-12-31"),
])  # fmt: skip
def test_days_are_counted_from_the_day_it_is_asked_on(question, since, until):
    assert days(question) == (since, until)
    assert find_question_time(question, TUESDAY).relative


@pytest.mark.parametrize(("question", "since", "until"), [
    ("Who spoke on 3 May?", "2026-05-03", "2026-05-03"),
    ("Who spoke on the 3rd of December?", "2025-12-03", "2025-12-03"),
    ("Who spoke on May 3, 2012?", "2012-05-03", "2012-05-03"),
    ("Who spoke on Thursday, 3 May 2012?", "2012-05-03", "2012-05-03"),
    ("Who spoke on 2012-10-05?", "2012-10-05", "2012-10-05"),
    ("What closed in March 2020?", "2020-03-01", "2020-03-31"),
    ("What closed in Sept. 2020?", "2020-09-01", "2020-09-30"),
    ("What closed in march 2020?", "2020-03-01", "2020-03-31"),
    ("What closed in December?", "2025-12-01", "2025-12-31"),
    ("What closed in May?", "2026-05-01", "2026-05-31"),
    ("What closed last May?", "2026-05-01", "2026-05-31"),
    ("Who won in 2012?", "2012-01-01", "2012-12-31"),
    ("Who went to the fort in July 1755?", "1755-07-01", "1755-07-31"),
    ("In 2000 was there a storm?", "2000-01-01", "2000-12-31"),
    ("Who won in the summer of 2012?", "2012-01-01", "2012-12-31"),
    ("What closed between March and May 2020?", "2020-03-01", "2020-05-31"),
    ("What closed from November to March 2020?", "2019-11-01", "2020-03-31"),
    ("What closed between 2010 and 2012?", "2010-01-01", "2012-12-31"),
    ("Who led before 2015?", None, "2014-12-31"),
    ("Who led after 2015?", "2016-01-01", None),
    ("Who has led since 3 May 2012?", "2012-05-03", None),
    ("How many cases as of March 2021?", None, "2021-03-31"),
])  # fmt: skip
def test_days_are_read_from_the_calendar(question, since, until):
    assert days(question) == (since, until)
    assert not find_question_time(question, TUESDAY).relative


@pytest.mark.parametrize("question", [
    "Who hosted the 2012 Olympics?",
    "Who won the Second World War?",
    "Who finished second?",
    "May I ask who won?",
    "What did Theresa May say in Brussels?",
    "Who followed May, and after May who led?",
    "Who has led since May took office?",
    "Did they March on Rome?",
    "How many of the 1,200 people left?",
    "Did the fire burn in 2000 homes?",
    "Who fell in 1900 battles?",
    "Who flew the Boeing 737?",
    "Who sings in the 1975?",
    "Why did prices fall in the 1990s?",
    "Who was champion in 2012-13?",
    "Who wins this time?",
    "What happens every Friday?",
    "What did shops sell on Black Friday?",
    "Who starred in Friday the 13th?",
    "Who plays for Sheffield Wednesday?",
    "What did USA Today say?",
    "What did she say on This Week?",
    "What did he write in the last week of his life?",
    "Who will win in 2030?",
    "What must be built before 2040?",
    "Who wrote “What is new since Friday”?",
    "Who comes tomorrow?",
    "Who must pay at the latest?",
    "What will it cost ten years from now?",
    "What is the current account deficit for?",
    "How many died on 31 February?",
    "",
])  # fmt: skip
def test_what_only_looks_like_a_time_is_none(question):
    assert find_question_time(question, TUESDAY) is None


@pytest.mark.parametrize("question", [
    "What is the latest on Syria?",
    "What is the most recent count?",
    "Who is president now?",
    "Who is the current president?",
    "Who currently leads?",
    "How many have died so far?",
    "How many are there as of today?",
    "How many cases were there as of March 2021?",
])  # fmt: skip
def test_the_newest_is_asked_for(question):
    assert find_question_time(question, TUESDAY).newest


@pytest.mark.parametrize(("question", "strict"), [
    ("What is new since Friday?", True),
    ("Which articles are from March 2020?", True),
    ("What was published in 2012?", True),
    ("What news came yesterday?", True),
    ("Who won in 2012?", False),
    ("Who resigned yesterday?", False),
    ("What is new in 2012?", False),
    ("What is the latest news?", False),
    ("Any news since Friday?", True),
    ("Show me all articles from last week", True),
    ("Which news anchor resigned this week?", False),
    ("A study published this week names which town?", False),
    ("Did the article published on 3 May 2012 agree with the one from 2013?", False),
])  # fmt: skip
def test_a_time_is_strict_where_it_is_the_day_of_publication(question, strict):
    assert find_question_time(question, TUESDAY).strict is strict


def test_a_weekend_asked_about_on_its_sunday_is_the_one_that_is_on():
    sunday = date(2026, 11, 22)
    assert days("What happened this weekend?", sunday) == ("2026-11-21", "2026-11-22")
    assert days("What happened last weekend?", sunday) == ("2026-11-14", "2026-11-15")


def test_the_words_that_say_so_are_pointed_at():
    question = "What is new since Friday about the ferry of 2012?"
    asked = find_question_time(question, TUESDAY)
    assert question[asked.start : asked.end] == "since Friday"


def test_a_time_covers_its_first_and_last_day_and_no_unknown_one():
    asked = find_question_time("What closed in March 2020?", TUESDAY)
    covered = [date(2020, 3, 1), date(2020, 3, 31)]
    assert [asked.covers(day) for day in covered] == [True, True]
    missed = [date(2020, 2, 29), date(2020, 4, 1), None]
    assert [asked.covers(day) for day in missed] == [False, False, False]
    assert find_question_time("Who leads now?", TUESDAY).covers(None)


PIECES = [
    "since", "before", "after", "in", "on", "between", "and", "from", "to", "the", "last", "this",
    "past", "as of", "May", "march 2020", "2012", "1999", "3", "31", "Feb", "29 February", "Friday",
    "week", "year", "999", "months", "ago", "yesterday", "weekend", "latest", "now", "“", "”", "?",
    "00/00/0000", "99.99.9999", "0", "30th", "fıve", "ſunday", "over", "articles", "\n",
]  # fmt: skip
wording = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=20).map(" ".join)


@given(wording, st.dates())
def test_any_text_on_any_day_is_taken(question: str, asked_on: date):
    asked = find_question_time(question, asked_on)
    assert asked is None or is_sound(asked, question)


@pytest.mark.parametrize(("published", "days"), [
    (date(2020, 2, 29), None),
    (date(2020, 3, 1), 0),
    (date(2020, 3, 31), 0),
    (date(2020, 4, 1), 1),
    (date(2020, 5, 1), 31),
    (date(2020, 5, 2), None),
])  # fmt: skip
def test_days_are_counted_from_the_end_of_a_period(published, days):
    asked = find_question_time("What closed in March 2020?", TUESDAY)
    assert asked.count_days_after(published) == days


def test_slack_reaches_before_a_period_and_an_open_end_includes_all_that_follows():
    month = find_question_time("What closed in March 2020?", TUESDAY)
    assert month.count_days_after(date(2020, 2, 28), slack=2) == 0
    assert month.count_days_after(date(2020, 2, 27), slack=2) is None
    since = find_question_time("What closed since March 2020?", TUESDAY)
    assert since.count_days_after(TUESDAY) == 0


def test_a_period_includes_each_year_it_touches():
    years = find_question_time("What closed between 2010 and 2012?", TUESDAY)
    assert [year for year in range(2008, 2015) if years.includes_year(year)] == [2010, 2011, 2012]
    assert find_question_time("What closed before 2012?", TUESDAY).includes_year(1900)


def is_sound(asked: QuestionTime, question: str) -> bool:
    assert 0 <= asked.start < asked.end <= len(question)
    assert question[asked.start : asked.end].strip()
    assert asked.bounded or asked.newest
    assert asked.since is None or asked.until is None or asked.since <= asked.until
    return True
