"""How much of the text around a sentence is shown with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.candidates import collect_candidates
from bot.answering.extraction.excerpts import find_excerpt
from tests.bot.answering.passages import retrieve
from tests.fakes import build_article

TEXT = (
    "The council met in Ostrava on Monday. “We will not sell the harbour. It belongs to the town,” "
    "Mayor Petra Lindqvist said. She had opposed the sale for years. “Never again,” a fisherman "
    "shouted. Jan Kral seconded the motion when he spoke."
)


def shown(words, text=TEXT):
    """The excerpt of the sentence that has these words."""
    _, passages = retrieve(words, build_article("a", text))
    candidates = collect_candidates(words, passages).candidates
    candidate = next(each for each in candidates if words in each.text)
    start, end = find_excerpt(candidate)
    return text[start:end]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("council met", "The council met in Ostrava on Monday."),
        (
            "will not sell",
            "“We will not sell the harbour. It belongs to the town,” Mayor Petra Lindqvist said.",
        ),
        (
            "belongs to the town",
            "“We will not sell the harbour. It belongs to the town,” Mayor Petra Lindqvist said.",
        ),
        ("fisherman", "“Never again,” a fisherman shouted."),
        ("seconded", "Jan Kral seconded the motion when he spoke."),
    ],
)
def test_a_quotation_is_shown_whole_with_its_speaker(words, expected):
    assert shown(words) == expected


def test_a_sentence_that_speaks_of_she_brings_the_one_that_names_her():
    assert shown("opposed the sale").endswith("She had opposed the sale for years.")
    assert "Mayor Petra Lindqvist said." in shown("opposed the sale")


def test_a_heading_is_not_brought_along_for_a_pronoun():
    text = "Harbour news\n\nIt reopened on Friday after a storm had closed it for a week."
    assert shown("reopened", text).startswith("It reopened")


def test_a_quotation_too_long_to_show_leaves_its_sentence_alone():
    long = "a word and another " * 60
    text = f"“We begin here, {long.strip()}. And the harbour stays ours,” the mayor said."
    assert shown("harbour stays", text) == "And the harbour stays ours,” the mayor said."


@given(st.text(alphabet="ab “”\"'.!?\nHeItShe ,", max_size=200))
def test_an_excerpt_holds_its_sentence_and_stays_inside_its_article(text):
    _, passages = retrieve("a b", build_article("a", text))
    for candidate in collect_candidates("a b", passages).candidates:
        start, end = find_excerpt(candidate)
        assert 0 <= start <= candidate.start
        assert candidate.end <= end <= len(text)
