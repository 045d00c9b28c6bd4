"""Every version of an article can be opened and compared with another."""

import json

import pytest

from bot.catalog import VersionPosition, find_position
from bot.diff import ChangeKind
from corpus.errors import UnknownArticle, UnknownVersion
from tests.bot.articles import LIBRARY

FIFTY = {**LIBRARY, "text": LIBRARY["text"].replace("forty", "fifty")}
SIGNED = {**FIFTY, "author": "Nora Lind"}


@pytest.fixture
def articles(library):
    collection = library.collection("gazette")
    for row in (LIBRARY, FIFTY, SIGNED):
        collection.add_document("lib.jsonl", json.dumps(row).encode())
    return collection


def test_an_import_says_which_known_article_was_updated(articles):
    moved = {**FIFTY, "id": None, "title": "Library garden opens"}
    report = articles.add_document("lib.jsonl", json.dumps(moved).encode())
    assert (report.added, report.updated) == ((), ("lib-7",))


def test_an_address_of_an_old_version_opens_and_names_the_newest(articles):
    first, *_, last = articles.history("lib-7")
    old = articles.article(f"lib-7@{first.version[:8]}#0-20")
    assert old.text == LIBRARY["text"]
    assert find_position(old, articles.history("lib-7")) == VersionPosition(
        1, 3, f"lib-7@{last.version[:8]}"
    )
    assert find_position(articles.article("lib-7"), articles.history("lib-7")) == VersionPosition(
        3, 3, None
    )


def test_a_version_opens_by_its_number(articles):
    assert articles.article("lib-7@1").text == LIBRARY["text"]
    assert articles.article("lib-7@2").author == "Otto Lind"
    with pytest.raises(UnknownArticle):
        articles.article("lib-7@4")


def test_a_diff_is_between_the_last_two_versions_unless_others_are_named(articles):
    last = articles.diff("lib-7")
    assert (last.older.number, last.newer.number, last.of) == (2, 3, 3)
    assert [tuple(each) for each in last.record] == [("author", "Otto Lind", "Nora Lind")]
    assert last.sentences == ()


@pytest.mark.parametrize(
    ("older", "newer", "numbers"),
    [("1", None, (1, 3)), (None, "2", (1, 2)), ("3", "1", (3, 1)), ("lib-7@1", "2", (1, 2))],
)
def test_versions_are_named_by_number_or_address(articles, older, newer, numbers):
    found = articles.diff("Town library", older, newer)
    assert (found.older.number, found.newer.number) == numbers
    assert [each.kind for each in found.sentences] == [ChangeKind.CHANGED]


def test_a_version_is_named_by_its_digest_too(articles):
    digest = articles.history("lib-7")[0].version
    assert articles.diff("lib-7", digest[:8]).older.number == 1


@pytest.mark.parametrize("version", ["4", "0", "zzz", "", "@"])
def test_a_version_that_is_not_there_is_told_with_those_that_are(articles, version):
    with pytest.raises(UnknownVersion, match="1 to 3"):
        articles.diff("lib-7", version or "-")


def test_an_article_of_one_version_has_nothing_to_compare(articles):
    articles.add_document("o.jsonl", b'{"id": "one", "title": "Fog", "text": "Fog came."}')
    with pytest.raises(UnknownVersion, match="only one version"):
        articles.diff("one")


def test_the_status_counts_versions_and_says_how_far_the_indexes_are(articles):
    status = articles.status()
    assert (status.articles, status.versions, status.set_aside) == (1, 3, 0)
    assert status.index_position == status.store_position > 0
    assert status.sizes.store > 0 < status.sizes.indexes
    assert status.sizes.models == 0
