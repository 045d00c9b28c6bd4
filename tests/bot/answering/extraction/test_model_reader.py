"""The trained reader: what a model points at becomes evidence, and others beside it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.candidates import collect_candidates
from bot.answering.extraction.confidence import (
    ConfidenceFeatures,
    ConfidenceModel,
    load_confidence_model,
)
from bot.answering.extraction.model_reader import FIRST_PASSAGES, ModelReader
from tests.bot.answering.passages import FakePassageReader, retrieve
from tests.fakes import build_article

QUESTION = "How many boats sank in the storm off Hollow Island?"
FIRST = build_article(
    "first",
    "A storm struck Hollow Island on Monday. The harbour office said 12 boats sank in the storm.",
    published=date(2021, 3, 1),
)
LATER = build_article(
    "later",
    "Divers ended their search off Hollow Island. In the storm 15 boats sank, insurers wrote.",
    published=date(2021, 3, 9),
)
AGREEING = build_article(
    "agreeing", "Of the 12 boats that sank off Hollow Island, two were ferries."
)
GARDEN = build_article("garden", "The town library opened a garden for readers on Sunday.")

BY_MODEL = ConfidenceModel(
    "written",
    rank=ConfidenceFeatures(
        **dict.fromkeys(ConfidenceFeatures._fields, 0.0) | {"answers": 1.0, "margin": 1.0}
    ),
    confidence=ConfidenceFeatures(
        **dict.fromkeys(ConfidenceFeatures._fields, 0.0) | {"answers": 0.5}
    ),
    bias=0.0,
)
"""Trusts the model alone: 0.88 where it says that a passage answers, 0.12 where not."""


def read(question, *articles, says=(), judgement=BY_MODEL):
    return ModelReader(FakePassageReader(*says), judgement).read(
        question, *retrieve(question, *articles)
    )


def words(evidence):
    return evidence.passage.article.text[evidence.start : evidence.end]


def highlighted(evidence):
    return evidence.passage.article.text[slice(*evidence.highlight)]


def test_the_sentence_that_the_model_points_into_is_the_evidence():
    reading = read(QUESTION, GARDEN, FIRST, says=["12 boats"])
    assert words(reading.evidence[0]) == "The harbour office said 12 boats sank in the storm."
    assert highlighted(reading.evidence[0]) == "12 boats"
    assert reading.confidence == pytest.approx(0.88, abs=0.01)


def test_the_confidence_is_low_where_the_model_finds_no_answer():
    assert read(QUESTION, GARDEN, FIRST).confidence == pytest.approx(0.12, abs=0.01)


def test_articles_that_give_different_numbers_stand_side_by_side():
    reading = read(QUESTION, FIRST, LATER, GARDEN, says=["12 boats", "15 boats"])
    assert reading.conflicting
    assert {highlighted(each) for each in reading.evidence} == {"12 boats", "15 boats"}


@pytest.mark.parametrize(
    ("text", "published", "marked"),
    [
        ("A month on, 15 boats are known to have sunk in the storm off Hollow Island.",
         date(2021, 4, 1), "15 boats"),  # a later count is news, not a contradiction
        ("A storm off Hollow Island: 15 boats sank.", None, "15 boats"),  # nobody knows when
        ("A storm struck Port Amber on Tuesday. There 15 boats sank.",
         date(2021, 3, 2), "15 boats"),  # another storm
        ("In the storm off Hollow Island, where boats sank, 15 people drowned.",
         date(2021, 3, 2), "15 people"),  # something else was counted
        ("In the storm off Hollow Island some boats sank, among them the Swallow.",
         date(2021, 3, 2), "the Swallow"),  # no number
    ],
)  # fmt: skip
def test_another_time_event_or_thing_is_no_different_answer(text, published, marked):
    other = build_article("other", text, published=published)
    assert not read(QUESTION, FIRST, other, says=["12 boats", marked]).conflicting


def test_articles_that_name_different_persons_stand_side_by_side():
    day = date(2021, 3, 1)
    one = build_article("one", "Mayor Ana Falk opened the new bridge.", published=day)
    other = build_article("other", "The new bridge was opened by Joan Reyes.", published=day)
    reading = read("Who opened the new bridge?", one, other, says=["Ana Falk", "Joan Reyes"])
    assert reading.conflicting
    assert {highlighted(each) for each in reading.evidence} == {"Ana Falk", "Joan Reyes"}


def test_what_different_articles_say_is_not_compared_where_no_number_or_name_is_asked_for():
    day = date(2021, 3, 1)
    one = build_article("one", "Falk said 12 boats sank in the storm.", published=day)
    other = build_article("other", "Falk said 15 boats sank in the storm.", published=day)
    says = ["12 boats", "15 boats"]
    assert not read("What did Falk say about the storm?", one, other, says=says).conflicting


def test_articles_that_give_the_same_number_do_not_differ():
    reading = read(QUESTION, FIRST, AGREEING, says=["12 boats"])
    assert not reading.conflicting
    assert {each.passage.article.id for each in reading.evidence} == {"first", "agreeing"}


def test_an_article_that_has_both_numbers_does_not_differ_from_either():
    both = build_article("both", "First 12 boats were said to have sunk; in the end 15 boats had.")
    assert not read(QUESTION, FIRST, both, says=["15 boats", "12 boats"]).conflicting


def test_nothing_retrieved_gives_no_evidence():
    reading = read(QUESTION)
    assert (reading.evidence, reading.confidence) == ((), 0.0)


@given(st.lists(st.text(max_size=120), max_size=4), st.text(max_size=60))
def test_evidence_is_part_of_its_article_whatever_the_texts(texts, question):
    articles = [build_article(str(number), text) for number, text in enumerate(texts)]
    reading = read(question, *articles, says=["e", " "], judgement=load_confidence_model())
    assert 0 <= reading.confidence <= 1
    for each in reading.evidence:
        length = len(each.passage.article.text)
        assert 0 <= each.start < each.end <= length
        if each.highlight:
            assert each.start <= each.highlight[0] < each.highlight[1] <= each.end


def test_a_signs_weight_moves_the_confidence_its_way():
    zero = ConfidenceFeatures(*[0.0] * len(ConfidenceFeatures._fields))
    judgement = ConfidenceModel("r", zero, zero._replace(title=2.0), bias=-1.0)
    assert judgement.compute_probability(zero) == pytest.approx(0.2689, abs=1e-4)
    assert judgement.compute_probability(zero._replace(title=0.5)) == pytest.approx(0.5)


REPORTS = [
    build_article(str(n), f"The storm sank boats off Hollow Island{', wrote the paper' * n}.")
    for n in range(6)
]
"""Less and less near the question, which none of them answers."""


def passages_read(*articles, says=(), judgement=BY_MODEL):
    """What is retrieved, best first, and what of it is read, both as texts."""
    model = FakePassageReader(*says)
    vector, passages = retrieve(QUESTION, *articles)
    ModelReader(model, judgement).read(QUESTION, vector, passages)
    return [passage.flow for passage in passages], model.passages


def test_only_the_first_passages_are_read_if_one_of_them_answers_clearly():
    retrieved, was_read = passages_read(FIRST, *REPORTS, says=["12 boats"])
    assert FIRST.text in retrieved[:FIRST_PASSAGES]
    assert was_read == retrieved[:FIRST_PASSAGES]


def test_all_passages_are_read_once_if_none_of_the_first_answers():
    retrieved, was_read = passages_read(*REPORTS, GARDEN)
    assert was_read == retrieved


def test_an_answer_after_the_first_passages_is_found():
    retrieved, _ = passages_read(*REPORTS, GARDEN)
    assert retrieved.index(GARDEN.text) >= FIRST_PASSAGES
    reading = read(QUESTION, *REPORTS, GARDEN, says=["a garden"])
    assert [words(each) for each in reading.evidence] == [GARDEN.text]


def test_a_passage_is_not_read_if_its_own_words_leave_it_no_chance():
    """The reports have all the words of the question, which count more than any reading."""
    rank = BY_MODEL.rank._replace(found=100.0)
    judgement = ConfidenceModel("r", rank, BY_MODEL.confidence, bias=0.0)
    retrieved, was_read = passages_read(*REPORTS, GARDEN, judgement=judgement)
    assert set(retrieved) - set(was_read) == {GARDEN.text}


def test_scoring_all_candidates_reads_all_passages():
    model = FakePassageReader("12 boats")
    _, passages = retrieve(QUESTION, FIRST, *REPORTS)
    candidates = collect_candidates(QUESTION, passages)
    scored = ModelReader(model, BY_MODEL).score_candidates(candidates)
    assert model.passages == [passage.flow for passage in passages]
    assert [each.candidate for each in scored] == list(candidates.candidates)
