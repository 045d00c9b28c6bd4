"""Claims are checked by the articles, and every piece of evidence is their exact text."""

import pytest

from bot.answering.claims import combine_verdicts, is_question, split_claim
from bot.errors import QuestionError
from bot.replies import Verdict
from corpus.scope import Scope
from tests.bot.articles import write_all

SUPPORTED, CONTRADICTED, NOT_COVERED = Verdict


@pytest.fixture
def articles(library, tmp_path):
    collection = library.collection("gazette")
    collection.add([write_all(tmp_path / "in")])
    return collection


def excerpts(cited):
    return [each.excerpt for each in cited]


def test_a_claim_that_an_article_states_is_supported_by_the_sentence_that_states_it(articles):
    check = articles.check("The crossing took 42 minutes, said Captain Reyes.")
    assert check.verdict is SUPPORTED
    assert check.confidence == pytest.approx(0.9)
    assert excerpts(check.supporting) == ["Captain Joan Reyes said the crossing took 42 minutes."]
    assert (check.contradicting, check.nearest, check.uncovered) == ((), (), ())


def test_every_excerpt_is_the_articles_text_at_its_place(articles):
    check = articles.check("Gardener Ines Falk planted forty lemon trees around the fountain.")
    for cited in check.citations:
        text = articles.article(cited.article_id).text
        assert text[cited.start : cited.end] == cited.excerpt


def test_a_claim_that_an_article_denies_is_contradicted(articles):
    check = articles.check("The garden never closes at nine in the evening.")
    assert check.verdict is CONTRADICTED
    assert excerpts(check.contradicting) == ["The garden closes at nine in the evening."]
    assert check.supporting == ()


def test_a_claim_about_something_else_is_not_covered_and_has_the_nearest_passages(articles):
    check = articles.check("The ferry to Hollow Island was built in Norway by a shipyard.")
    assert check.verdict is NOT_COVERED
    assert check.supporting == check.contradicting == ()
    assert check.nearest[0].article_id == articles.article("Ferry service").id
    assert check.citations == check.nearest


def test_a_wrong_number_is_not_supported(articles):
    assert articles.check("The crossing took 42 minutes.").verdict is SUPPORTED
    check = articles.check("Captain Joan Reyes said the crossing took 52 minutes.")
    assert check.verdict is CONTRADICTED
    assert articles.check("Gardener Ines Falk planted ninety lemon trees.").verdict is NOT_COVERED


def test_a_wrong_name_is_not_supported(articles):
    claim = "Gardener {} planted forty lemon trees around the fountain."
    assert articles.check(claim.format("Ines Falk")).verdict is SUPPORTED
    assert articles.check(claim.format("Ines Maas")).verdict is NOT_COVERED


def test_comments_are_no_evidence(articles):
    check = articles.check("The mayor sold the old ferry to a circus.")
    assert check.verdict is NOT_COVERED
    assert not any("circus" in each for each in excerpts(check.citations))


def test_a_collection_without_articles_covers_nothing(library):
    check = library.collection("empty").check("The ferry sailed.")
    assert (check.verdict, check.citations) == (NOT_COVERED, ())


def test_only_articles_in_scope_are_evidence(articles):
    claim, ferry = "The crossing took 42 minutes.", articles.article("Ferry service").id
    assert articles.check(claim, scope=Scope(ferry)).verdict is SUPPORTED
    other = articles.check(claim, scope=Scope("orchard"))
    assert other.verdict is NOT_COVERED
    assert {each.article_id for each in other.citations} <= {"orchard"}


def test_another_collections_articles_are_no_evidence(articles, library):
    assert articles.check("The crossing took 42 minutes.").citations
    assert library.collection("other").check("The crossing took 42 minutes.").citations == ()


def test_a_removed_article_is_no_evidence(articles):
    articles.remove("Ferry service")
    assert articles.check("The crossing took 42 minutes.").verdict is NOT_COVERED


def test_of_several_sentences_each_is_checked(articles):
    known, unknown = "The crossing took 42 minutes.", "Reyes keeps bees in Norway."
    both = articles.check(f"{known} The garden closes at nine in the evening.")
    assert both.verdict is SUPPORTED
    assert len(both.supporting) == 2
    half = articles.check(f"{known} {unknown}")
    assert (half.verdict, half.uncovered) == (NOT_COVERED, (unknown,))
    assert len(half.supporting) == 1
    wrong = articles.check(f"{known} The garden never closes at nine in the evening.")
    assert wrong.verdict is CONTRADICTED
    assert excerpts(wrong.citations) == excerpts(wrong.contradicting + wrong.supporting)


@pytest.mark.parametrize("claim", ["", "  \n", "?!", "…"])
def test_an_empty_claim_is_refused(articles, claim):
    with pytest.raises(QuestionError, match="empty"):
        articles.check(claim)


def test_a_question_is_refused_as_a_claim(articles):
    with pytest.raises(QuestionError, match="This is a question"):
        articles.check("Did the ferry sail?")


def test_a_claim_of_too_many_sentences_is_refused_in_a_sentence(articles):
    with pytest.raises(QuestionError, match="has 6 sentences; at most 5"):
        articles.check("The ferry sailed. " * 6)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("I heard that the ferry sank.", "The ferry sank."),
        ("Is it true that the ferry sank?", "The ferry sank"),
        ("Apparently, the ferry sank.", "The ferry sank."),
        ("I read the ferry was late", "The ferry was late"),
        ("Fact check: 40 boats sank.", "40 boats sank."),
        ("Reading is fun.", "Reading is fun."),
        ("The  ferry\nsank.", "The ferry sank."),
    ],
)
def test_words_that_introduce_a_claim_are_no_part_of_it(text, claim):
    assert split_claim(text) == [claim]
    assert not is_question(text)


def test_a_sentence_that_begins_with_a_pronoun_has_the_one_before_in_front():
    found = split_claim("Captain Reyes came home. She was late. The ferry was early.")
    assert found == [
        "Captain Reyes came home.",
        "Captain Reyes came home. She was late.",
        "The ferry was early.",
    ]


@pytest.mark.parametrize("text", ["Why?", "The ferry sank. Did you know?", "I heard it. Why?"])
def test_a_text_that_asks_is_a_question(text):
    assert is_question(text)


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        ([(SUPPORTED, 0.9), (SUPPORTED, 0.6)], (SUPPORTED, 0.6)),
        ([(SUPPORTED, 0.9), (NOT_COVERED, 0.7)], (NOT_COVERED, 0.7)),
        ([(NOT_COVERED, 0.7), (CONTRADICTED, 0.8)], (CONTRADICTED, 0.8)),
    ],
)
def test_the_verdict_on_the_whole_is_that_of_its_weakest_sentence(found, whole):
    assert combine_verdicts(found) == whole
