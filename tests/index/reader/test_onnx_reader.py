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


def pointed_at(reader, question, passage):
    [reading] = reader.read(question, [passage])
    return passage[slice(*reading.span)]


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
    right, wrong = reader.read("How long did the crossing take?", [FERRY, GARDEN])
    assert right.answers > wrong.answers
    assert right.margin > wrong.margin


def test_a_passage_is_read_the_same_whatever_is_read_beside_it(reader):
    question = "How long did the crossing take?"
    assert reader.read(question, [GARDEN, FERRY])[1] == reader.read(question, [FERRY])[0]


def test_the_sentence_that_answers_has_the_greater_share(reader):
    cut = FERRY.index("Captain")
    spans = [[(0, cut), (cut, len(FERRY))]]
    [reading] = reader.read("How long did the crossing take?", [FERRY], spans)
    first, second = reading.shares
    assert 0 <= first < second
    assert first + second <= 1.0001


def test_a_headline_says_what_the_passage_is_about(reader):
    question = "What did Lavrov say about drone strikes?"
    passage = "Lavrov said that they break international law and must stop at once."
    headlines = ["Russia's foreign minister on drone strikes, 3 May 2013",
                 "Russia's foreign minister on whaling, 3 May 2013"]  # fmt: skip
    about, other = reader.read(question, [passage] * 2, (), headlines)
    assert about.answers > other.answers
    assert about.margin > other.margin


def test_no_answer_is_looked_for_in_the_headline(reader):
    spans = [[(0, len(GARDEN))]]
    [reading] = reader.read("How long did it take?", [GARDEN], spans, ["It took 42 minutes"])
    start, end = reading.span
    assert 0 <= start < end <= len(GARDEN)
    assert sum(reading.shares) <= 1.0001


@pytest.mark.parametrize("headline", ["", "Ferry", "long " * 2000, "[SEP] [CLS]", "渡轮"])
def test_any_headline_is_read(reader, headline):
    [reading] = reader.read("How long did the crossing take?", [FERRY], (), [headline])
    assert "42 minutes" in FERRY[slice(*reading.span)]


@pytest.mark.parametrize("question", ["?", "Сколько длилась переправа?", "why " * 3000])
@pytest.mark.parametrize("passage", ["", "渡轮航程四十二分钟。", "ferry " * 3000])
def test_any_question_and_passage_is_read(reader, question, passage):
    [reading] = reader.read(question, [passage])
    start, end = reading.span or (0, 0)
    assert 0 <= start <= end <= len(passage)
