from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.parsers import Unreadable, parse_bytes
from corpus.parsers.markdown import MAX_MARKDOWN_BYTES
from tests.corpus.parsers.checks import check_all, list_zones

FRONT = """---
title: "Harbour wall: to rise again"
date: 2021-03-12
authors: [Jane Doe, Ann Poe]
source: The Paper
url: https://paper.example/wall
id: 42
tags: {town: harbour}
---
"""
BODY = """# Harbour wall to rise again

By Jane Doe

![The wall in March](wall.jpg)

The council agreed on *Monday* to rebuild the wall.

What the engineers say
----------------------

> It will not hold.

```sh
# no heading
```

<!-- a note to the editor -->

***
"""
PIECES = st.sampled_from(
    [
        *("---\n", "title: x\n", "# A\n", "B\n===\n", "\n", "\r\n", "> ", "- ", "    ", "```\n"),
        *("<!--", "-->", "![a](b)", "By Jane Doe\n", "Comments (2)\n", "words of the news "),
        *("***\n", "\r", "[a]: b"),
    ]
)


def read(text: str, name: str = "article.md") -> Article | Unreadable:
    (found,) = parse_bytes(name, text.encode())
    return found


def test_front_matter_is_metadata_and_not_evidence():
    article = read(FRONT + BODY, "a.txt")
    assert (article.id, article.title) == ("42", "Harbour wall: to rise again")
    assert (article.author, article.source) == ("Jane Doe, Ann Poe", "The Paper")
    assert (article.published, article.url) == (date(2021, 3, 12), "https://paper.example/wall")
    assert not any(article.is_evidence(at, at + 1) for at in range(len(FRONT)))


def test_headings_captions_and_markup_are_zones_of_the_text_as_it_was_written():
    article = read(BODY)
    assert article.text == BODY
    assert list_zones(article) == [
        ("headline", "# Harbour wall to rise again"),
        ("byline", "By Jane Doe"),
        ("caption", "![The wall in March](wall.jpg)"),
        ("body", "The council agreed on *Monday* to rebuild the wall."),
        ("heading", "What the engineers say"),
        ("heading", "----------------------"),
        ("body", "> It will not hold."),
        ("body", "```sh"),
        ("body", "# no heading"),
        ("body", "```"),
        ("boilerplate", "<!-- a note to the editor -->"),
        ("boilerplate", "***"),
    ]
    assert (article.title, article.author) == ("Harbour wall to rise again", "Jane Doe")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_zones_are_the_same_with_other_line_ends(newline: str):
    article = read((FRONT + BODY).replace("\n", newline))
    assert list_zones(article)[9:] == list_zones(read(FRONT + BODY))[9:]


def test_a_section_below_a_title_in_the_front_matter_is_not_a_headline():
    article = read("---\ntitle: Wall to rise\n---\n## Background\n\nIt fell in March.\n")
    assert ("heading", "## Background") in list_zones(article)
    assert article.title == "Wall to rise"


def test_comments_below_a_heading_are_comments():
    article = read(f"{BODY}\n## Comments (2)\n\n**Anna** | 2 days ago | Reply\n\nIt will fall.\n")
    assert ("comment", "It will fall.") in list_zones(article)


def test_an_invalid_date_stays_text_and_the_date_is_unknown():
    article = read("---\ndate: 2021-13-45\n---\nIt fell in March.\n")
    assert article.published is None
    assert "2021-13-45" in article.text


def test_a_heading_is_enough_to_recognize_markdown():
    assert list_zones(read("# Wall to rise\n\nIt fell.", "a"))[0] == ("headline", "# Wall to rise")


def test_a_rule_above_a_text_is_not_front_matter():
    assert read("---\n\nThe wall fell.\n\n---\n").text.startswith("---")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: [\n---\nBody.", "not YAML"),
        ("---\na: " + "[" * 9_000 + "\n---\nBody.", "not YAML"),
        ("---\ntitle: {a: b}\n---\nBody.", '"title" is not a string'),
        ('---\ntitle: "a\\0b"\n---\nBody.', "NUL"),
        ('---\ntitle: "a\\ud800b"\n---\nBody.', "lone surrogate"),
        ("---\ntitle: Wall\n---\n \n", "no text under its front matter"),
        ("x" * (MAX_MARKDOWN_BYTES + 1), "1 MB"),
        (" \n", "empty"),
    ],
)
def test_invalid_markdown_is_refused_with_the_reason(text: str, reason: str):
    found = read(text)
    assert isinstance(found, Unreadable)
    assert reason in found.reason


def test_aliases_that_multiply_cost_nothing():
    bomb = "".join(f"b{n + 1}: &b{n + 1} [*b{n}, *b{n}]\n" for n in range(60))
    assert read(f"---\nb0: &b0 [x, x]\n{bomb}title: Wall\n---\nBody.").title == "Wall"


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_zones_tile_any_markdown(text: str):
    found = read(text)
    check_all([found])
    assert isinstance(found, Unreadable) or found.text in {text, text.removeprefix("\ufeff")}
