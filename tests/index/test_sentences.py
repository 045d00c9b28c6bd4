from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import find_sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentence_spans(text)]


SCRAPS = (
    'Mr.|Sen.| |  |\n|\r\n|“|”|"|’|.|?|!|…|。|！|a.m.|U.S.|R-Ky.,|(AP)|—|No.|5|he said|Smith asked.'
    "|It|The|e\u0301|\u2029|[1]"
)
NEWSY = st.lists(st.sampled_from(SCRAPS.split("|")), max_size=40).map("".join)
TEXTS = st.one_of(st.text(), NEWSY)


@given(TEXTS)
def test_every_character_but_white_space_is_in_exactly_one_sentence(text: str):
    spans = find_sentence_spans(text)
    held = [offset for start, end in spans for offset in range(start, end)]
    assert held == sorted(set(held))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(held)


@given(TEXTS)
def test_sentences_have_no_white_space_at_their_edges(text: str):
    assert all(sentence and sentence == sentence.strip() for sentence in split(text))


@given(TEXTS)
def test_no_sentence_reaches_over_a_line_break(text: str):
    assert all(len(sentence.splitlines()) == 1 for sentence in split(text))


@given(TEXTS, st.integers(-5, 50), st.integers(-5, 50))
def test_a_range_is_split_as_its_own_text_would_be(text: str, start: int, end: int):
    start, end = max(start, 0), max(end, 0)
    own = [(a + start, b + start) for a, b in find_sentence_spans(text[start:end])]
    assert find_sentence_spans(text, start, end) == own


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Hale met Dr. Iris Bell, Lt. Col. Ana Ruiz and Prof. Okoro.",
        "Gov. Lee and Rep. Dan Moss left St. Louis.",
        "Sen. John Smith, R-Ky., said the bill was dead.",
        "HARBOUR CITY (AP) — The ferry sank on Friday.",
        "The talks ended at 9 a.m. Monday after a night of argument.",
        "Doors open at 5 p.m. ET.",
        "J. K. Rowling met U.S. officials.",
        "U.S. President Ann Holt flew home.",
        "“It is over.” she said.",
        "“Go!” he shouted.",
        "“Really?” Mr. Hale asked.",
        "Yahoo! said sales fell.",
        "Acme Inc. Chief Executive Ann Holt resigned.",
        "The vote was No. 5 on the list.",
        "It cost $5.4 million, e.g. for steel.",
        "The match ended on Sept. 11 in a draw.",
        "1. Wash the rice.",
        "He said: “She told me: ‘Go.’ ”",
    ],
)
def test_this_is_one_sentence(whole: str):
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["“We won.", "They lost.", "It is finished,” he said.", "Nobody clapped."],
        ["It was 5 p.m.", "The doors closed."],
        ["He left the U.S.", "He never came back."],
        ["She works at Acme Inc.", "The firm is old."],
        ["“Why?” she asked.", "“Because it rained.”", "Then they left."],
        ["“No.”", "Smith said he would leave."],
        ["He waited…", "Nothing came."],
        ["He chose plan B.", "It failed."],
        ["今日は晴れ。", "明日は雨？", "「はい！」", "そう"],
        ["یہ خبر ہے۔", "کیا یہ سچ ہے؟", "ہاں۔"],
        ["वह आया।", "वह गया।"],
    ],
)
def test_these_are_several_sentences(parts: list[str]):
    assert split(" ".join(parts)) == parts


def test_scripts_without_spaces_are_split_between_characters():
    assert split("雨だ。帰ろう！うん") == ["雨だ。", "帰ろう！", "うん"]


def test_a_line_break_ends_a_sentence_even_after_a_title():
    assert split("A visit to Dr.\nHale was ill") == ["A visit to Dr.", "Hale was ill"]


def test_threads_share_one_model():
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(split, ["One came. Two went."] * 32))
    assert answers == [["One came.", "Two went."]] * 32
