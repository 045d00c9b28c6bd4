"""Follow-ups held against their known stand-alone forms."""

import json

import pytest

from bot.errors import EvaluationError
from bot.evaluation.dataset import Half
from bot.evaluation.research.follow_ups import (
    FollowUpRow,
    complete_row,
    compute_terms_f1,
    keep_question,
    measure_method,
    prepend_last_question,
    read_rewrites,
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
        measure_method([ROW, SAME], complete_row),
    )
    assert plain["exact"] == 0.5
    assert read["exact"] == 1.0
    assert plain["terms_f1"] < read["terms_f1"] == 1.0
    assert plain["recovered"] == 0.0
    assert read["recovered"] == 1.0
    assert read["left_alone"] == 1.0
    assert measure_method([ROW, SAME], prepend_last_question)["left_alone"] == 0.0


SAME = FollowUpRow("y", "", ROW.history, "Who founded Hydrova?", "Who founded Hydrova?")


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
    (read,) = read_rewrites(tmp_path / "rows.jsonl")
    assert read.title == "Rania"
    assert read.history == (("Where was she born?", "Kuwait"),)
    assert [turn.question for turn in read.turns] == ["", "Where was Rania born?"]


def test_a_file_without_conversations_is_refused(tmp_path):
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no conversation"):
        read_rewrites(tmp_path / "empty.jsonl")


def test_terms_are_compared_once_each():
    assert compute_terms_f1("the bridge cost", "the bridge") == pytest.approx(2 / 3)
