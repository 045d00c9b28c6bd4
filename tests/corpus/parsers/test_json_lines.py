import json
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, ZoneKind, build_stable_id
from corpus.parsers import Unreadable, parse_bytes
from corpus.parsers.json_lines import MAX_LINE_BYTES, JsonLinesParser

TEXT = "The council agreed on Monday to rebuild the wall.\r\n\r\nWork will start in spring."


def read(*lines: str | bytes) -> list[Article | Unreadable]:
    content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(parse_bytes("news.jsonl", content))


def read_record(**fields: object) -> Article | Unreadable:
    (found,) = read(json.dumps({"text": TEXT} | fields))
    return found


def refusal(**fields: object) -> str:
    found = read_record(**fields)
    assert isinstance(found, Unreadable)
    return found.reason


class Endless(BytesIO):
    """A stream of one line of ``length`` bytes and then the rest, which is never held whole."""

    def __init__(self, length: int, rest: bytes) -> None:
        super().__init__(rest)
        self.left = length
        self.largest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        if not self.left:
            return super().readline(size)
        assert size is not None
        assert size > 0
        self.largest = max(self.largest, size)
        piece = min(size, self.left)
        self.left -= piece
        return b"x" * piece


def test_every_field_of_a_line_is_read():
    article = read_record(
        id="a/1 @x",
        title="Harbour  wall\nto rise",
        date="2021-03-12T10:00:00Z",
        author="Jane Doe",
        source="The Paper",
        url="https://example.org/wall?a=1",
        topic="harbours",
    )
    assert isinstance(article, Article)
    assert (article.id, article.title) == ("a/1 @x", "Harbour wall to rise")
    assert (article.published, article.author) == (date(2021, 3, 12), "Jane Doe")
    assert (article.source, article.url) == ("The Paper", "https://example.org/wall?a=1")
    assert article.text == TEXT


def test_all_fields_but_the_text_may_be_missing():
    article = read_record()
    title = "The council agreed on Monday to rebuild the wall."
    assert (article.title, article.id) == (title, build_stable_id(title, None, None))
    assert (article.author, article.source, article.published, article.url) == (None,) * 4
    assert {zone.kind for zone in article.zones} == {ZoneKind.BODY}


@pytest.mark.parametrize("field", ["id", "title", "date", "author", "source", "url"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_field_is_an_unknown_one(field: str, value: object):
    assert read_record(**{field: value}) == read_record()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_the_text_is_exactly_the_value(text: str):
    (found,) = read(json.dumps({"text": text}))
    assert found.text == text if text.strip() else isinstance(found, Unreadable)


def test_a_number_is_an_id_too():
    assert read_record(id=4983).id == "4983"


def test_an_id_is_kept_with_its_spaces():
    assert read_record(id=" a ").id == " a "


@pytest.mark.parametrize(
    ("given_id", "reason"),
    [
        ("x" * 201, "longer than 200"),
        ("a\nb", "line break"),
        ("a\u2028b", "line break"),
        ("a\x1bb", "control"),
        (["a"], "not a string"),
        (True, "not a string"),
    ],
)
def test_an_invalid_id_is_refused(given_id: object, reason: str):
    assert reason in refusal(id=given_id)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://example.org/a",
        "example.org",
        "https://",
        "http://[",
        "http://a b",
        "https://example.org/\n@x",
    ],
)
def test_only_web_addresses_are_kept(url: str):
    assert read_record(url=url).url is None


def test_a_date_that_is_not_complete_is_unknown():
    assert read_record(date="March 2021").published is None


def test_the_first_line_is_the_headline_where_it_is_the_title():
    article = read_record(title="Wall to rise", text=f"Wall to rise\n\n{TEXT}")
    assert article.zones[0].kind is ZoneKind.HEADLINE


@pytest.mark.parametrize("field", ["text", "title", "date", "author", "source", "url", "id"])
@pytest.mark.parametrize(("value", "reason"), [("a\0b", "NUL"), ("a\ud800b", "surrogate")])
def test_characters_that_cannot_be_stored_are_refused_by_field(field: str, value: str, reason: str):
    found = refusal(**{field: value})
    assert reason in found
    assert f'"{field}"' in found


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a"', "not JSON"),
        (b'["text"]', "not a JSON object"),
        (b"plain words", "not JSON"),
        (b'{"text": "caf\xe9"}', "not UTF-8"),
        (b'{"title": "a"}', 'no "text"'),
        (b'{"text": " \\n "}', 'no "text"'),
        (b'{"text": 7}', "not a string"),
        (b"[" * 100_000, "JSON"),
        (b'{"text": "a", "id": ' + b"9" * 5000 + b"}", "number that is too long"),
    ],
)
def test_a_broken_line_costs_that_line_only(line: bytes, reason: str):
    good = json.dumps({"text": TEXT})
    first, broken, last = read(good, "", line, good)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(broken, Unreadable)
    assert broken.input == "news.jsonl, line 3"
    assert reason in broken.reason


def test_byte_order_mark_and_windows_line_ends_are_not_part_of_a_line():
    found = read(b'\xef\xbb\xbf{"text": "One line."}\r', b'{"text": "Another."}\r', b"")
    assert [article.text for article in found] == ["One line.", "Another."]


@pytest.mark.parametrize("content", ["", "\n\n \n"])
def test_a_file_without_a_line_is_refused(content: str):
    (found,) = read(content)
    assert isinstance(found, Unreadable)
    assert "empty" in found.reason


def test_a_line_that_is_too_long_is_skipped_in_pieces():
    stream = Endless(3 * MAX_LINE_BYTES, b'\n{"text": "The next line."}\n')
    long, after = JsonLinesParser().parse("news.jsonl", stream)
    assert isinstance(long, Unreadable)
    assert long.input == "news.jsonl, line 1"
    assert "20 MB" in long.reason
    assert isinstance(after, Article)
    assert after.text == "The next line."
    assert stream.largest == MAX_LINE_BYTES + 1


def test_lines_are_read_lazily():
    stream = BytesIO(b'{"text": "One."}\n{"text": "Two."}\n')
    next(JsonLinesParser().parse("news.jsonl", stream))
    assert stream.tell() == len(b'{"text": "One."}\n')


@given(
    st.binary()
    | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_no_line_raises(content: bytes):
    assert all(isinstance(found, Article | Unreadable) for found in read(content))
