"""The retriever fuses both indexes and serves only what the store holds now."""

from datetime import date

import pytest

from index.retriever import Retriever
from tests.fakes import build_article
from tests.index.test_indexer import FOG, RAIN, SNOW, Newsroom


@pytest.fixture
def newsroom(tmp_path):
    newsroom = Newsroom(tmp_path)
    yield newsroom
    newsroom.database.close()


@pytest.fixture
def retriever(newsroom):
    return Retriever(newsroom.store, "news", newsroom.embedder, newsroom.indexer.indexes)


def ids(retrieval):
    return [passage.article.id for passage in retrieval.passages]


def test_the_passage_that_shares_the_questions_words_comes_first(newsroom, retriever):
    newsroom.put(
        build_article("rain", RAIN), build_article("snow", SNOW), build_article("fog", FOG)
    )
    newsroom.indexer.catch_up()
    found = retriever.retrieve("When did the ferries sail from the harbour?", k=2)
    assert ids(found)[0] == "fog"
    assert len(found.passages) == 2


def test_a_passage_carries_its_exact_words_and_its_absolute_scores(newsroom, retriever):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    retrieval = retriever.retrieve("river banks", k=2)
    first, second = retrieval.passages
    assert first.text == RAIN
    vector = newsroom.embedder.embed_passages([f"rain\n{RAIN}"])[0]
    assert first.cosine == pytest.approx(float(vector @ retrieval.vector), abs=1e-5)
    assert first.bm25 > 0 == second.bm25


def test_a_passages_score_is_its_cosine_and_a_thirtieth_of_its_bm25(newsroom, retriever):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    for passage in retriever.retrieve("river banks", k=2).passages:
        assert passage.score == pytest.approx(passage.cosine + passage.bm25 / 30)


def test_of_two_alike_the_one_near_the_day_asked_on_comes_first(newsroom, retriever):
    newsroom.put(
        build_article("old", RAIN, published=date(2019, 1, 1)),
        build_article("new", RAIN + " Again.", published=date(2020, 1, 30)),
    )
    newsroom.indexer.catch_up()
    assert ids(retriever.retrieve("river banks", k=2, until=date(2020, 2, 1))) == ["new", "old"]
    assert ids(retriever.retrieve("river banks in 2019", k=2)) == ["old", "new"]


def test_passages_carry_the_time_that_the_question_mentions(newsroom, retriever):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    [dated] = retriever.retrieve("river banks in 2019").passages
    assert (dated.time.since, dated.time.until) == (date(2019, 1, 1), date(2019, 12, 31))
    [relative] = retriever.retrieve("river banks yesterday", until=date(2020, 2, 1)).passages
    assert relative.time.since == date(2020, 1, 31)
    [plain] = retriever.retrieve("river banks").passages
    assert plain.time is None


def test_a_withdrawn_article_is_gone_before_any_index_has_heard_of_it(newsroom, retriever):
    newsroom.put(build_article("rain", RAIN), build_article("snow", SNOW))
    newsroom.indexer.catch_up()
    newsroom.store.remove("news", "rain")
    assert ids(retriever.retrieve("river banks", k=5)) == ["snow"]


def test_a_corrected_articles_old_words_are_not_served_by_a_late_index(newsroom, retriever):
    newsroom.put(build_article("rain", RAIN))
    newsroom.indexer.catch_up()
    newsroom.put(build_article("rain", FOG))
    assert retriever.retrieve("river banks", k=5).passages == ()


def test_articles_published_after_the_day_of_the_question_are_left_out(newsroom, retriever):
    newsroom.put(
        build_article("early", RAIN, published=date(2020, 1, 1)),
        build_article("late", RAIN + " Again.", published=date(2020, 3, 1)),
        build_article("undated", RAIN + " Indeed."),
    )
    newsroom.indexer.catch_up()
    found = retriever.retrieve("river banks", k=5, until=date(2020, 2, 1))
    assert sorted(ids(found)) == ["early", "undated"]


@pytest.mark.slow
def test_hits_are_found_behind_many_that_have_been_withdrawn(newsroom, retriever):
    gone = [build_article(f"gone-{i}", RAIN) for i in range(150)]
    newsroom.put(*gone, build_article("here", "The river and other news."))
    newsroom.indexer.catch_up()
    for each in gone:
        newsroom.store.remove("news", each.id)
    assert ids(retriever.retrieve("rain river banks Tuesday", k=1)) == ["here"]


@pytest.mark.slow
def test_hits_are_found_behind_many_that_came_too_late(newsroom, retriever):
    late = [build_article(f"late-{i}", RAIN, published=date(2020, 3, 1)) for i in range(150)]
    newsroom.put(
        *late, build_article("early", "The river and other news.", published=date(2019, 1, 1))
    )
    newsroom.indexer.catch_up()
    found = retriever.retrieve("rain river banks Tuesday", k=1, until=date(2020, 2, 1))
    assert ids(found) == ["early"]


def test_an_empty_collection_gives_nothing(retriever):
    assert retriever.retrieve("anything at all", k=5).passages == ()
