"""A file in a watched folder is ingested once and whole, and never lost silently."""

import os

import pytest

from bot.ingest.folders import FolderWatcher
from bot.ingest.retry import MAX_TRIES
from corpus.errors import StoreError
from tests.bot.ingest.fakes import START

ENDINGS = {".txt", ".jsonl"}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def drop(folder, clock):
    """Writes a file at the time of the test's clock."""

    def dropped(name, words, at=None):
        path = folder / name
        path.write_text(words)
        os.utime(path, (at or clock.now, at or clock.now))
        return path

    return dropped


@pytest.fixture
def watcher(folder, context):
    return FolderWatcher([folder], ENDINGS, context)


@pytest.fixture
def settle(watcher, clock):
    """Looks twice, more than a moment apart."""

    def settled(watcher=watcher):
        clock.now += 3
        watcher.run_round(lambda: False)
        clock.now += 3
        return watcher.run_round(lambda: False)

    return settled


def words(collection):
    return [read for _, read in collection.read]


def test_a_file_is_ingested_once_at_the_second_scan(drop, settle, collection, events):
    path = drop("ferry.txt", "The ferry sailed.")
    settle()
    settle()
    assert collection.read == [(str(path), "The ferry sailed.")]
    [event] = events
    assert (event.input, event.added) == (str(path), ("ferry",))
    assert event.headline == "Headline of ferry"


def test_a_file_that_is_still_being_written_is_checked_soon_and_not_read(
    drop, watcher, clock, collection
):
    for count in range(6):
        drop("slow.txt", "word " * count)
        assert watcher.run_round(lambda: False) == 2
        clock.now += 1.5
    assert collection.read == []
    clock.now += 3
    watcher.run_round(lambda: False)
    assert words(collection) == ["word " * 5]


def test_a_changed_file_is_ingested_again(drop, settle, collection):
    drop("ferry.txt", "It sailed.")
    settle()
    drop("ferry.txt", "It sank.")
    settle()
    assert words(collection) == ["It sailed.", "It sank."]


def test_a_renamed_file_is_ingested_and_its_temporary_name_ignored(
    folder, drop, settle, collection
):
    drop("ferry.txt.part", "The ferry")
    settle()
    assert collection.read == []
    drop("ferry.txt.part", "The ferry sailed.").rename(folder / "ferry.txt")
    settle()
    assert words(collection) == ["The ferry sailed."]


def test_after_a_restart_only_changed_files_are_ingested(
    folder, drop, settle, open_context, collection
):
    drop("old.txt", "Old.")
    drop("other.txt", "Other.")
    settle()
    drop("other.txt", "Other, corrected.")
    drop("new.txt", "New.")
    settle(FolderWatcher([folder], ENDINGS, open_context()))
    assert sorted(words(collection)) == ["New.", "Old.", "Other, corrected.", "Other."]


def test_a_deleted_file_costs_nothing(drop, settle, events):
    drop("ferry.txt", "It sailed.").unlink()
    settle()
    assert events == []


def test_many_files_are_ingested_together_and_refused_ones_named(drop, settle, context, events):
    for number in range(70):
        drop(f"{number:02}.txt", f"Story {number}{' is bad' if number == 33 else ''}.")
    settle()
    ingested = [event for event in events if not event.refused]
    assert [len(event.added) for event in ingested] == [63, 6]
    [refused] = [event for event in events if event.refused]
    assert refused.input.endswith("33.txt")
    assert [item.input for item in context.queue.find_failed()] == [refused.input]


def test_a_refused_file_is_set_aside_at_once_and_ingested_when_it_is_repaired(
    drop, settle, context, collection, clock
):
    path = drop("ferry.txt", "This is bad.")
    settle()
    [item] = context.queue.find_failed()
    assert (item.input, item.reason, item.tries) == (str(path), "It is bad.", 1)
    assert item.since == clock.now
    settle()
    assert len(collection.read) == 1
    drop("ferry.txt", "This is fine.")
    settle()
    assert context.queue.find_failed() == []
    assert words(collection)[-1] == "This is fine."


def test_a_partly_refused_file_is_ingested_and_set_aside(drop, settle, context, events):
    drop("archive.jsonl", "Only half of this is read.")
    settle()
    [item] = context.queue.find_failed()
    assert item.reason == "Line 2: It is not JSON."
    assert [bool(event.refused) for event in events] == [False, True]


def test_a_file_that_crashes_the_parser_does_not_affect_others(drop, settle, context, collection):
    for number in range(6):
        drop(f"{number}.txt", "crash" if number == 2 else f"Story {number}.")
    settle()
    [item] = context.queue.find_failed()
    assert item.input.endswith("2.txt")
    assert "RecursionError" in item.reason
    assert set(words(collection)) == {f"Story {n}." for n in (0, 1, 3, 4, 5)}


def test_a_store_that_fails_loses_nothing_and_blames_no_file(drop, settle, context, collection):
    drop("ferry.txt", "It sailed.")
    collection.error = StoreError("The disk is full.")
    with pytest.raises(StoreError):
        settle()
    assert context.queue.find_failed() == []
    collection.error = None
    settle()
    assert words(collection) == ["It sailed."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_tried_again_and_then_set_aside(drop, settle, context, clock):
    drop("ferry.txt", "It sailed.").chmod(0)
    for _ in range(MAX_TRIES + 2):
        settle()
        clock.now += 5000
    [item] = context.queue.find_failed()
    assert item.tries == MAX_TRIES


def test_a_set_aside_file_that_is_deleted_is_no_longer_listed(drop, settle, context):
    path = drop("ferry.txt", "This is bad.")
    settle()
    path.unlink()
    settle()
    assert context.queue.find_failed() == []


def test_a_set_aside_file_stays_listed_while_its_folder_is_unavailable(
    folder, drop, settle, context, tmp_path
):
    drop("ferry.txt", "This is bad.")
    settle()
    folder.rename(tmp_path / "unmounted")
    settle()
    assert len(context.queue.find_failed()) == 1


def test_files_whose_names_are_not_text_are_ingested(folder, settle, collection):
    path = folder / os.fsdecode(b"caf\xe9.txt")
    path.write_text("bad coffee")
    os.utime(path, (START, START))
    settle()
    assert words(collection) == ["bad coffee"]


def test_stopping_leaves_the_rest_for_the_next_start(drop, watcher, clock, collection):
    for number in range(3):
        drop(f"{number}.txt", "Story.")
    watcher.run_round(lambda: False)
    clock.now += 3
    watcher.run_round(lambda: len(collection.read) == 1)
    assert len(collection.read) == 1
    watcher.run_round(lambda: False)
    assert len(collection.read) == 3
