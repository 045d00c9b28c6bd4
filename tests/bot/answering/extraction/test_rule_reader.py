"""The sentence reader: which evidence it picks, and how sure it is of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.rule_reader import RuleReader
from corpus.article import Article, Zone, ZoneKind
from index.retriever import RetrievedPassage
from tests.bot.answering.passages import retrieve
from tests.fakes import WordEmbedder, build_article

FERRY = build_article(
    "ferry",
    "The ferry to Hollow Island sailed again on Monday after engineers replaced both engines. "
    "Captain Joan Reyes said the crossing took 42 minutes.\n"
    "The harbour company spent 3.2 million dollars on the repairs. "
    "It borrowed the money from the town bank.\n"
    "Islanders had relied on fishing boats since February because the storm broke the pier.",
    "Ferry service to Hollow Island resumes",
)
GARDEN = build_article(
    "garden",
    "The town library opened a garden for readers on Sunday. "
    "Gardener Ines Falk planted forty lemon trees around the fountain.\n"
    "The garden closes at nine in the evening.",
    "Town library opens a reading garden",
)


def read(question, *articles):
    return RuleReader().read(question, *retrieve(question, *articles))


def words(evidence):
    return evidence.passage.article.text[evidence.start : evidence.end]


def best(question, *articles):
    return words(read(question, *articles).evidence[0])


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How long did the crossing take?", "42 minutes"),
        ("Why did islanders rely on fishing boats?", "the storm broke the pier"),
        ("who planted lemon trees around the fountain", "Ines Falk"),
        ("When does the garden close?", "nine in the evening"),
        ("What did the harbour company spend on the repairs?", "3.2 million dollars"),
    ],
)
def test_the_sentence_that_answers_comes_first(question, answer):
    assert answer in best(question, FERRY, GARDEN)


def test_evidence_is_one_whole_sentence_where_that_suffices():
    assert best("How long did the crossing take?", FERRY) == (
        "Captain Joan Reyes said the crossing took 42 minutes."
    )


def test_a_sentence_that_leans_on_the_one_before_brings_it_along():
    assert best("From whom was the money borrowed, the town bank?", FERRY) == (
        "The harbour company spent 3.2 million dollars on the repairs. "
        "It borrowed the money from the town bank."
    )


def test_a_pronoun_that_points_at_nothing_brings_nothing_along():
    story = build_article(
        "a", "Rain fell all week. It is believed that the dam in Ostrava will hold."
    )
    assert best("Will the dam in Ostrava hold?", story) == (
        "It is believed that the dam in Ostrava will hold."
    )


def test_a_title_right_before_a_name_tells_who_holds_it():
    story = build_article(
        "a",
        "The Danish finance minister arrived in Oslo on a tour of two days.\n"
        "“We will wait,” said Danish Finance Minister Karla Holm at a joint news conference.",
    )
    assert "Karla Holm" in best("Who is the Danish finance minister?", story)


def test_the_answering_words_are_highlighted_inside_the_evidence():
    evidence = read("How long did the crossing take?", FERRY).evidence[0]
    start, end = evidence.highlight
    assert FERRY.text[start:end] == "42 minutes"
    assert evidence.start <= start < end <= evidence.end


def test_an_answered_question_is_surer_than_one_about_something_else():
    sure = read("How long did the crossing to Hollow Island take?", FERRY, GARDEN).confidence
    unsure = read("How long did the flight to Ostrava take?", FERRY, GARDEN).confidence
    assert sure > 0.5 > 0.3 > unsure


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2010 World Cup?",
        "How tall is Mount Everest?",
        "Сколько длилась переправа?",
        "渡轮航程多长时间？",
        "?",
        "",
    ],
)
def test_a_question_of_which_the_articles_hold_no_word_has_no_confidence(question):
    assert read(question, FERRY, GARDEN).confidence == 0


def test_an_article_in_the_questions_own_script_answers_it():
    story = build_article("a", "Паром вышел в море в понедельник. Переправа длилась сорок минут.")
    reading = read("Сколько длилась переправа?", story)
    assert words(reading.evidence[0]) == "Переправа длилась сорок минут."
    assert reading.confidence > 0


def test_a_name_that_stands_nowhere_lowers_the_confidence():
    known = read("What did Captain Reyes say about the crossing?", FERRY).confidence
    unknown = read("What did Captain Zubarev say about the crossing?", FERRY).confidence
    assert unknown < known / 2


def test_without_passages_there_is_no_evidence_and_no_confidence():
    reading = RuleReader().read("Who?", WordEmbedder().embed_question("Who?"), [])
    assert (reading.evidence, reading.confidence) == ((), 0)


def test_a_lone_sentence_can_answer():
    story = build_article("a", "Judge Tomas Beran closed the mine at Kladno.")
    reading = read("Who closed the mine at Kladno?", story)
    assert words(reading.evidence[0]) == story.text
    assert reading.confidence > 0.4


def test_a_headline_gives_way_to_the_sentence_below_it():
    text = "Bridge over the Elbe closed\nThe bridge over the Elbe was closed by Mayor Vit Kral."
    zones = (Zone(ZoneKind.HEADLINE, 0, 28), Zone(ZoneKind.BODY, 28, len(text)))
    story = Article("a", "Bridge over the Elbe closed", text, zones)
    assert best("Who closed the bridge over the Elbe?", story) == text[28:]


def test_a_readers_comment_is_no_evidence_even_inside_a_passage():
    text = "The mine closed.\nReader: Minister Novak sold the mine for one crown."
    zones = (Zone(ZoneKind.BODY, 0, 17), Zone(ZoneKind.COMMENT, 17, len(text)))
    passage = RetrievedPassage(1, Article("a", "Mine", text, zones), 0, len(text), 1, 0.9, 5.0)
    question = "Who sold the mine for one crown?"
    vector = WordEmbedder().embed_question(question)
    evidence = RuleReader().read(question, vector, [passage]).evidence
    assert [words(each) for each in evidence] == ["The mine closed."]


def test_a_sentence_two_passages_share_is_given_once():
    question = "Who opened the mill in Tabor?"
    text = "Tabor lies in Bohemia. Baker Jana Mala opened the mill in Tabor. Bread is cheaper now."
    story = build_article("a", text)
    passages = [
        RetrievedPassage(1, story, 0, 64, 1.0, 0.5, 2.0),
        RetrievedPassage(2, story, 23, len(text), 0.9, 0.5, 2.0),
    ]
    vector = WordEmbedder().embed_question(question)
    found = [words(each) for each in RuleReader().read(question, vector, passages).evidence]
    assert found.count("Baker Jana Mala opened the mill in Tabor.") == 1


def test_the_same_words_in_two_articles_are_given_once():
    line = "Pilot Anna Bila landed the balloon in Brno."
    reading = read(
        "Who landed the balloon in Brno?", build_article("a", line), build_article("b", line)
    )
    assert [words(each) for each in reading.evidence] == [line]


def test_two_articles_that_answer_differently_are_both_given():
    one = build_article("a", "Pilot Anna Bila landed the balloon in Brno.", "Balloon")
    other = build_article("b", "Baker Petr Hora landed the balloon in Brno.", "Balloon")
    reading = read("Who landed the balloon in Brno?", one, other)
    assert {each.passage.article.id for each in reading.evidence} == {"a", "b"}


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_read_into_trimmed_evidence_of_its_passage(question, text):
    story = build_article("a", text)
    reading = read(question, story)
    assert 0 <= reading.confidence <= 1
    assert len(reading.evidence) <= 3
    for each in reading.evidence:
        assert each.passage.start <= each.start < each.end <= each.passage.end
        assert words(each) == words(each).strip() != ""
