"""Weights fitted to signs whose worth is known, and what is asked for them."""

import json

import numpy as np
import pytest

from bot.answering.extraction.confidence import ConfidenceFeatures, load_confidence_model
from bot.errors import EvaluationError
from bot.evaluation.dataset import Half, get_half, read_folder
from bot.evaluation.research.fit_confidence import (
    LabelledQuestion,
    fit_weights,
    label_questions,
    main,
    write_confidence_model,
)
from index.reader.base import PassageReading, ScoredSpan
from tests.bot.evaluation.folders import ARTICLES, QUESTIONS, write_folder

ANSWERS, APPOSED = (ConfidenceFeatures._fields.index(name) for name in ("answers", "apposed"))
EVEN = [f"e{n}" for n in range(40) if get_half(f"e{n}") is Half.EVEN]
ODD = [f"e{n}" for n in range(40) if get_half(f"e{n}") is Half.ODD]


def sentences(count, seed, *, folder="set", telling=3.0):
    """Questions of five sentences, every second unanswerable: ``answers`` tells which is right."""
    chance = np.random.default_rng(seed)
    for number in range(count):
        signs = chance.normal(size=(5, len(ConfidenceFeatures._fields)))
        signs[:, APPOSED] = 0  # its weight is set by hand
        right = np.zeros(5, dtype=bool)
        if number % 2 == 0:
            right[chance.integers(5)] = True
            signs[right, ANSWERS] += telling
        yield LabelledQuestion(folder, signs, right)


@pytest.mark.slow
def test_the_weights_order_right_before_wrong_in_questions_they_were_not_fitted_to():
    found = fit_weights(list(sentences(200, seed=1, telling=5.0)), "tiny")
    assert found.reader == "tiny"
    assert found.rank.answers == max(map(abs, found.rank._replace(apposed=0.0)))
    unseen = [each for each in sentences(200, seed=2, telling=5.0) if each.is_right.any()]
    first = [
        each.is_right[np.argmax([found.score(ConfidenceFeatures(*row)) for row in each.features])]
        for each in unseen
    ]
    assert np.mean(first) > 0.95


def test_the_confidence_tells_what_is_answered_from_what_is_not():
    found = fit_weights(list(sentences(200, seed=1, telling=5.0)), "tiny")
    sure: dict[bool, list[float]] = {True: [], False: []}
    for each in sentences(200, seed=2, telling=5.0):
        best = max((ConfidenceFeatures(*row) for row in each.features), key=found.score)
        sure[bool(each.is_right.any())].append(found.compute_probability(best))
    assert np.mean(sure[True]) > 0.85
    assert np.mean(sure[False]) < 0.15


def test_a_sign_on_a_larger_scale_gets_a_smaller_weight_and_means_the_same():
    questions = list(sentences(100, seed=3))
    scaled = [
        LabelledQuestion(each.folder, each.features.copy(), each.is_right) for each in questions
    ]
    for each in scaled:
        each.features[:, ANSWERS] *= 10
    plain, tenth = fit_weights(questions, "tiny"), fit_weights(scaled, "tiny")
    assert tenth.rank.answers == pytest.approx(plain.rank.answers / 10, rel=0.01)
    assert tenth.confidence.answers == pytest.approx(plain.confidence.answers / 10, rel=0.01)
    assert tenth.bias == pytest.approx(plain.bias, abs=0.01)


def test_a_folder_counts_the_same_however_many_questions_it_has():
    def of(folder, count, *, answered):
        chance = np.random.default_rng(4)
        for _ in range(count):
            signs = chance.normal(size=(3, len(ConfidenceFeatures._fields)))
            signs[:, APPOSED] = 0
            signs[0, ANSWERS] += 8
            yield LabelledQuestion(folder, signs, np.array([answered, False, False]))

    found = fit_weights(
        [*of("small", 60, answered=True), *of("large", 600, answered=False)], "tiny"
    )
    best = ConfidenceFeatures(*[0.0] * len(ConfidenceFeatures._fields))._replace(answers=8.0)
    assert 0.4 < found.compute_probability(best) < 0.6  # by the questions alone it would be 1/11


def test_the_written_weights_are_read_again_under_their_names(tmp_path):
    found = fit_weights(list(sentences(60, seed=5)), "tiny")
    write_confidence_model(found, tmp_path / "judgement.json")
    kept = json.loads((tmp_path / "judgement.json").read_text())
    assert list(kept) == ["reader", "rank", "confidence", "bias"]
    assert (kept["reader"], kept["bias"]) == ("tiny", found.bias)
    assert ConfidenceFeatures(**kept["rank"]) == found.rank
    assert ConfidenceFeatures(**kept["confidence"]) == found.confidence


