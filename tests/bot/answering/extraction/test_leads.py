"""List items, table rows and text under a question have a lead that gives them their meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extraction.leads import (
    find_lead,
    find_section,
    is_list_line,
    is_question_heading,
)
from corpus.article import Article, Zone, ZoneKind
from tests.fakes import build_article
from tests.properties import examples

HEADING, BODY = ZoneKind.HEADING, ZoneKind.BODY
GRANTS = [
    (BODY, "The fund opened on Monday.\n\n"),
    (HEADING, "## Who can apply?\n\n"),
    (BODY, "- Owners of houses\n"),
    (BODY, "- Tenants\n\n"),
    (HEADING, "## What is the deadline?\n\n"),
    (BODY, "Forms are due on 30 April. Late ones are returned.\n\n"),
    (BODY, "Nobody is told before June.\n\n"),
    (HEADING, "Fares\n\n"),
    (BODY, "Ticket Old New\n\n"),
    (BODY, "Adult €6.50 €8.20\n\n"),
    (BODY, "Child €3.00 €3.60\n\n"),
    (BODY, "Bring with you:\n"),
    (BODY, "1. A form\n"),
    (BODY, "2. A stamp\n"),
]


def build(parts) -> Article:
    text, zones = "", []
    for kind, part in parts:
        zones.append(Zone(kind, len(text), len(text) + len(part)))
        text += part
    return Article(id="a", title="Grants", text=text, zones=tuple(zones))


def read_lead(article, words):
    """The lead's lines, and the whole list; ``None`` without a lead."""
    lead = find_lead(article, article.text.index(words))
    if lead is None:
        return None
    block = article.text[slice(*lead.block)] if lead.block else None
    return [article.text[a:b] for a, b in lead.spans], block


@pytest.mark.parametrize(
    ("words", "lines", "block"),
    [
        ("- Tenants", ["Who can apply?"], "- Owners of houses\n- Tenants"),
        ("Child", ["Fares", "Ticket Old New"], None),
        ("Ticket", ["Fares"], None),
        ("2. A stamp", ["Bring with you:"], "1. A form\n2. A stamp"),
        ("Forms are", ["What is the deadline?"], None),
        ("Nobody", ["What is the deadline?"], None),
    ],
)
def test_the_lead_of_a_line(words, lines, block):
    found, held = read_lead(build(GRANTS), words)
    assert found == lines
    assert block is None or held == block


def test_a_table_is_one_block_with_its_header():
    _, block = read_lead(build(GRANTS), "Adult")
    assert block == "Ticket Old New\n\nAdult €6.50 €8.20\n\nChild €3.00 €3.60"


def test_rows_with_bars_have_the_first_row_as_header():
    rows = [(BODY, "| Place | Runner |\n"), (BODY, "|---|---|\n"), (BODY, "| 1 | Amina |\n")]
    assert read_lead(build(rows), "| 1 |")[0] == ["| Place | Runner |"]


@pytest.mark.parametrize("words", ["The fund opened", "Bring with you", "## Who can"])
def test_other_lines_have_no_lead(words):
    assert read_lead(build(GRANTS), words) is None


def test_only_a_heading_that_asks_is_a_question_heading():
    article = build(GRANTS)
    asking = [z for z in article.zones if is_question_heading(article, z.start)]
    assert [article.text[z.start : z.end].strip() for z in asking] == [
        "## Who can apply?",
        "## What is the deadline?",
    ]


def test_a_section_is_the_heading_and_the_text_up_to_the_next_one():
    article = build(GRANTS)
    heading = next(z for z in article.zones if "deadline" in article.text[z.start : z.end])
    section = article.text[slice(*find_section(article, heading, 700))]
    assert section.startswith("What is the deadline?")
    assert section.endswith("before June.")
    short = article.text[slice(*find_section(article, heading, 90))]
    assert short.endswith("Late ones are returned.")
    assert find_section(article, heading, 30) is None


lines = st.tuples(st.sampled_from([HEADING, BODY]), st.text("- a1|?.:", max_size=12)).map(
    lambda pair: (pair[0], pair[1] + "\n")
)


@examples(100)
@given(st.lists(lines, min_size=1, max_size=8))
def test_the_lead_of_any_line_is_before_it_and_its_block_around_it(parts):
    article = build(parts)
    for zone in article.zones:
        lead = find_lead(article, zone.start)
        if lead is None:
            assert not is_list_line(article, zone)
            continue
        assert all(start <= end <= zone.start for start, end in lead.spans)
        if lead.block:
            assert lead.block[0] <= zone.start
            assert lead.block[1] <= len(article.text)


def test_an_article_of_one_paragraph_has_no_lead():
    assert find_lead(build_article("a", "Rain fell on Monday."), 0) is None
