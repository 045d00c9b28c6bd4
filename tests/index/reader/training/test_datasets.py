"""The data sets' rows into examples."""

import random

from index.reader.training.datasets import squad, training_examples, validation_articles

TEXT = "The ferry sailed at noon. Captain Reyes steered it. The crossing took 42 minutes."


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


def squad_rows(title, text, **question):
    article = {"id": title, "title": title, "text": text}
    known = {"question": f"Who steered in {title}?", "answers": [], "evidence": []}
    return article, {**known, "answerable": False, "context_article_id": title, **question}


def test_what_is_kept_for_validation_is_in_no_example_made_for_training(data):
    titles = [f"Title {n}" for n in range(10)]
    rows = [
        squad_rows(title, f"{title} sailed. Captain Reyes warned that fog in {title} is dangerous.",
                   answers=["Captain Reyes"], answerable=True)
        for title in titles
    ]  # fmt: skip
    data("eval/squad2/articles.jsonl", *(article for article, _ in rows))
    folder = data("eval/squad2/questions.jsonl", *(question for _, question in rows))
    made = training_examples(folder, seed=4)
    kept = validation_articles(titles)
    assert {each.source for each in made} == {"squad2", "statements"}
    assert len(kept) == 3
    assert not [each for each in made if any(f"{title} sailed" in each.passage for title in kept)]


def test_adding_a_question_moves_no_article_between_the_parts():
    titles = [f"Title {n}" for n in range(20)]
    assert validation_articles(titles) == validation_articles([*reversed(titles), *titles])


def test_an_unanswerable_question_has_no_spans(data):
    article, question = squad_rows("A", TEXT)
    data("eval/squad2/articles.jsonl", article)
    folder = data("eval/squad2/questions.jsonl", question) / "eval/squad2"
    [example] = squad(folder, validation=True)
    assert example.spans == ()
    assert not example.answerable


def test_places_count_characters_and_not_bytes(data):
    text = "Zoë’s 😀 ferry — “Øresund” — sailed."
    start = text.index("Øresund")
    places = [{"text": "😀", "start": 6}, {"text": "Øresund", "start": start}]
    row = {"question": "Which?", "context": text, "answerable": True, "answers": places}
    [example] = training_examples(data("train/nq_open_oracle.jsonl", row), seed=1)
    assert answers(example) == ["😀", "Øresund"]


def test_a_question_of_another_kind_without_an_answer_is_left_out(data):
    rows = [
        {"question": "How?", "context": TEXT, "answers": [], "answerable": True},
        {"question": "How?", "context": TEXT, "answers": [{"text": "noon", "start": 20}],
         "answerable": False},
    ]  # fmt: skip
    assert training_examples(data("train/qed_nq.jsonl", *rows), seed=1) == []