def test_what_is_shipped_is_written_to_the_same_file(tmp_path):
    write_confidence_model(load_confidence_model(), tmp_path / "judgement.json")
    kept = json.loads((tmp_path / "judgement.json").read_text())
    assert kept["reader"] == load_confidence_model().reader
    assert ConfidenceFeatures(**kept["rank"]) == load_confidence_model().rank


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ([], "nothing to rank by"),
        ([each for each in sentences(20, seed=6) if not each.is_right.any()], "nothing to rank by"),
        (
            [each for each in sentences(200, seed=6, telling=50.0) if each.is_right.any()],
            "answers every question",
        ),
    ],
)
def test_without_right_and_wrong_there_is_nothing_to_fit(questions, sentence):
    with pytest.raises(EvaluationError, match=sentence):
        fit_weights(questions, "tiny")


class EverSure:
    """Reads every passage as an answer that begins in its first sentence; keeps the questions."""

    name = "ever sure"

    def __init__(self):
        self.asked = []

    def read(self, question, passages, ranges, headlines=()):
        self.asked.append(question)
        return [
            PassageReading(4.0, tuple(ScoredSpan(a, a + 3, -6.0 if a else 6.0) for a, _ in each))
            for each in ranges
        ]


def rows(ids, *kinds):
    """Questions with these ids that ask what the questions of these numbers do, in turn."""
    return [
        {
            **QUESTIONS[kinds[at % len(kinds)]],
            "id": each,
            "question": f"{each}: {QUESTIONS[kinds[at % len(kinds)]]['question']}",
        }
        for at, each in enumerate(ids)
    ]


@pytest.fixture
def gathered(tmp_path, library):
    """Asks the questions of one half, and gives what was gathered and what was asked."""

    def gather(questions, half):
        folder = read_folder(write_folder(tmp_path / "in", questions=questions))
        collection = library.collection("in")
        collection.add([folder.articles])
        reader = EverSure()
        return list(label_questions(folder, half, collection.retriever, reader)), reader.asked

    return gather


def test_only_the_half_that_is_asked_for_is_asked(gathered):
    questions = rows([*EVEN[:4], *ODD[:4]], 0, 2)
    for half, ids in ((Half.EVEN, EVEN[:4]), (Half.ODD, ODD[:4])):
        found, questions_asked = gathered(questions, half)
        assert {each.partition(":")[0] for each in questions_asked} == set(ids)
        assert len(found) == 4


def test_the_sentences_that_hold_an_answer_or_evidence_are_right_and_no_others(gathered):
    found, _ = gathered(rows(EVEN[:3], 0, 1, 2), Half.EVEN)
    by_sentences = [int(each.is_right.sum()) for each in found]
    assert by_sentences == [1, 1, 0]  # "42 minutes", "forty", and nothing of a chess olympiad
    for each in found:
        assert each.folder == "in"
        assert each.features.shape == (len(each.is_right), len(ConfidenceFeatures._fields))
        assert set(each.features[:, ANSWERS]) == {4.0}


def said_by(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    words = capsys.readouterr().err
    assert ended.value.code == 2
    assert words.count("\n") == 1
    return words


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        (rows(EVEN[:6], 0, 1), "No unanswerable question is in the even half of in"),
        (rows(EVEN[:6], 2), "No answerable question is in the even half of in"),
        (rows(ODD[:6], 0, 2), "No answerable question is in the even half of in"),
        ([*rows(EVEN[:6], 0), *rows(ODD[:6], 2)], "No unanswerable question"),
    ],
)
def test_folders_without_both_kinds_are_refused_before_anything_is_opened(
    tmp_path, capsys, questions, sentence
):
    folder = write_folder(tmp_path / "in", questions=questions)
    to = tmp_path / "judgement.json"
    assert sentence in said_by(capsys, tmp_path / "index", folder, "--to", to)
    assert not to.exists()
    assert not (tmp_path / "index").exists()


def test_an_empty_folder_is_refused_in_one_sentence(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    said = said_by(capsys, tmp_path / "index", tmp_path / "empty")
    assert "has no articles.jsonl" in said
    nothing = write_folder(tmp_path / "nothing", articles=ARTICLES, questions=[], summaries=None)
    assert "no questions and no summaries" in said_by(capsys, tmp_path / "index", nothing)
