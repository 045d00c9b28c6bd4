"""Watching with the real store, indexes and operating system."""

from queue import Queue
from threading import Event

import pytest

from bot.errors import UsageError
from bot.ingest.targets import WatchTargets, resolve_targets
from bot.settings import Settings
from tests.bot.articles import write_all


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def services(open_services):
    services = open_services()
    yield services
    services.library.close()


def test_arguments_replace_the_settings(tmp_path):
    (tmp_path / "set").mkdir()
    (tmp_path / "given").mkdir()
    settings = Settings(
        watch=str(tmp_path / "set"), feeds="https://a.example/f, https://b.example/g"
    )
    everything = resolve_targets((), settings.watched)
    assert everything.folders == (tmp_path / "set",)
    assert everything.feeds == ("https://a.example/f", "https://b.example/g")
    given = resolve_targets((str(tmp_path / "given"),), settings.watched)
    assert given == WatchTargets((tmp_path / "given",))


def test_nothing_to_watch_is_a_usage_error():
    with pytest.raises(UsageError, match="nothing to watch"):
        resolve_targets((), Settings(watch="", feeds=" , ").watched)


def test_a_new_file_can_be_found(services, folder):
    library = services.library
    collection, events = library.collection("gazette"), Queue()
    with services.ingest.watch(WatchTargets((folder,)), collection, print, events.put):
        write_all(folder)
        assert {len(events.get(timeout=60).added) for _ in range(2)} == {1, 2}
    assert collection.search("lemon trees garden")[0].article_id == "lib-7"


def test_a_set_aside_input_is_in_the_status_and_can_be_tried_again(services, folder):
    library = services.library
    (folder / "empty.txt").write_text("")
    collection, events, warned = library.collection("gazette"), Queue(), []
    for retry in (False, True):
        with services.ingest.watch(
            WatchTargets((folder,)), collection, warned.append, events.put, retry=retry
        ):
            assert events.get(timeout=60).refused.startswith("It is empty")
    status = collection.status()
    [aside] = status.set_aside_inputs
    assert (status.set_aside, aside.kind, aside.tries) == (1, "file", 1)
    assert aside.input == str(folder / "empty.txt")
    assert warned == ["Failed inputs that are tried again: 1."]


def test_a_withdrawn_article_does_not_come_back_from_its_file(services, folder):
    events = Queue()
    library = services.library
    collection = library.collection("gazette")
    write_all(folder)
    with services.ingest.watch(WatchTargets((folder,)), collection, print, events.put):
        events.get(timeout=60), events.get(timeout=60)
    collection.remove("lib-7")
    (folder / "new.txt").write_text("Lamps are lit\n\nThe lamps of the harbour were lit.\n")
    with services.ingest.watch(WatchTargets((folder,)), collection, print, events.put):
        assert events.get(timeout=60).headline == "Lamps are lit"
    assert "lib-7" not in {line.id for line in collection.articles()}


def test_the_bot_watches_only_what_is_set_and_waits_for_a_folder(open_services, folder):
    with open_services(watch="").ingest.watch_in_background():
        pass
    later = folder / "later"
    services = open_services(watch=str(later))
    collection = services.library.collection("default")
    with services.ingest.watch_in_background():
        write_all(later)
        for _ in range(6000):  # a minute at most, and mostly some seconds
            if len(collection.articles()) == 3:
                break
            Event().wait(0.01)
    assert len(collection.articles()) == 3
