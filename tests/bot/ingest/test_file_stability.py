"""A half-written file is not read."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.scan import FileStability, FileState

NOW = 1_700_000_000.0


def state(size=10, written=NOW, path="/in/a.txt"):
    return FileState(path, size, int(written * 1e9))


def complete(stability, at, *states):
    return stability.find_complete(states, monotonic=at - NOW, now=at)


def test_a_file_is_complete_when_it_is_unchanged_two_seconds_later():
    stability = FileStability(seconds=2)
    old = state(written=NOW - 1000)
    assert complete(stability, NOW, old) == []
    assert complete(stability, NOW + 1.9, old) == []
    assert complete(stability, NOW + 2, old) == [old]


def test_a_growing_file_is_not_complete_even_if_its_time_stays_the_same():
    stability = FileStability(seconds=2)
    for step in range(5):
        assert complete(stability, NOW + 3 * step, state(size=step)) == []
    assert complete(stability, NOW + 15, state(size=4)) == [state(size=4)]


def test_a_file_written_less_than_two_seconds_ago_is_not_complete():
    stability = FileStability(seconds=2)
    fresh = state(written=NOW + 5)
    complete(stability, NOW, fresh)
    assert complete(stability, NOW + 6, fresh) == []
    assert complete(stability, NOW + 7, fresh) == [fresh]


def test_a_time_of_writing_in_the_future_does_not_delay_a_file():
    stability = FileStability(seconds=2)
    ahead = state(written=NOW + 3600)
    complete(stability, NOW, ahead)
    assert complete(stability, NOW + 2, ahead) == [ahead]


def test_a_file_that_was_deleted_and_created_again_starts_from_the_beginning():
    stability = FileStability(seconds=2)
    old = state(written=NOW - 1000)
    complete(stability, NOW, old)
    complete(stability, NOW + 1)
    assert complete(stability, NOW + 3, old) == []


@given(st.lists(st.tuples(st.floats(0.01, 5), st.integers(0, 3)), max_size=30))
def test_a_complete_file_has_been_unchanged_for_two_seconds(story):
    stability, at, since, before = FileStability(seconds=2), NOW, NOW, None
    for pause, size in story:
        at += pause
        since = since if size == before else at
        before = size
        found = complete(stability, at, state(size=size, written=NOW - 1000))
        assert bool(found) == (at - since >= 2 and at - NOW - (since - NOW) >= 2)
