from datetime import date

import pytest

from corpus.article import Article, ZoneKind, build_stable_id
from corpus.parsers import Unreadable, parse_bytes
from corpus.parsers.plain_text import MAX_TEXT_BYTES
from corpus.samples import sample_paths

BODY = "The council agreed on Monday to rebuild the wall.\n\nWork will start in spring.\n"


def read(content: bytes | str, name: str = "article.txt") -> Article | Unreadable:
    (found,) = parse_bytes(name, content if isinstance(content, bytes) else content.encode())
    return found


def test_author_source_and_date_of_the_sample_are_read():
    content = sample_paths()[0].read_bytes()
    article = read(content)
    title = "Russia condemns drone strikes in tribal areas"
    assert isinstance(article, Article)
    assert (article.title, article.author) == (title, "Kamran Yousaf")
    assert (article.source, article.published) == ("The Express Tribune", date(2012, 10, 5))
    assert article.id == build_stable_id(title, "The Express Tribune", date(2012, 10, 5))
    assert article.text == content.decode()


def test_readers_comments_are_not_evidence():
    article = read(sample_paths()[0].read_bytes())
    start = article.text.index("So basically what Imran Khan")
    assert not article.is_evidence(start, start + 20)
    start = article.text.index("Lavrov called for a reconciliation")
    assert article.is_evidence(start, start + 20)


def test_metadata_that_a_text_does_not_state_is_unknown():
    article = read(f"Harbour wall to rise\n\n{BODY}")
    assert article.title == "Harbour wall to rise"
    assert (article.author, article.source, article.published, article.url) == (None,) * 4


@pytest.mark.parametrize(
    ("lines", "author", "published"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("By JANE DOE, Reporter", "JANE DOE", None),
        ("By Jane Doe, John Roe and Ann Poe, CNN", "Jane Doe, John Roe and Ann Poe", None),
        ("By Jane Doe\n12 March 2021", "Jane Doe", date(2021, 3, 12)),
        ("Jane Doe\nPublished: 12 March 2021, 10:05 GMT", "Jane Doe", date(2021, 3, 12)),
        ("Jane Doe | The Paper | Updated March 12, 2021", "Jane Doe", date(2021, 3, 12)),
        ("Posted on 2021-03-12", None, date(2021, 3, 12)),
        ("By Jane Doe\nUpdated 5:02 PM ET, Fri March 12, 2021", "Jane Doe", date(2021, 3, 12)),
        ("AFP\nMarch 12, 2021\n3 hours ago", "AFP", date(2021, 3, 12)),
        ("By Staff Reporter", "Staff Reporter", None),
    ],
)
def test_author_and_day_come_from_the_lines_under_the_headline(
    lines: str, author: str | None, published: date | None
):
    article = read(f"Harbour wall to rise\n{lines}\n\n{BODY}")
    assert (article.author, article.published) == (author, published)


def test_the_date_of_the_byline_comes_before_that_of_the_printed_paper():
    article = read(
        f"Harbour wall to rise\n\nJane Doe March 12, 2021\n\n{BODY}\n"
        "Published in The Paper, March 13th, 2021."
    )
    assert (article.source, article.published) == ("The Paper", date(2021, 3, 12))


@pytest.mark.parametrize(
    "content", ["Head\r\n\r\nBody.\r\n", " Head\rBody.\x0c\n\n", "\ufeff\n Head"]
)
def test_the_text_is_exactly_that_of_the_file(content: str):
    assert read(content.encode("utf-16")).text == content


def test_a_text_without_a_headline_is_titled_by_its_first_words():
    line = "The council agreed on Monday to rebuild the old harbour wall. " * 6
    article = read(line)
    assert article.title.startswith("The council agreed on Monday")
    assert article.title.endswith("…")
    assert len(article.title) <= 120
    assert [zone.kind for zone in article.zones] == [ZoneKind.BODY]


def test_a_line_without_spaces_still_makes_a_title():
    assert read("x" * 500).title == "x" * 119 + "…"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"a\0b", "not text"),
        (b"\xff\xfea", "damaged"),
        (b"PK\x03\x04 and so on", "archive"),
        ("Россия осудила удары".encode("cp1251"), "encoding"),
    ],
)
def test_content_that_is_not_text_is_refused_with_the_reason(content: bytes, reason: str):
    found = read(content)
    assert isinstance(found, Unreadable)
    assert found.input == "article.txt"
    assert reason in found.reason


def test_a_text_too_large_for_one_article_is_refused():
    found = read(b"word " * (MAX_TEXT_BYTES // 5 + 1))
    assert isinstance(found, Unreadable)
    assert "20 MB" in found.reason
