"""``byline summarize`` and ``byline digest``."""

import pytest

from bot.errors import UsageError
from tests.bot.articles import LIBRARY
from tests.bot.cli.test_commands import CITATION, byline, filled, printed

__all__ = ["byline", "filled"]


def test_a_length_is_a_number_of_sentences(filled):
    counts = [
        len(printed(filled("summarize", "Ferry", *words, "--json"))[0]["citations"])
        for words in (("--length", "short"), (), ("-n", "1", "--length", "long"))
    ]
    assert counts[0] == 3
    assert counts[1] > 3
    assert counts[2] == 1


def test_a_topic_in_json_cites_articles_exactly(filled):
    (told,) = printed(filled("summarize", "--topic", "lemon trees garden", "--json"))
    assert told["topic"] == "lemon trees garden"
    first = told["citations"][0]
    assert set(first) == CITATION
    assert first["article"] == "lib-7"
    assert LIBRARY["text"][first["start"] : first["end"]] == first["excerpt"]


def test_a_person_reads_a_topics_sentences_with_their_sources(filled):
    shown = " ".join(filled("summarize", "--topic", "lemon trees garden").stdout.split())
    assert "[1] “" in shown
    assert "Town library opens a reading garden Otto Lind · The Harbour Gazette" in shown


def test_a_person_is_told_that_no_article_speaks_of_a_topic(filled):
    assert "No article speaks of this." in filled("summarize", "--topic", "quantum chess").stdout


def test_a_digest_in_json_has_the_new_articles_newest_first(filled):
    (digest,) = printed(filled("digest", "--since", "2021-04-01", "--json"))
    assert (digest["since"], digest["total"], digest["pages"]) == ("2021-04-01", 3, 1)
    days = [entry["day"] for entry in digest["entries"]]
    assert days == ["2021-05-02", "2021-04-11", "2021-03-12"]
    first = digest["entries"][0]
    assert first["article"]["id"] == "lib-7"
    assert first["sentence"]["excerpt"] in LIBRARY["text"]


def test_a_person_reads_a_digest(filled):
    shown = " ".join(filled("digest").stdout.split())
    assert shown.startswith("Town library opens a reading garden The Harbour Gazette · 2 May 2021")
    assert "3 articles since" in shown


def test_a_digest_of_nothing_says_so(filled):
    assert filled("digest", "--since", "2999-01-01").stdout == "Nothing new since 1 January 2999.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("summarize",),
        ("summarize", "Ferry", "--topic", "ferry"),
        ("summarize", "--topic", ""),
        ("digest", "--since", "friday"),
    ],
)
def test_wrong_usage_is_refused(filled, words):
    with pytest.raises(UsageError):
        filled(*words)
