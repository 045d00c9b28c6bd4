"""What is dropped into a folder is taken once, whole, and never silently dropped."""

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
def watcher(folder, desk):
    return FolderWatcher([folder], ENDINGS, desk)


@pytest.fixture
def settle(watcher, clock):
    """Looks twice, more than a moment apart."""

    def settled(arrivals=watcher):
        clock.now += 3
        arrivals.run_round(lambda: False)
        clock.now += 3
        return arrivals.run_round(lambda: False)

    return settled


def words(shelf):
    return [read for _, read in shelf.read]


def test_a_file_is_taken_at_the_second_look_and_once(drop, settle, shelf, told):
    path = drop("ferry.txt", "The ferry sailed.")
    settle()
    settle()
    assert shelf.read == [(str(path), "The ferry sailed.")]
    [arrival] = told
    assert (arrival.input, arrival.added) == (str(path), ("ferry",))
    assert arrival.headline == "Headline of ferry"


def test_a_file_that_is_still_being_written_is_looked_at_soon_and_not_read(
    drop, watcher, clock, shelf
):
    for count in range(6):
        drop("slow.txt", "word " * count)
        assert watcher.run_round(lambda: False) == 2
        clock.now += 1.5
    assert shelf.read == []
    clock.now += 3
    watcher.run_round(lambda: False)
    assert words(shelf) == ["word " * 5]


def test_a_file_written_anew_is_taken_again(drop, settle, shelf):
    drop("ferry.txt", "It sailed.")
    settle()
    drop("ferry.txt", "It sank.")
    settle()
    assert words(shelf) == ["It sailed.", "It sank."]


def test_a_file_moved_in_is_taken_and_its_temporary_name_is_not(folder, drop, settle, shelf):
    drop("ferry.txt.part", "The ferry")
    settle()
    assert shelf.read == []
    drop("ferry.txt.part", "The ferry sailed.").rename(folder / "ferry.txt")
    settle()
    assert words(shelf) == ["The ferry sailed."]


def test_after_a_restart_only_what_has_changed_meanwhile_is_taken(
    folder, drop, settle, open_desk, shelf
):
    drop("old.txt", "Old.")
    drop("other.txt", "Other.")
    settle()
    drop("other.txt", "Other, corrected.")
    drop("new.txt", "New.")
    settle(FolderWatcher([folder], ENDINGS, open_desk()))
    assert sorted(words(shelf)) == ["New.", "Old.", "Other, corrected.", "Other."]


def test_a_deleted_file_costs_nothing(drop, settle, told):
    drop("ferry.txt", "It sailed.").unlink()
    settle()
    assert told == []


def test_many_files_are_taken_together_and_refused_ones_named(drop, settle, desk, told):
    for number in range(70):
        drop(f"{number:02}.txt", f"Story {number}{' is bad' if number == 33 else ''}.")
    settle()
    taken = [arrival for arrival in told if not arrival.refused]
    assert [len(arrival.added) for arrival in taken] == [63, 6]
    [refused] = [arrival for arrival in told if arrival.refused]
    assert refused.input.endswith("33.txt")
    assert [item.input for item in desk.queue.find_failed()] == [refused.input]


def test_a_refused_file_is_set_aside_at_once_and_taken_when_it_is_mended(
    drop, settle, desk, shelf, clock
):
    path = drop("ferry.txt", "This is bad.")
    settle()
    [item] = desk.queue.find_failed()
    assert (item.input, item.reason, item.tries) == (str(path), "It is bad.", 1)
    assert item.since == clock.now
    settle()
    assert len(shelf.read) == 1
    drop("ferry.txt", "This is fine.")
    settle()
    assert desk.queue.find_failed() == []
    assert words(shelf)[-1] == "This is fine."


def test_a_file_that_is_refused_in_part_is_taken_and_set_aside(drop, settle, desk, told):
    drop("archive.jsonl", "Only half of this is read.")
    settle()
    [item] = desk.queue.find_failed()
    assert item.reason == "Line 2: It is not JSON."
    assert [bool(arrival.refused) for arrival in told] == [False, True]


def test_a_file_that_breaks_the_reader_costs_itself_only(drop, settle, desk, shelf):
    for number in range(6):
        drop(f"{number}.txt", "crash" if number == 2 else f"Story {number}.")
    settle()
    [item] = desk.queue.find_failed()
    assert item.input.endswith("2.txt")
    assert "RecursionError" in item.reason
    assert set(words(shelf)) == {f"Story {n}." for n in (0, 1, 3, 4, 5)}


def test_a_store_that_fails_loses_nothing_and_blames_no_file(drop, settle, desk, shelf):
    drop("ferry.txt", "It sailed.")
    shelf.error = StoreError("The disk is full.")
    with pytest.raises(StoreError):
        settle()
    assert desk.queue.find_failed() == []
    shelf.error = None
    settle()
    assert words(shelf) == ["It sailed."]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_tried_again_and_then_set_aside(drop, settle, desk, clock):
    drop("ferry.txt", "It sailed.").chmod(0)
    for _ in range(MAX_TRIES + 2):
        settle()
        clock.now += 5000
    [item] = desk.queue.find_failed()
    assert item.tries == MAX_TRIES


def test_a_set_aside_file_that_is_deleted_is_no_longer_listed(drop, settle, desk):
    path = drop("ferry.txt", "This is bad.")
    settle()
    path.unlink()
    settle()
    assert desk.queue.find_failed() == []


def test_a_set_aside_file_stays_listed_while_its_folder_is_out_of_reach(
    folder, drop, settle, desk, tmp_path
):
    drop("ferry.txt", "This is bad.")
    settle()
    folder.rename(tmp_path / "unmounted")
    settle()
    assert len(desk.queue.find_failed()) == 1


def test_names_that_are_no_text_are_taken_too(folder, settle, shelf):
    path = folder / os.fsdecode(b"caf\xe9.txt")
    path.write_text("bad coffee")
    os.utime(path, (START, START))
    settle()
    assert words(shelf) == ["bad coffee"]


def test_stopping_leaves_the_rest_for_the_next_start(drop, watcher, clock, shelf):
    for number in range(3):
        drop(f"{number}.txt", "Story.")
    watcher.run_round(lambda: False)
    clock.now += 3
    watcher.run_round(lambda: len(shelf.read) == 1)
    assert len(shelf.read) == 1
    watcher.run_round(lambda: False)
    assert len(shelf.read) == 3
