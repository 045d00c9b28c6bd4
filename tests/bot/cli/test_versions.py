"""Versions, copies and the status as the terminal shows them."""

import json

import pytest

from corpus.errors import UnknownVersion
from tests.bot.articles import LIBRARY
from tests.bot.cli.test_commands import byline, printed

__all__ = ["byline"]

FIFTY = {
    **LIBRARY,
    "title": "Library opens a reading garden",
    "text": LIBRARY["text"].replace("planted forty", "planted [bold]fifty\u202e[/bold]"),
}


@pytest.fixture
def corrected(byline, tmp_path):
    path = tmp_path / "lib.jsonl"
    for row in (LIBRARY, FIFTY):
        path.write_text(json.dumps(row), encoding="utf-8")
        byline("add", str(path))
    return byline


def test_a_diff_shows_the_headline_and_the_sentence_before_and_after(corrected):
    shown = " ".join(corrected("diff", "lib-7").stdout.split())
    assert "version 1 (" in shown
    assert "→ 2 (" in shown
    assert "Headline: Town library opens a reading garden → Library opens" in shown
    assert "- Gardener Ines Falk planted forty lemon trees" in shown
    assert "+ Gardener Ines Falk planted [bold]fifty[/bold] lemon trees" in shown
    assert "closes at nine" not in shown


def test_a_diff_in_json_keeps_the_contract(corrected):
    (found,) = printed(corrected("diff", "lib-7", "--from", "1", "--to", "2", "--json"))
    assert set(found) == {"article", "from", "to", "versions", "record", "sentences"}
    assert (found["from"]["number"], found["to"]["number"], found["versions"]) == (1, 2, 2)
    assert [change["field"] for change in found["record"]] == ["title"]
    (change,) = found["sentences"]
    before, after = change["before"], change["after"]
    assert change["change"] == "changed"
    assert LIBRARY["text"][before["start"] : before["end"]] == before["text"]
    assert FIFTY["text"][after["start"] : after["end"]] == after["text"]
    assert [before["text"][start:end] for start, end in before["marks"]] == ["forty"]


def test_a_diff_with_a_version_that_is_not_there_is_refused(corrected):
    with pytest.raises(UnknownVersion):
        corrected("diff", "lib-7", "--from", "9")


def test_an_old_version_is_shown_as_superseded(corrected):
    (newest,) = printed(corrected("show", "lib-7", "--json"))
    assert (newest["number"], newest["versions"], newest["superseded_by"]) == (2, 2, None)
    (old,) = printed(corrected("show", "lib-7@1", "--json"))
    address = f"lib-7@{newest['version'][:8]}"
    assert (old["number"], old["superseded_by"]) == (1, address)
    shown = corrected("show", f"lib-7@{old['version'][:8]}#0-12").stdout
    assert "version 1 of 2" in shown
    assert f"Superseded: the newest is {address}" in shown
    assert "Superseded" not in corrected("show", "lib-7").stdout


def test_the_status_in_json_has_every_count(corrected):
    (status,) = printed(corrected("status", "--json"))
    assert (status["articles"], status["versions"], status["duplicates"]) == (1, 2, 0)
    assert status["set_aside"] == 0
    assert status["index_position"] == status["store_position"] == 2
    assert status["sizes"]["store"] > 0
    shown = corrected("status").stdout
    assert "1 in 2 versions" in shown
    assert "2 of 2 indexed" in shown


def test_copies_are_named_under_a_citation(corrected, tmp_path):
    copy = {**FIFTY, "id": "copy", "source": "The Echo", "url": None, "date": "2021-05-03"}
    path = tmp_path / "copy.jsonl"
    path.write_text(json.dumps(copy), encoding="utf-8")
    corrected("add", str(path))
    shown = " ".join(
        corrected("ask", "Who planted lemon trees around the fountain?").stdout.split()
    )
    assert "also in The " in shown
