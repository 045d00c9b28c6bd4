"""Folders are watched through change notifications of the operating system."""

from threading import Event

from bot.ingest.notify import ChangeNotifier


def until(done):
    for _ in range(6000):  # a minute at most, and mostly no time at all
        if done():
            return True
        Event().wait(0.01)
    return False


def test_a_change_deep_in_a_folder_is_notified(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    noticed = Event()
    noticing = ChangeNotifier([tmp_path], noticed.set)
    noticing.start()
    assert until(lambda: noticing.is_working)
    (tmp_path / "a" / "b" / "story.txt").write_text("words")
    assert noticed.wait(60)
    noticing.stop()


def test_a_folder_that_comes_later_is_watched_from_then_on(tmp_path):
    noticed, folder = Event(), tmp_path / "later"
    noticing = ChangeNotifier([folder], noticed.set, check_seconds=0.05)
    noticing.start()
    assert not noticing.is_working
    folder.mkdir()
    assert until(lambda: noticing.is_working)
    (folder / "story.txt").write_text("words")
    assert noticed.wait(60)
    noticing.stop()


def test_a_folder_that_replaces_another_is_watched(tmp_path):
    noticed, folder = Event(), tmp_path / "in"
    folder.mkdir()
    noticing = ChangeNotifier([folder], noticed.set, check_seconds=0.05)
    noticing.start()
    assert until(lambda: noticing.is_working)
    (tmp_path / "new").mkdir()
    folder.rename(tmp_path / "old")
    (tmp_path / "new").rename(folder)
    assert until(noticed.is_set)
    assert until(lambda: noticing.is_working)
    noticing.stop()
