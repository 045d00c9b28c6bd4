"""Pending and sent announcements."""

import pytest

from corpus.store.announcements import Announcements, PendingAnnouncement, find_pending
from corpus.store.articles import Store
from corpus.store.server_settings import ServerSettingsStore
from tests.corpus.store.splitter import SPLITTER
from tests.fakes import build_article

CHANNEL = 2**63 - 1


@pytest.fixture
def put(database):
    store = Store(database)

    def added(name, collection="guild-1"):
        store.put(collection, [build_article(name, f"Words of {name}.")], SPLITTER)
        return store.position(collection)

    return added


@pytest.fixture
def announcements(database):
    return Announcements(database, "guild-1")


@pytest.fixture
def set_for(database):
    def changed(**what):
        return ServerSettingsStore(database, "guild-1").change(**what)

    return changed


def test_nothing_is_pending_without_settings(database, put, set_for):
    put("a")
    set_for(editor_role=4)
    assert find_pending(database) == {}
    set_for(news_channel=CHANNEL)  # without a place to begin at, an archive would be announced
    assert find_pending(database) == {}
    set_for(news_channel=None, announced=0)
    assert find_pending(database) == {}


def test_nothing_is_pending_without_changes(database, put, set_for):
    set_for(news_channel=CHANNEL, announced=0)
    assert find_pending(database) == {}
    set_for(announced=put("a"))
    assert find_pending(database) == {}


def test_changes_since_the_last_announcement_are_pending(database, put, set_for):
    after = put("a")
    set_for(news_channel=CHANNEL, announced=after)
    put("other", collection="guild-2")
    upto = put("b")
    assert find_pending(database) == {"guild-1": PendingAnnouncement(CHANNEL, after, upto)}


def test_a_started_announcement_keeps_its_end(database, put, set_for, announcements):
    set_for(news_channel=CHANNEL, announced=0)
    upto = put("a")
    announcements.mark_started(PendingAnnouncement(CHANNEL, 0, upto))
    put("b")
    started = find_pending(database)["guild-1"]
    assert started == PendingAnnouncement(CHANNEL, 0, upto, begun=True)
    announcements.mark_started(started)
    assert find_pending(database)["guild-1"] == started


def test_after_an_announcement_only_the_rest_is_pending(database, put, set_for, announcements):
    set_for(news_channel=CHANNEL, announced=0)
    first = put("a")
    announcements.mark_started(PendingAnnouncement(CHANNEL, 0, first))
    last = put("b")
    announcements.mark_sent(PendingAnnouncement(CHANNEL, 0, first, begun=True))
    assert find_pending(database)["guild-1"] == PendingAnnouncement(CHANNEL, first, last)
    announcements.mark_sent(PendingAnnouncement(CHANNEL, first, last))
    assert find_pending(database) == {}


@pytest.mark.parametrize("chosen", [{"news_channel": 5}, {"announced": 1}, {"news_channel": None}])
def test_settings_changed_meanwhile_stay(database, put, set_for, announcements, chosen):
    put("a")
    upto = put("b")
    set_for(news_channel=CHANNEL, announced=0)
    announcements.mark_started(PendingAnnouncement(CHANNEL, 0, upto))
    wanted = set_for(**chosen)
    announcements.mark_sent(PendingAnnouncement(CHANNEL, 0, upto))
    assert ServerSettingsStore(database, "guild-1").get() == wanted


def test_an_announcement_started_from_another_position_is_ignored(
    database, put, set_for, announcements
):
    set_for(news_channel=CHANNEL, announced=0)
    announcements.mark_started(PendingAnnouncement(CHANNEL, 0, put("a")))
    again = put("b")
    set_for(announced=again)
    upto = put("c")
    assert find_pending(database)["guild-1"] == PendingAnnouncement(CHANNEL, again, upto)


def test_collections_have_separate_announcements(database, put, set_for, announcements):
    set_for(news_channel=CHANNEL, announced=0)
    upto = put("a")
    theirs = ServerSettingsStore(database, "guild-2")
    theirs.change(news_channel=7, announced=0)
    put("b", collection="guild-2")
    before = find_pending(database)["guild-2"]
    announcements.mark_started(PendingAnnouncement(7, 0, upto))
    announcements.mark_sent(PendingAnnouncement(CHANNEL, 0, upto))
    assert find_pending(database) == {"guild-2": before}
