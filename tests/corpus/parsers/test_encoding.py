import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.parsers.encoding import decode

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


def test_a_byte_undefined_in_windows_1252_is_read_as_latin_1():
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
def test_content_that_does_not_match_its_byte_order_mark_is_refused(mark: bytes):
    with pytest.raises(ReadError, match="damaged"):
        decode(mark + b"abc\xff" + b"\xd8\xd8" * 2 + b"\xd8")


RUSSIAN = "Россия осудила удары беспилотников, сообщил в четверг министр иностранных дел."
POLISH = (
    "Rada miasta zgodziła się w poniedziałek na odbudowę muru portowego, "
    "który runął podczas marcowej burzy."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RUSSIAN, encoding) for encoding in ("cp1251", "koi8-r", "cp866", "iso8859-5")),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        ("Το συμβούλιο αποφάσισε τη Δευτέρα να ξαναχτίσει τον τοίχο του λιμανιού.", "cp1253"),
        ("المجلس يوم الاثنين على إعادة بناء جدار الميناء الذي سقط في عاصفة مارس", "cp1256"),
        (
            "市议会周一同意重建在三月风暴中倒塌的港口围墙。市长告诉记者，工程将于春季开始。",
            "gb18030",
        ),
        ("市議会は月曜日、三月の嵐で倒壊した港の壁を再建することに同意した。", "shift_jis"),
        ("시의회는 월요일 삼월 폭풍으로 무너진 항구 벽을 재건하기로 합의했다.", "euc_kr"),
        ("An ordinary text without a mark: “the wall”.", "utf-16-le"),
        ("An ordinary text without a mark: “the wall”.", "utf-16-be"),
        ("L’été, a dit le maire : « cela coûtera cher », où ça ? Über größere Mauern.", "cp1252"),
    ],
)
def test_older_encodings_are_detected_from_enough_text(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_used_if_the_content_is_valid_in_it():
    assert decode("Россия".encode("koi8-r"), "KOI8-R") == "Россия"
    assert decode("“café”".encode("cp1252"), "ISO-8859-1") == "“café”"
    assert decode("“café”".encode(), "shift_jis" * 9) == "“café”"
    assert decode(codecs.BOM_UTF8 + "é".encode(), "cp1251") == "é"


def test_an_encoding_that_can_only_be_guessed_is_refused():
    with pytest.raises(ReadError, match="encoding"):
        decode("Россия осудила удары".encode("cp1251"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_utf_8_text_comes_back_as_it_was(text: str):
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@given(
    st.binary() | st.binary().map(lambda content: b"\xff\xfe" + content),
    st.text() | st.sampled_from(["utf-8", "utf-16", "punycode", "cp1251", "utf-7", "hex", "big5"]),
)
def test_any_bytes_become_storable_text_or_a_refusal(content: bytes, declared: str):
    try:
        text = decode(content, declared)
    except ReadError:
        return
    text.encode("utf-8")
    assert "\0" not in text
