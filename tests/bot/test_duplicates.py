"""A story in several papers counts as one source: one copy is cited, the others are listed."""

import json
from datetime import date

import pytest

from bot.cli.json_output import to_citation_objects
from bot.discord.render.embeds import render_reply as rendered
from bot.replies import Abstention, Answer

WIRE = (
    "The old lighthouse at Cape Brindle will be moved forty metres inland before the winter. "
    "Engineer Tamsin Okoro said the cliff below it loses one metre of chalk every year. "
    "The work costs six million crowns and is paid for by the coast guard. "
    "Rails will carry the tower, which weighs nine hundred tonnes, over eleven days. "
    "Keeper Albin Strand has lived beside the lamp since 1987 and will stay during the move. "
    "Visitors may watch from the north meadow, where the parish sells tea and bread."
)
QUESTION = "Since when has keeper Albin Strand lived beside the lamp?"


def row(name, source, day, text=WIRE, title="Lighthouse to be moved inland"):
    return {"id": name, "title": title, "source": source, "date": day, "text": text}


COPIES = [
    row("post", "The Post", "2021-06-02", f"CAPE BRINDLE (Wire) – {WIRE} More on page two."),
    row("wire", "Northern Wire", "2021-06-01"),
    row("later", "The Courier", "2021-06-09", WIRE.replace("tea and bread", "tea and cake")),
    row("fog", "The Post", "2021-06-02", "Fog closed the airport of Brindle Bay.", "Fog"),
]


@pytest.fixture
def articles(library):
    collection = library.collection("gazette")
    collection.add_document("c.jsonl", "\n".join(map(json.dumps, COPIES)).encode())
    return collection


def shown(reply):
    return reply.citations if isinstance(reply, Answer) else reply.nearest


def test_one_copy_is_cited_and_the_others_are_named_under_it(articles):
    reply = articles.ask(QUESTION)
    assert isinstance(reply, Answer)
    citation = reply.citations[0]
    named = [line.id for line in citation.also_in]
    assert sorted([citation.article_id, *named]) == ["later", "post", "wire"]
    assert named == [each for each in ("wire", "post", "later") if each != citation.article_id]


def test_excerpts_never_come_from_two_copies_of_one_story(articles):
    for question in (QUESTION, "What is said about the Cape Brindle lighthouse move?"):
        ids = {citation.article_id for citation in shown(articles.ask(question))}
        assert len(ids & {"post", "wire", "later"}) <= 1


def test_a_copy_published_after_the_day_of_the_question_is_not_named(articles):
    citation = shown(articles.ask(QUESTION, asked_on=date(2021, 6, 3)))[0]
    assert "later" not in [line.id for line in citation.also_in]
    assert citation.also_in


def test_a_copy_that_says_otherwise_is_not_named(library):
    collection = library.collection("other")
    rows = [COPIES[1], row("wrong", "The Echo", "2021-06-03", WIRE.replace("1987", "1978"))]
    collection.add_document("c.jsonl", "\n".join(map(json.dumps, rows)).encode())
    assert collection.status().duplicates == 1
    for citation in shown(collection.ask(QUESTION)):
        assert citation.also_in == () or "1987" not in citation.excerpt


def test_programs_and_discord_are_told_of_the_copies(articles):
    reply = articles.ask(QUESTION)
    named = to_citation_objects(reply.citations)[0]["also_in"]
    assert [set(each) for each in named] == [{"article", "title", "source", "published", "url"}] * 2
    assert "later" in [each["article"] for each in named]
    description = rendered(reply).description
    assert "Also in " in description
    assert "The Courier (9 June 2021)" in description


def test_many_copies_are_counted_beyond_the_first_five(library):
    collection = library.collection("many")
    rows = [row(f"c{n}", f"Paper {n}", f"2021-06-{n + 1:02}") for n in range(9)]
    collection.add_document("c.jsonl", "\n".join(map(json.dumps, rows)).encode())
    citation = collection.ask(QUESTION).citations[0]
    assert citation.elsewhere.endswith(" and 3 more")
    assert collection.status().duplicates == 8


def test_a_question_that_is_not_answered_names_copies_too(articles):
    reply = articles.ask("Which team won the chess olympiad at the Cape Brindle lighthouse?")
    if isinstance(reply, Abstention) and reply.nearest:
        assert len({each.article_id for each in reply.nearest} & {"post", "wire", "later"}) <= 1


def test_a_withdrawn_copy_is_named_no_more(articles):
    cited = articles.ask(QUESTION).citations[0].article_id
    gone = "wire" if cited != "wire" else "post"
    articles.remove(gone)
    left = shown(articles.ask(QUESTION))[0]
    assert gone not in [line.id for line in left.also_in]
    assert articles.status().duplicates == 1
