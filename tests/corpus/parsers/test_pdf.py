import string
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader as Document
from pypdf import PdfWriter

from corpus.article import Article
from corpus.parsers import Unreadable, parse_bytes
from corpus.parsers.pdf import MAX_PAGES, MAX_PDF_BYTES
from tests.corpus.parsers.checks import check_all, list_zones
from tests.corpus.parsers.pdfs import assemble_pdf, build_drawn_pdf, build_pdf
from tests.properties import examples

TOP = ["Harbour wall to rise again", "By Jane Doe", "12 March 2021"]
PARAGRAPH = [
    "The council agreed on Monday to rebuild the old harbour wall, which",
    "fell in the March storm and took two boats with it. Work will start",
    "in spring and cost about four million pounds, so the mayor told re-",
    "porters. Residents had asked for a lower wall, but engineers said no.",
]
PAGE = [*TOP, *PARAGRAPH]
WORDS = st.text(string.ascii_letters + string.digits + " .,-", min_size=1, max_size=60)


def read(content: bytes, name: str = "article.pdf") -> Article | Unreadable:
    (found,) = parse_bytes(name, content)
    return found


def locked(password: str) -> bytes:
    writer, out = PdfWriter(clone_from=Document(BytesIO(build_pdf([PAGE])))), BytesIO()
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_the_text_of_all_pages_is_one_article_with_its_zones():
    article = read(build_pdf([PAGE, ["The last page says that work has begun."]]), "a.bin")
    assert article.text == "\n".join(PAGE) + "\n\nThe last page says that work has begun."
    assert [kind for kind, _ in list_zones(article)][:4] == [
        "headline",
        "byline",
        "dateline",
        "body",
    ]
    assert (article.title, article.author) == (TOP[0], "Jane Doe")
    assert article.published == date(2021, 3, 12)


def test_the_metadata_of_a_pdf_comes_before_its_text():
    record = {"Title": "The wall rises", "Author": "Ann Poe", "CreationDate": "D:20210314101112Z"}
    article = read(build_pdf([PAGE], **record))
    assert (article.title, article.author) == ("The wall rises", "Ann Poe")
    assert article.published == date(2021, 3, 14)


@pytest.mark.parametrize(
    "title", ["Microsoft Word - wall.doc", "untitled", "wall_v2.indd", "Page 1"]
)
def test_a_generated_title_is_ignored(title: str):
    assert read(build_pdf([PAGE], Title=title)).title == TOP[0]


def test_the_lines_of_a_narrow_column_are_paragraphs():
    column = [
        "The council agreed on Monday",
        "to rebuild the harbour wall",
        "that fell in the storm.",
    ]
    article = read(build_pdf([column * 4]))
    assert len(article.zones) < len(column * 4)


def test_a_pdf_locked_against_changes_only_is_read():
    assert read(locked("")).title == TOP[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (locked("secret"), "password"),
        (build_drawn_pdf([b"q Q"]), "no text, only pictures"),
        (build_pdf([PAGE])[:400], "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)), "damaged"),
        (b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000, "damaged"),
        (assemble_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Kids[2 0 R]>>"]), "damaged"),
        (build_pdf([["x"]] * (MAX_PAGES + 1)), f"more than {MAX_PAGES} pages"),
        (build_drawn_pdf([b"0 0 m " * 10_000_000]), "too large when it is unpacked"),
        pytest.param(
            build_drawn_pdf([b"n " * 200_000] * 3), "too much drawn", marks=pytest.mark.slow
        ),
        (b"%PDF-" + b" " * MAX_PDF_BYTES, "50 MB"),
        (b"The wall will be built again.", "named as a PDF"),
        (b"", "empty"),
    ],
)
def test_a_pdf_that_gives_no_text_is_refused_with_the_reason(content: bytes, reason: str):
    found = read(content)
    assert isinstance(found, Unreadable)
    assert reason in found.reason


@given(st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=3), WORDS)
@examples(50)
def test_zones_tile_the_text_of_any_pages(pages: list[list[str]], title: str):
    check_all(parse_bytes("a.pdf", build_pdf(pages, Title=title)))


@given(st.data())
@examples(150)
def test_a_pdf_with_bytes_changed_or_cut_is_read_or_refused(data: st.DataObject):
    content = bytearray(build_pdf([PAGE], Title="Wall"))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check_all(parse_bytes("a.pdf", bytes(content[: data.draw(st.integers(0, len(content)))])))
