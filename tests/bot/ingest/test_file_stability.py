"""A half-written file is not read."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.scan import FileStability, FileState

NOW = 1_700_000_000.0


def look(size=10, written=NOW, path="/in/a.txt"):
    return FileState(path, size, int(written * 1e9))


def complete(stillness, at, *looks):
    return stillness.find_complete(looks, monotonic=at - NOW, now=at)


def test_a_file_is_complete_when_it_looks_the_same_a_moment_later():
    stillness = FileStability(moment=2)
    old = look(written=NOW - 1000)
    assert complete(stillness, NOW, old) == []
    assert complete(stillness, NOW + 1.9, old) == []
    assert complete(stillness, NOW + 2, old) == [old]


def test_a_file_that_grows_is_not_complete_though_its_time_stands():
    stillness = FileStability(moment=2)
    for step in range(5):
        assert complete(stillness, NOW + 3 * step, look(size=step)) == []
    assert complete(stillness, NOW + 15, look(size=4)) == [look(size=4)]


def test_a_file_written_less_than_a_moment_ago_is_not_complete_whatever_was_seen_of_it():
    stillness = FileStability(moment=2)
    fresh = look(written=NOW + 5)
    complete(stillness, NOW, fresh)
    assert complete(stillness, NOW + 6, fresh) == []
    assert complete(stillness, NOW + 7, fresh) == [fresh]


def test_another_machines_clock_that_is_ahead_does_not_hold_a_file_up():
    stillness = FileStability(moment=2)
    ahead = look(written=NOW + 3600)
    complete(stillness, NOW, ahead)
    assert complete(stillness, NOW + 2, ahead) == [ahead]


def test_a_file_that_went_and_came_back_is_looked_at_anew():
    stillness = FileStability(moment=2)
    old = look(written=NOW - 1000)
    complete(stillness, NOW, old)
    complete(stillness, NOW + 1)
    assert complete(stillness, NOW + 3, old) == []


@given(st.lists(st.tuples(st.floats(0.01, 5), st.integers(0, 3)), max_size=30))
def test_what_is_complete_has_looked_the_same_for_a_moment(story):
    stillness, at, since, before = FileStability(moment=2), NOW, NOW, None
    for pause, size in story:
        at += pause
        since = since if size == before else at
        before = size
        found = complete(stillness, at, look(size=size, written=NOW - 1000))
        assert bool(found) == (at - since >= 2 and at - NOW - (since - NOW) >= 2)
