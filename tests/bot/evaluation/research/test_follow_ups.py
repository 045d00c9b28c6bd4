"""Follow-ups held against their known stand-alone forms."""

import json

import pytest

from bot.errors import EvaluationError
from bot.evaluation.folders import Half
from bot.evaluation.research.follow_ups import (
    FollowUpRow,
    compute_terms_f1,
    find_replaced_anaphors,
    fit_antecedents,
    is_same_entity,
    keep_question,
    measure_anaphors,
    measure_method,
    prepend_last_question,
    read_rewrites,
    rewrite_row,
)

ROW = FollowUpRow(
    "x",
    "",
    (("Who led the march?", "Ana Dragan"),),
    "What did she refuse?",
    "What did Ana Dragan refuse?",
)


def test_measures_tell_a_resolved_question_from_one_as_asked():
    plain, read = (
        measure_method([ROW, SAME], keep_question),
        measure_method([ROW, SAME], rewrite_row),
    )
    assert plain["exact"] == 0.5
    assert read["exact"] == 1.0
    assert plain["terms_f1"] < read["terms_f1"] == 1.0
    assert read["left_alone"] == 1.0
    assert measure_method([ROW, SAME], prepend_last_question)["left_alone"] == 0.0


SAME = FollowUpRow("y", "", ROW.history, "Who founded Hydrova?", "Who founded Hydrova?")


def test_what_the_rewrite_has_in_an_anaphors_place_is_found():
    ((anaphor, words),) = find_replaced_anaphors(ROW)
    assert ROW.question[anaphor.start : anaphor.end] == "she"
    assert words == "Ana Dragan"
    assert measure_anaphors([ROW])["all"] == (1.0, 1)


def test_a_conversation_is_wholly_in_one_half():
    later = FollowUpRow("z", "", (*ROW.history, ("And then?", "")), "Why?", "Why?")
    assert later.half is ROW.half
    assert {FollowUpRow(str(i), "", (), f"Q{i}?", "").half for i in range(20)} == set(Half)


def test_the_title_and_answers_of_a_canard_row_are_read(tmp_path):
    row = {
        "id": "canard-1",
        "history": ["Rania (queen)", "Life", "Where was she born?", "Kuwait"],
        "question": "Where did she study?",
        "rewrite": "Where did Rania study?",
    }
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (read,) = read_rewrites([tmp_path / "rows.jsonl"])
    assert read.title == "Rania"
    assert read.history == (("Where was she born?", "Kuwait"),)
    assert [turn.question for turn in read.turns] == ["", "Where was Rania born?"]


def test_a_file_without_conversations_is_refused(tmp_path):
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no conversation"):
        read_rewrites([tmp_path / "empty.jsonl"])


def test_fitting_needs_examples_of_every_group():
    with pytest.raises(ValueError, match="no example"):
        fit_antecedents([ROW])


def test_a_mention_means_words_that_hold_it_or_that_it_holds():
    assert is_same_entity("Lavrov", "Sergei Lavrov’s")
    assert not is_same_entity("Khar", "Sergei Lavrov")
    assert compute_terms_f1("the bridge cost", "the bridge") == pytest.approx(2 / 3)
