"""How much of the text around a sentence is shown with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.candidates import collect_candidates
from bot.answering.extraction.excerpts import find_excerpt
from corpus.article import Article, Zone, ZoneKind
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


STATEMENT = (
    "The government wants to close the Selby quarry. The decision surprised the whole village. "
    "“Clean water matters more than forty jobs,” said the minister Grace Oduya in parliament."
)


def show_answer(question, words, text, title):
    _, passages = retrieve(question, build_article("a", text, title))
    found = collect_candidates(question, passages).candidates
    start, end = find_excerpt(next(each for each in found if words in each.text))
    return text[start:end]


def test_a_statement_is_shown_with_the_sentence_before_if_only_that_names_its_topic():
    text = STATEMENT.replace("The decision surprised the whole village. ", "")
    question = "What did Grace Oduya say about the quarry?"
    assert show_answer(question, "Clean water", text, "Debate in parliament") == text


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What did Grace Oduya say about the quarry?", "The Selby quarry"),  # the headline names it
        ("What did Grace Oduya say about jobs?", "Debate in parliament"),
        ("Who spoke about the quarry?", "Debate in parliament"),
    ],
)
def test_a_statement_is_shown_alone_otherwise(question, title):
    text = STATEMENT.replace("The decision surprised the whole village. ", "")
    assert show_answer(question, "Clean water", text, title).startswith("“Clean water")


def test_a_row_is_shown_with_its_whole_table_and_its_heading():
    parts = ["Fares\n\n", "Ticket Old New\n\n", "Adult €6.50 €8.20\n\n", "Child €3.00 €3.60\n"]
    starts = [sum(map(len, parts[:at])) for at in range(len(parts) + 1)]
    kinds = [ZoneKind.HEADING, ZoneKind.BODY, ZoneKind.BODY, ZoneKind.BODY]
    zones = tuple(Zone(*each) for each in zip(kinds, starts, starts[1:], strict=False))
    article = Article(id="a", title="Ferry", text="".join(parts), zones=zones)
    _, passages = retrieve("What is the new fare for a child?", article)
    found = collect_candidates("What is the new fare for a child?", passages).candidates
    start, end = find_excerpt(next(each for each in found if "Child" in each.text))
    assert article.text[start:end] == "".join(parts).rstrip()


def test_a_heading_that_asks_the_question_is_no_candidate():
    text = "What is the deadline?\n\nForms are due on 30 April.\n"
    cut = text.index("Forms")
    zones = (Zone(ZoneKind.HEADING, 0, cut), Zone(ZoneKind.BODY, cut, len(text)))
    _, passages = retrieve(
        "What is the deadline?", Article(id="a", title="", text=text, zones=zones)
    )
    found = collect_candidates("What is the deadline?", passages)
    assert [each.text for each in found.candidates] == ["Forms are due on 30 April."]
    assert found.candidates[0].term_scores == (1.0,)
