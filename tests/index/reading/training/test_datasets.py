"""The data sets' rows into examples."""

import json
import random

import pytest

from index.reading.training.datasets import squad, training_examples, validation_articles

TEXT = "The ferry sailed at noon. Captain Reyes steered it. The crossing took 42 minutes."


@pytest.fixture
def data(tmp_path):
    def write(name, *rows):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return tmp_path

    return write


def answers(example):
    return [example.passage[a:b] for a, b in example.spans]


def test_spans_are_the_answers_themselves(data):
    start = TEXT.index("42")
    row = {
        "question": "How long?",
        "context": TEXT,
        "answers": [{"text": "42 minutes", "start": start}],
    }
    [example] = training_examples(data("train/qed_nq.jsonl", {**row, "answerable": True}), seed=1)
    assert answers(example) == ["42 minutes"]
    assert example.exact


def test_of_a_lone_sentence_it_is_known_only_that_it_answers(data):
    row = {"question": "Who steered?", "sentence": "Captain Reyes steered it."}
    [example] = training_examples(data("train/ass_reqa_squad_pos.jsonl", row), seed=1)
    assert answers(example) == ["Captain Reyes steered it."]
    assert not example.exact


def test_sentences_that_follow_each_other_are_put_together_again(data):
    rows = [
        {"question": f"q{n}", "sentence": sentence}
        for n, sentence in enumerate(["One sails.", "Two sinks.", "Three swims."])
    ]
    examples = training_examples(data("train/ass_squad_du_pos.jsonl", *rows), seed=1)
    assert {example.passage for example in examples} == {"One sails. Two sinks. Three swims."}
    assert [answers(example) for example in examples] == [
        ["One sails."],
        ["Two sinks."],
        ["Three swims."],
    ]


def test_a_claim_is_answered_by_what_supports_it_and_not_by_what_refutes_it(data):
    rows = [
        {"claim": "It sails at noon.", "evidence": [TEXT], "label": "SUPPORTS"},
        {"claim": "It sails at dawn.", "evidence": [TEXT], "label": "REFUTES"},
    ]
    supported, refuted = training_examples(data("train/claims_fever.jsonl", *rows), seed=1)
    assert (supported.answerable, refuted.answerable) == (True, False)


def test_a_name_left_out_of_a_supported_claim_is_the_answer(data):
    row = {
        "claim": "The ship was steered by Captain Reyes.",
        "evidence": [TEXT],
        "label": "SUPPORTS",
    }
    _, cloze = training_examples(data("train/claims_fever.jsonl", row), seed=1)
    assert answers(cloze) == ["Captain Reyes"]
    assert "Reyes" not in cloze.question


def test_all_sentences_of_a_section_are_its_passage_and_those_that_answer_are_marked(data):
    rows = [
        {"qid": "a", "question": "Who?", "sentence": "A dog barked.", "label": 0},
        {"qid": "a", "question": "Who?", "sentence": "Reyes came.", "label": 1},
        {"qid": "b", "question": "What?", "sentence": "Rain.", "label": 0},
    ]
    first, second = training_examples(data("train/ass_selqa.jsonl", *rows), seed=1)
    assert (first.passage, answers(first)) == ("A dog barked. Reyes came.", ["Reyes came."])
    assert not second.answerable


def test_sets_that_are_not_there_are_left_out(tmp_path):
    assert training_examples(tmp_path, seed=1) == []


def test_whole_articles_are_kept_back_for_validation(data):
    titles = [f"Title {n}" for n in range(10)]
    articles = [{"id": title, "title": title, "text": TEXT} for title in titles]
    questions = [
        {"question": f"Who steered in {title}?", "answers": ["Captain Reyes"], "evidence": [],
         "answerable": True, "context_article_id": title}
        for title in titles
    ]  # fmt: skip
    data("eval/squad2/articles.jsonl", *articles)
    folder = data("eval/squad2/questions.jsonl", *questions) / "eval/squad2"
    trained, kept = squad(folder, validation=False), squad(folder, validation=True)
    assert {each.article for each in kept} == validation_articles(titles)
    assert {each.article for each in trained}.isdisjoint(validation_articles(titles))
    assert (len(trained), len(kept)) == (7, 3)


def test_the_answer_inside_the_evidence_is_meant_where_its_words_come_twice(data):
    text = "Noon is hot. The ferry sailed at Noon."
    article = {"id": "a", "title": "A", "text": text}
    question = {"question": "When?", "answers": ["Noon"], "evidence": ["The ferry sailed at Noon."],
                "answerable": True, "context_article_id": "a"}  # fmt: skip
    data("eval/squad2/articles.jsonl", article)
    folder = data("eval/squad2/questions.jsonl", question) / "eval/squad2"
    [example] = squad(folder, validation=True)
    assert example.spans == ((text.rindex("Noon"), text.rindex("Noon") + 4),)


def test_the_same_seed_gives_the_same_examples(data):
    rows = [
        {"question": f"q{n}", "context": TEXT, "answerable": True,
         "answers": [{"text": "noon", "start": TEXT.index("noon")}]}
        for n in range(60)
    ]  # fmt: skip
    folder = data("train/qamr.jsonl", *rows)
    random.seed(3)
    assert training_examples(folder, seed=5) == training_examples(folder, seed=5)
    assert len(training_examples(folder, seed=5)) == 20
