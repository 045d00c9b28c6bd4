import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analyzer import MAX_TERM_LENGTH, STOP_WORDS, extract_terms

PIECES = [
    "Putin’s",
    "U.S.",
    "1,200",
    "雨",
    "ไทย",
    "हि",
    "e\u0301",
    "'",
    " ",
    ".",
    ",",
    "İ",
    "ß",
    "ﬁ",
    "\ud800",
    "_",
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister condemned the strikes.", ["minist", "condemn", "strike"]),
        ("Putin’s visit and Putin's visits", ["putin", "visit", "putin", "visit"]),
        ("O’Brien isn't here", ["obrien"]),
        ("They’ll say she’d well", ["say", "well"]),
        ("Café, Zürich, ＴＯＫＹＯ, ﬁnance", ["cafe", "zurich", "tokyo", "financ"]),
        ("İstanbul STRASSE straße", ["istanbul", "strass", "strass"]),
        ("1,200 people, 3.5%, 12,34", ["1200", "peopl", "3.5", "12", "34"]),
        ("1,234,567.80 on 2024-05-01", ["1234567.80", "2024", "05", "01"]),
        ("5.30pm COVID-19", ["5.30", "pm", "covid", "19"]),
        ("U.S. US u.s.", ["us", "us", "us"]),
        ("in May", ["may"]),
        ("snake_case", ["snake", "case"]),
        ("Who did what, where, when, why and how in Rome?", ["rome"]),
        ("does not rain", ["rain"]),
        ("東京都の雨", ["東京", "京都", "都の", "の雨"]),
        ("雨", ["雨"]),
        ("ไทยแลนด์x", ["ไท", "ทย", "ยแ", "แล", "ลน", "นด", "ด์", "x"]),
        ("서울", ["서울"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("?! — …", []),
        ("", []),
    ],
)
def test_a_text_has_these_terms(text: str, expected: list[str]):
    assert extract_terms(text) == expected


def test_a_text_of_nothing_but_stop_words_keeps_them():
    assert extract_terms("To be, or not to be?") == ["to", "be", "or", "not", "to", "be"]


def test_question_words_and_negations_are_stop_words():
    assert {"who", "what", "when", "where", "why", "how", "did", "does", "not", "no"} <= STOP_WORDS


def test_a_word_without_end_is_cut():
    assert extract_terms("x" * 5000) == ["x" * MAX_TERM_LENGTH]


@given(TEXTS)
@example("\u0374")
def test_a_term_is_never_empty_nor_too_long_nor_split_at_white_space(text: str):
    assert all(
        term.split() == [term] and len(term) <= MAX_TERM_LENGTH for term in extract_terms(text)
    )


@given(TEXTS)
def test_a_term_can_be_written_to_disk(text: str):
    written = " ".join(extract_terms(text)).encode()
    assert written.decode().split() == extract_terms(text)


@given(TEXTS, TEXTS)
def test_a_paragraph_break_separates_terms(left: str, right: str):
    together = extract_terms(f"zebra {left}\n\nzebra {right}")
    assert together == extract_terms(f"zebra {left}") + extract_terms(f"zebra {right}")


@given(st.text("abcdefghijklmnopqrstuvwxyzéüçñ '-.,0123456789", max_size=60))
def test_case_does_not_matter(text: str):
    assert extract_terms(text.upper()) == extract_terms(text)
