"""Folders in the evaluation format: what is read, what is left out, what is refused."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import EvaluationError
from bot.evaluation.folders import (
    BadLine,
    Half,
    KnownQuestion,
    get_half,
    get_text,
    read_folder,
    read_folders,
    read_lines,
    sample_rows,
)
from tests.bot.evaluation.folders import QUESTIONS, write_folder


def test_a_folder_is_read_with_all_that_is_known_of_each_question(tmp_path):
    folder = read_folder(write_folder(tmp_path / "gazette"))
    assert (folder.name, folder.left_out) == ("gazette", ())
    assert [each.id for each in folder.questions] == ["q1", "q2", "q3", "q4"]
    last = folder.questions[3]
    assert last.asked_on == date(2021, 4, 1)
    assert (last.answers, last.article_ids, last.wrong_ids) == (
        ("candles",), ("frost",), ("garden",)
    )  # fmt: skip
    assert [each.id for each in folder.summaries] == ["garden"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{broken", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"question": "Why?", "answerable": true}', "no text named id"),
        ('{"id": "x", "answerable": true}', "no text named question"),
        ('{"id": "x", "question": " ", "answerable": true}', "no text named question"),
        ('{"id": "x", "question": "Why?"}', "no true or false named answerable"),
        ('{"id": "x", "question": "Why?", "answerable": true, "answers": "no"}', "its answers"),
        ('{"id": "x", "question": "Why?", "answerable": true, "article_ids": [[]]}', "article_ids"),
        ('{"id": "x", "question": "Why?", "answerable": true, "date": "soon"}', "its date"),
        ('{"id": "x", "question": "\\ud800", "answerable": true}', "half a character"),
        (json.dumps(QUESTIONS[0]), "q1 comes more than once"),
    ],
)
def test_a_bad_line_costs_that_line_only(tmp_path, line, problem):
    folder = read_folder(write_folder(tmp_path / "in", questions=[*QUESTIONS, line]))
    assert len(folder.questions) == 4
    (left_out,) = folder.left_out
    assert problem in left_out
    assert left_out.startswith("questions.jsonl")


def test_a_number_is_an_id_too(tmp_path):
    row = {"id": 7, "question": "Why?", "answerable": True, "article_ids": [1, "a", 1]}
    (asked,) = read_folder(write_folder(tmp_path / "in", questions=[row])).questions
    assert (asked.id, asked.article_ids) == ("7", ("1", "a"))


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"articles": None}, "has no articles.jsonl"),
        ({"questions": None, "summaries": None}, "no questions and no summaries"),
        ({"questions": ["{", "["], "summaries": None}, "2 are bad"),
    ],
)
def test_a_folder_with_nothing_to_measure_is_refused(tmp_path, files, sentence):
    folder = write_folder(tmp_path / "in", **files)
    with pytest.raises(EvaluationError, match=sentence):
        read_folder(folder)


def test_two_folders_of_one_name_are_refused(tmp_path):
    paths = [write_folder(tmp_path / place / "in") for place in ("a", "b")]
    with pytest.raises(EvaluationError, match="Two folders are called in"):
        read_folders(paths)


@given(st.lists(st.binary(max_size=40)))
def test_any_bytes_are_rows_or_problems(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("any") / "questions.jsonl"
    path.write_bytes(b"\n".join(lines))
    rows, problems = read_lines(path, lambda row: get_text(row, "question"))
    filled = [line for line in b"\n".join(lines).split(b"\n") if line.strip()]
    assert len(rows) + len(problems) == len(filled)


def test_a_field_that_is_no_text_is_named():
    with pytest.raises(BadLine, match="question"):
        get_text({"question": 1}, "question")


def asked(ids):
    return [KnownQuestion(each, "Why?", answerable=True) for each in ids]


@given(st.sets(st.text(min_size=1)), st.integers(0, 5))
def test_the_halves_never_overlap_and_a_sample_keeps_the_order(ids, count):
    rows = asked(ids)
    odd, even = sample_rows(rows, Half.ODD), sample_rows(rows, Half.EVEN)
    assert sorted([*odd, *even], key=rows.index) == rows
    sample = sample_rows(rows, count=count)
    assert len(sample) == min(count, len(rows))
    assert sample == sorted(sample, key=rows.index)
    assert sample_rows(rows, count=count) == sample


def test_a_half_is_told_by_crc_32():
    # CRC-32 of "123456789" is 0xCBF43926, the check value of its specification.
    assert get_half("123456789") is Half.EVEN


def test_another_question_does_not_change_which_half_is_drawn():
    few = {row.id for row in sample_rows(asked("abcdefgh"), count=4)}
    more = {row.id for row in sample_rows(asked("abcdefghi"), count=4)}
    assert len(few & more) >= 3
