"""What is still to be announced, and what has been."""

import pytest

from corpus.store.announcements import Announcements, Due, due
from corpus.store.articles import Store
from corpus.store.database import Database
from corpus.store.server_settings import PreferenceStore
from tests.corpus.store.test_articles import CUTTER
from tests.fakes import article

CHANNEL = 2**63 - 1


@pytest.fixture
def database(tmp_path):
    database = Database.in_folder(tmp_path)
    yield database
    database.close()


@pytest.fixture
def put(database):
    store = Store(database)

    def added(name, collection="guild-1"):
        store.put(collection, [article(name, f"Words of {name}.")], CUTTER)
        return store.position(collection)

    return added


@pytest.fixture
def kept(database):
    return Announcements(database, "guild-1")


@pytest.fixture
def set_for(database):
    def changed(**what):
        return PreferenceStore(database, "guild-1").change(**what)

    return changed


def test_nothing_is_due_where_nothing_is_set(database, put, set_for):
    put("a")
    set_for(editor_role=4)
    assert due(database) == {}
    set_for(news_channel=CHANNEL)  # without a place to begin at, an archive would be announced
    assert due(database) == {}
    set_for(news_channel=None, announced=0)
    assert due(database) == {}


def test_nothing_is_due_where_nothing_has_changed(database, put, set_for):
    set_for(news_channel=CHANNEL, announced=0)
    assert due(database) == {}
    set_for(announced=put("a"))
    assert due(database) == {}


def test_what_has_changed_since_is_due(database, put, set_for):
    after = put("a")
    set_for(news_channel=CHANNEL, announced=after)
    put("other", collection="guild-2")
    upto = put("b")
    assert due(database) == {"guild-1": Due(CHANNEL, after, upto)}


def test_what_is_begun_ends_where_it_ended_whatever_comes(database, put, set_for, kept):
    set_for(news_channel=CHANNEL, announced=0)
    upto = put("a")
    kept.begin(Due(CHANNEL, 0, upto))
    put("b")
    begun = due(database)["guild-1"]
    assert begun == Due(CHANNEL, 0, upto, begun=True)
    kept.begin(begun)
    assert due(database)["guild-1"] == begun


def test_what_has_been_announced_is_not_due_and_the_rest_is(database, put, set_for, kept):
    set_for(news_channel=CHANNEL, announced=0)
    first = put("a")
    kept.begin(Due(CHANNEL, 0, first))
    last = put("b")
    kept.end(Due(CHANNEL, 0, first, begun=True))
    assert due(database)["guild-1"] == Due(CHANNEL, first, last)
    kept.end(Due(CHANNEL, first, last))
    assert due(database) == {}


@pytest.mark.parametrize("chosen", [{"news_channel": 5}, {"announced": 1}, {"news_channel": None}])
def test_what_the_editors_have_set_meanwhile_stays(database, put, set_for, kept, chosen):
    put("a")
    upto = put("b")
    set_for(news_channel=CHANNEL, announced=0)
    kept.begin(Due(CHANNEL, 0, upto))
    wanted = set_for(**chosen)
    kept.end(Due(CHANNEL, 0, upto))
    assert PreferenceStore(database, "guild-1").get() == wanted


def test_what_was_begun_from_another_position_is_forgotten(database, put, set_for, kept):
    set_for(news_channel=CHANNEL, announced=0)
    kept.begin(Due(CHANNEL, 0, put("a")))
    again = put("b")
    set_for(announced=again)
    upto = put("c")
    assert due(database)["guild-1"] == Due(CHANNEL, again, upto)


def test_collections_leave_each_others_alone(database, put, set_for, kept):
    set_for(news_channel=CHANNEL, announced=0)
    upto = put("a")
    theirs = PreferenceStore(database, "guild-2")
    theirs.change(news_channel=7, announced=0)
    put("b", collection="guild-2")
    before = due(database)["guild-2"]
    kept.begin(Due(7, 0, upto))
    kept.end(Due(CHANNEL, 0, upto))
    assert due(database) == {"guild-2": before}
