"""The time of a question is matched with the dates of articles and the dates in their text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.abstention import OTHER_TIME, explain_abstention
from bot.answering.extraction.candidates import collect_candidates
from bot.answering.extraction.dates import TimeTerms, select_timely
from index.analyzer import extract_terms
from index.temporal.question_time import find_question_time
from tests.bot.answering.passages import retrieve
from tests.fakes import build_article

ASKED_ON = date(2022, 7, 20)


def terms_of(question, asked_on=ASKED_ON):
    return TimeTerms.from_time(find_question_time(question, asked_on))


def passages_of(question, *articles, asked_on=ASKED_ON):
    return retrieve(question, *articles, time=find_question_time(question, asked_on))[1]


def summit(published, text="The summit in Lorvia was cancelled. Floods had damaged the hall."):
    return build_article("summit", text, "Lorvia summit cancelled", published=published)


@pytest.mark.parametrize(("question", "published"), [
    ("Why was the summit cancelled in 2022?", date(2022, 6, 14)),
    ("Why was the summit cancelled in June 2022?", date(2022, 6, 30)),
    ("How many jobs were added in March 2021?", date(2021, 4, 9)),  # reported weeks later
    ("Why was it cancelled on 3 May 2022?", date(2022, 5, 5)),
    ("Why was it cancelled last week?", date(2022, 7, 14)),
    ("Why was it cancelled this week?", date(2022, 7, 16)),  # a week is meant roughly
    ("Why was it cancelled since May?", date(2022, 6, 14)),
    ("Who led it before 2010?", date(2015, 1, 1)),  # any article tells of what was before
    ("Why was it cancelled last week?", None),
])  # fmt: skip
def test_the_date_of_an_article_matches_the_time_of_a_question(question, published):
    assert terms_of(question).matches(published, frozenset())


@pytest.mark.parametrize(("question", "published"), [
    ("Why was the summit cancelled in 2021?", date(2022, 6, 14)),
    ("Why was the summit cancelled in 2022?", date(2021, 6, 14)),
    ("How many jobs were added in March 2021?", date(2021, 6, 1)),
    ("Why was it cancelled last week?", date(2022, 6, 1)),
    ("Why was it cancelled in 2022?", None),
])  # fmt: skip
def test_another_date_does_not_match_unless_the_text_names_the_time(question, published):
    assert not terms_of(question).matches(published, frozenset())


@pytest.mark.parametrize(("question", "text", "published"), [
    ("Why was it cancelled in 2019?", "In 2019 it was cancelled.", date(2022, 6, 14)),
    ("Why was it cancelled in March 2021?", "It was cancelled in March 2021.", date(2022, 6, 14)),
    ("Why was it cancelled in March 2021?", "It was cancelled in March.", date(2021, 8, 1)),
    ("Why was it cancelled last year?", "It was cancelled in 2021.", date(2022, 6, 14)),
    ("Why was it cancelled on Monday?", "It was cancelled on Monday.", date(2012, 6, 14)),
])  # fmt: skip
def test_a_text_that_names_the_time_matches_whatever_its_date(question, text, published):
    assert terms_of(question).matches(published, frozenset(extract_terms(text)))


def test_a_question_without_days_has_no_time_to_match():
    assert terms_of("Why was the summit cancelled?") is None
    assert terms_of("Who leads Lorvia now?") is None


def missing(question, article, asked_on=ASKED_ON):
    found = collect_candidates(question, passages_of(question, article, asked_on=asked_on))
    return found.query_terms.count_missing_names(found.candidates[0].context_scores)


def test_a_time_is_one_missing_name_where_neither_date_nor_text_has_it():
    question = "Why was the summit in Lorvia cancelled in June 2022?"
    assert missing(question, summit(date(2022, 6, 14))) == 0
    assert missing(question, summit(date(2012, 6, 14))) == 1
    assert missing("Was the summit in Lorvia cancelled last week?", summit(date(2012, 1, 1))) == 1


def cover(question, *articles):
    """The share of the question that each sentence of the articles has."""
    found = collect_candidates(question, passages_of(question, *articles))
    return [found.query_terms.compute_coverage(each.term_scores) for each in found.candidates]


def test_a_sentence_need_not_repeat_the_time_of_its_article():
    question = "Why was the summit cancelled in June 2022?"
    fitting = cover(question, summit(date(2022, 6, 14)))
    other = cover(question, summit(date(2012, 6, 14)))
    assert all(more > less for more, less in zip(fitting, other, strict=True))


def test_a_sentence_about_another_year_does_not_take_the_date_of_its_article():
    text = "The summit was cancelled. The summit was cancelled in 2019."
    question = "Why was the summit cancelled in 2022?"
    plain, other = cover(question, summit(date(2022, 6, 14), text))
    assert plain > other


@pytest.mark.parametrize(("question", "published", "text", "kept"), [
    ("Why was it cancelled in 2017?", date(2022, 6, 14), "It was cancelled.", False),
    ("Why was it cancelled in 2017?", date(2022, 6, 14), "It began in 2017.", True),
    ("Why was it cancelled in 2021?", date(2022, 6, 14), "It was cancelled last year.", True),
    ("Why was it cancelled in 2021?", date(2022, 1, 20), "It was cancelled.", True),
    ("Why was it cancelled in March 2022?", date(2022, 6, 14), "It was cancelled.", True),
    ("Why was it cancelled in 2017?", None, "It was cancelled.", True),
    ("Why was it cancelled before 2017?", date(2022, 6, 14), "It was cancelled.", True),
    ("Why was it cancelled in October?", date(2012, 10, 5), "It was cancelled.", True),
    ("Why was it cancelled on Monday?", date(2012, 10, 5), "It was cancelled.", True),
    ("Why was it cancelled last week?", date(2012, 10, 5), "It was cancelled.", False),
    ("Why was it cancelled?", date(2012, 10, 5), "It was cancelled.", True),
])  # fmt: skip
def test_only_an_article_from_a_clearly_different_time_is_left_out(question, published, text, kept):
    passages = passages_of(question, summit(published, text))
    assert bool(select_timely(passages)) is kept


def test_an_abstention_names_the_time_only_if_nothing_near_is_from_it():
    question = "Who opened the summit in Lorvia in 2017?"
    reason = explain_abstention(question, passages_of(question, summit(date(2022, 6, 14))))
    assert reason == "Nothing near this question mentions “2017”."
    question = "Who opened the summit in Lorvia in 2022?"
    reason = explain_abstention(question, passages_of(question, summit(date(2022, 6, 14))))
    assert "2022" not in reason
    question = "Who opened the summit in Lorvia yesterday?"
    reason = explain_abstention(question, passages_of(question, summit(date(2012, 6, 14))))
    assert reason == OTHER_TIME


pieces = ["in", "2022", "March", "last", "week", "since", "before", "Monday", "why", "it", "?"]
wording = st.lists(st.sampled_from(pieces) | st.text(max_size=4), max_size=9).map(" ".join)


@given(wording, st.none() | st.dates(), st.dates(), st.text(max_size=60))
def test_any_question_on_any_day_is_matched(question, published, asked_on, text):
    article = summit(published, f"It was cancelled. {text}")
    passages = passages_of(question, article, asked_on=asked_on)
    assert set(select_timely(passages)) <= set(passages)
    found = collect_candidates(question, passages)
    for each in found.candidates:
        assert 0 <= found.query_terms.compute_coverage(each.term_scores) <= 1
        assert found.query_terms.count_missing_names(each.context_scores) >= 0
