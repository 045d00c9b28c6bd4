"""A question that a section heading asks is answered with the section."""

import pytest

from bot.replies import Abstention, Answer

GRANTS = """---
title: Repair grants for flooded homes
date: 2024-03-18
---

The council opened its fund on Monday for homes that were flooded.

## What is the deadline?

Forms are due at noon on 30 April. Late forms are returned.

## Who can apply?

- Owners who live in the house
- Tenants with a lease of two years

## What comes next?
"""


@pytest.fixture
def articles(open_services, tmp_path):
    path = tmp_path / "grants.md"
    path.write_text(GRANTS, encoding="utf-8")
    collection = open_services(answer_threshold=1.0, possible_threshold=1.0).library.collection("a")
    collection.add([path])
    return collection


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("What is the deadline?", "What is the deadline?\n\nForms are due at noon on 30 April."),
        ("What is the deadline for repair grants?", "What is the deadline?\n\nForms are due"),
        ("Who can apply?", "Who can apply?\n\n- Owners who live in the house\n- Tenants"),
    ],
)
def test_the_section_answers_the_question_of_its_heading(articles, question, section):
    reply = articles.ask(question)
    assert isinstance(reply, Answer)
    (citation,) = reply.citations
    assert citation.excerpt.startswith(section)
    text = articles.article(citation.article_id).text
    assert text[citation.start : citation.end] == citation.excerpt


@pytest.mark.parametrize(
    "question",
    [
        "When is the deadline?",  # another question word
        "What is the deadline for taxes?",  # about something else
        "Who can apply for the deadline?",
        "Deadline?",
        "What comes next?",  # nothing stands under the heading
        "Can tenants apply?",
    ],
)
def test_another_question_is_not_answered_by_a_heading(articles, question):
    reply = articles.ask(question)
    cited = reply.citations if isinstance(reply, Answer) else ()
    assert isinstance(reply, Abstention) or all("due" not in c.excerpt for c in cited)
