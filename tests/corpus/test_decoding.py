import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import decode
from corpus.errors import ReadError

TEXT = "“Näive”\r\nline\rcafé\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_text_is_decoded_exactly_and_without_its_byte_order_mark(content: bytes):
    assert decode(content) == TEXT


def test_a_byte_that_windows_leaves_open_is_read_as_latin_1():
    assert decode(b"An ordinary line with one odd byte \x81 and caf\xe9.") == (
        "An ordinary line with one odd byte \x81 and café."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"text with a NUL \0 in it",
        bytes(range(256)),
        b"\x01\x02\x03\x04 some words",
        codecs.BOM_UTF16_LE + b"a\0\0\0",
    ],
)
def test_binary_content_is_refused_as_such(content: bytes):
    with pytest.raises(ReadError, match="binary"):
        decode(content)


def test_damaged_utf_8_is_refused_with_the_place_of_the_damage():
    with pytest.raises(ReadError, match="damaged at byte 12"):
        decode("“curly”".encode() + b"\xff" + " and “more” of it".encode())


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_content_that_breaks_the_promise_of_its_mark_is_refused(mark: bytes):
    with pytest.raises(ReadError, match="damaged"):
        decode(mark + b"abc\xff" + b"\xd8\xd8" * 2 + b"\xd8")


def test_an_encoding_that_can_only_be_guessed_is_refused():
    with pytest.raises(ReadError, match="encoding"):
        decode("Россия осудила удары".encode("cp1251"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_utf_8_text_comes_back_as_it_was(text: str):
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(st.binary() | st.binary().map(lambda content: b"\xff\xfe" + content))
def test_any_bytes_become_storable_text_or_a_refusal(content: bytes):
    try:
        text = decode(content)
    except ReadError:
        return
    text.encode("utf-8")
    assert "\0" not in text
