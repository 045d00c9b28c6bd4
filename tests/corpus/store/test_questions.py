"""Stored questions with their citations and ratings."""

from datetime import UTC, date, datetime

import pytest

from corpus.scope import EVERYTHING, Scope
from corpus.store.articles import Store
from corpus.store.questions import QuestionStore
from corpus.store.records import Rating, StoredCitation, StoredQuestion, Vote, generate_key
from index.passages import PassageSplitter
from tests.fakes import build_article

FERRY = build_article(
    "ferry", "The ferry left at noon. Nobody was on it.", published=date(2021, 3, 12)
)
AT = datetime(2021, 3, 13, 8, 30, tzinfo=UTC)


@pytest.fixture
def store(database):
    store = Store(database)
    store.put("a", [FERRY], PassageSplitter())
    return store


@pytest.fixture
def questions(database, store):
    assert store.counts("a")[0] == 1
    return QuestionStore(database, "a")


def build_question(
    *citations: StoredCitation, key: str = "k" * 16, **known: object
) -> StoredQuestion:
    return StoredQuestion(key, "When did it leave?", True, AT, citations, **known)


CITATION = StoredCitation("ferry", FERRY.version, 0, 23, (18, 22))


def test_a_question_is_found_with_the_text_of_its_citations(questions):
    questions.add(build_question(CITATION))
    found = questions.find("k" * 16)
    (place,) = found.citations
    assert (found.text, found.answered, found.at, found.scope) == (
        "When did it leave?", True, AT, EVERYTHING,
    )  # fmt: skip
    assert (place.excerpt, place.highlight, place.corrected) == (
        "The ferry left at noon.", (18, 22), False,
    )  # fmt: skip
    assert place.article == FERRY


def test_a_follow_up_has_the_key_of_the_question_before_it(questions):
    questions.add(build_question(CITATION))
    questions.add(build_question(key="l" * 16, follows="k" * 16))
    assert [each.follows for each in questions.all()] == [None, "k" * 16]


def test_a_key_of_another_collection_is_unknown(questions, database):
    questions.add(build_question(CITATION))
    other = QuestionStore(database, "b")
    assert other.find("k" * 16) is None
    assert not other.rate("k" * 16, 7, Vote.UP)
    assert list(other.all()) == []
    assert questions.find("k" * 16).ratings == ()


@pytest.mark.usefixtures("store")
def test_an_article_of_another_collection_is_not_shown(database):
    other = QuestionStore(database, "b")
    other.add(build_question(CITATION, scope=Scope("ferry")))
    found = other.find("k" * 16)
    assert (found.citations, found.scope) == ((), EVERYTHING)


def test_a_citation_of_a_corrected_article_keeps_its_old_text(questions, store):
    questions.add(build_question(CITATION))
    store.put("a", [build_article("ferry", "The ferry left at one.")], PassageSplitter())
    (place,) = questions.find("k" * 16).citations
    assert (place.excerpt, place.corrected) == ("The ferry left at noon.", True)


def test_a_newly_split_article_is_not_corrected(questions, store):
    class Otherwise(PassageSplitter):
        fingerprint = "others"

    questions.add(build_question(CITATION))
    store.put("a", [FERRY], Otherwise())
    (place,) = questions.find("k" * 16).citations
    assert (place.excerpt, place.corrected) == ("The ferry left at noon.", False)


def test_a_citation_of_a_withdrawn_article_has_no_text(questions, store, tmp_path):
    questions.add(build_question(CITATION, scope=Scope("ferry")))
    store.remove("a", "ferry")
    found = questions.find("k" * 16)
    assert [(place.article, place.excerpt) for place in found.citations] == [(None, "")]
    assert found.scope is None
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"left at noon" not in content
    assert b"ferry" not in content


def test_an_article_added_again_does_not_restore_old_citations(questions, store):
    questions.add(build_question(CITATION))
    store.remove("a", "ferry")
    store.put("a", [FERRY], PassageSplitter())
    (place,) = questions.find("k" * 16).citations
    assert place.article is None


def test_the_scope_of_a_question_is_stored(questions):
    scope = Scope("ferry", date(2021, 1, 1), date(2021, 12, 31))
    questions.add(build_question(scope=scope))
    assert questions.find("k" * 16).scope == scope


def test_private_questions_are_found_only_by_key(questions):
    questions.add(build_question(key="p" * 16, private=True))
    questions.add(build_question(key="q" * 16))
    assert questions.find("p" * 16).private
    assert [each.key for each in questions.all()] == ["q" * 16]


def test_a_member_has_one_vote_and_keeps_the_reason_given_with_it(questions):
    questions.add(build_question())
    for vote, reason in ((Vote.UP, None), (Vote.DOWN, "Wrong day."), (Vote.DOWN, None)):
        assert questions.rate("k" * 16, 7, vote, reason)
    assert questions.find("k" * 16).ratings == (Rating(Vote.DOWN, "Wrong day."),)
    questions.rate("k" * 16, 7, Vote.UP)
    assert questions.find("k" * 16).ratings == (Rating(Vote.UP),)


def test_votes_of_members_are_counted(questions):
    questions.add(build_question())
    for member in range(3):
        questions.rate("k" * 16, member, Vote.UP)
    questions.rate("k" * 16, 3, Vote.DOWN)
    found = questions.find("k" * 16)
    assert (found.count_votes(Vote.UP), found.count_votes(Vote.DOWN)) == (3, 1)


def test_no_member_can_be_read_from_the_files(questions, database, tmp_path):
    member = 123456789012345678
    questions.add(build_question())
    questions.add(build_question(key="q" * 16))
    for key in ("k" * 16, "q" * 16):
        questions.rate(key, member, Vote.UP)
    database.checkpoint()
    with database.read_transaction() as connection:
        rows = connection.exec_driver_sql("SELECT member FROM opinions").scalars().all()
    assert len(set(rows)) == 2
    assert str(member).encode() not in b"".join(f.read_bytes() for f in tmp_path.iterdir())


def test_a_long_reason_is_truncated(questions):
    questions.add(build_question())
    questions.rate("k" * 16, 7, Vote.DOWN, "x" * 5000)
    assert questions.find("k" * 16).ratings[0].reason == "x" * 1000


def test_keys_are_long_and_unique():
    keys = {generate_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert {len(key) for key in keys} == {16}
