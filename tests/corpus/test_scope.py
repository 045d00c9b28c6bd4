from datetime import date

import pytest

from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store
from corpus.store.database import Database
from index.passages import PassageSplitter
from tests.fakes import build_article

ARTICLES = [
    build_article("old", "An old story.", published=date(2020, 1, 1)),
    build_article("new", "A new story.", published=date(2022, 1, 1)),
    build_article("undated", "A story."),
]
SCOPES = [
    (EVERYTHING, "new old undated"),
    (Scope("old"), "old"),
    (Scope("nothing"), ""),
    (Scope(since=date(2020, 1, 1)), "new old"),
    (Scope(since=date(2020, 1, 2)), "new"),
    (Scope(until=date(2020, 1, 1)), "old undated"),
    (Scope("undated", until=date(1990, 1, 1)), "undated"),
    (Scope("old", since=date(2021, 1, 1)), ""),
    (Scope(None, date(2020, 6, 1), date(2021, 6, 1)), ""),
]


@pytest.mark.parametrize(("scope", "covered"), SCOPES)
def test_a_scope_covers_one_article_or_those_of_a_time(scope: Scope, covered: str):
    assert sorted(each.id for each in ARTICLES if scope.covers(each.id, each.published)) == (
        covered.split()
    )


@pytest.mark.parametrize(("scope", "covered"), SCOPES)
def test_the_store_finds_the_passages_that_a_scope_covers(tmp_path, scope: Scope, covered: str):
    database = Database.in_folder(tmp_path)
    store = Store(database)
    store.put("a", ARTICLES, PassageSplitter())
    store.put("b", ARTICLES, PassageSplitter())
    found = store.passages("a", store.passage_ids_within("a", scope)).values()
    assert sorted(passage.article_id for passage in found) == covered.split()
    database.close()


def test_the_earlier_of_two_ends_counts():
    early, late = date(2020, 1, 1), date(2021, 1, 1)
    assert Scope(until=late).limit_until(early).until == early
    assert Scope(until=early).limit_until(late).until == early
    assert Scope(until=early).limit_until(None).until == early
    assert EVERYTHING.limit_until(None) == EVERYTHING
