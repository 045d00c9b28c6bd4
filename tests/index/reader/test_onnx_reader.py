"""The shipped reader: what it points at, and how sure it is."""

import pytest

from index.reader.model_files import find_reader
from index.reader.onnx_reader import OnnxPassageReader

FERRY = (
    "The ferry to Hollow Island sailed again on Monday after engineers replaced both engines. "
    "Captain Joan Reyes said the crossing took 42 minutes."
)
GARDEN = "Gardener Ines Falk planted forty lemon trees around the fountain of the town library."


@pytest.fixture(scope="module")
def reader():
    return OnnxPassageReader(find_reader())


def whole(*passages):
    return [[(0, len(passage))] for passage in passages]


def pointed_at(reader, question, passage):
    [reading] = reader.read(question, [passage], [[(0, len(passage))]])
    return passage[slice(*reading.spans[0][:2])]


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("How long did the crossing take?", FERRY, "42 minutes"),
        ("Who planted lemon trees around the fountain?", GARDEN, "Ines Falk"),
        ("When did the ferry sail again?", FERRY, "Monday"),
    ],
)
def test_it_points_at_the_words_that_answer(reader, question, passage, answer):
    assert answer in pointed_at(reader, question, passage)


def test_it_is_surer_of_a_passage_that_answers(reader):
    question = "How long did the crossing take?"
    right, wrong = reader.read(question, [FERRY, GARDEN], whole(FERRY, GARDEN))
    assert right.answers > wrong.answers
    assert right.spans[0].margin > wrong.spans[0].margin


def test_a_passage_is_read_the_same_whatever_is_read_beside_it(reader):
    question = "How long did the crossing take?"
    both = reader.read(question, [GARDEN, FERRY], whole(GARDEN, FERRY))
    assert both[1:] == reader.read(question, [FERRY], whole(FERRY))


def test_the_best_span_of_each_range_lies_in_it_and_the_one_that_answers_has_the_best_margin(
    reader,
):
    cut = FERRY.index("Captain")
    ranges = [[(0, cut), (cut, len(FERRY)), (0, len(FERRY))]]
    [reading] = reader.read("How long did the crossing take?", [FERRY], ranges)
    first, second, best = reading.spans
    assert 0 <= first.start < first.end <= cut <= second.start < second.end <= len(FERRY)
    assert first.margin < second.margin
    assert best == second


def test_a_headline_says_what_the_passage_is_about(reader):
    question = "What did Lavrov say about drone strikes?"
    passage = "Lavrov said that they break international law and must stop at once."
    headlines = ["Russia's foreign minister on drone strikes, 3 May 2013",
                 "Russia's foreign minister on whaling, 3 May 2013"]  # fmt: skip
    about, other = reader.read(question, [passage] * 2, whole(passage, passage), headlines)
    assert about.answers > other.answers
    assert about.spans[0].margin > other.spans[0].margin


def test_no_answer_is_looked_for_in_the_headline(reader):
    [reading] = reader.read(
        "How long did it take?", [GARDEN], whole(GARDEN), ["It took 42 minutes"]
    )
    start, end, _ = reading.spans[0]
    assert 0 <= start < end <= len(GARDEN)


@pytest.mark.parametrize("headline", ["", "Ferry", "long " * 2000, "[SEP] [CLS]", "渡轮"])
def test_any_headline_is_read(reader, headline):
    [reading] = reader.read("How long did the crossing take?", [FERRY], whole(FERRY), [headline])
    assert "42 minutes" in FERRY[slice(*reading.spans[0][:2])]


@pytest.mark.parametrize("question", ["?", "Сколько длилась переправа?", "why " * 3000])
@pytest.mark.parametrize("passage", ["", "渡轮航程四十二分钟。", "ferry " * 3000])
def test_any_question_and_passage_is_read(reader, question, passage):
    [reading] = reader.read(question, [passage], whole(passage))
    start, end, _ = reading.spans[0] or (0, 0, 0.0)
    assert 0 <= start <= end <= len(passage)
