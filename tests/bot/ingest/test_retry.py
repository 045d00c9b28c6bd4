"""What is tried again, and when."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.retry import (
    DAY,
    MOST_TRIES,
    Failure,
    again,
    backoff,
    failed,
    is_due,
    jittered,
    poll_pause,
    rounds,
)
from corpus.store.records import Kind, Waiting

NOW = 1_700_000_000.0
ITEM = Waiting(
    "k", Kind.PAGE, "https://a.example/1", "https://a.example/feed", "s", 0, NOW, None, 0
)

seconds = st.floats(0.1, 1e5)
drawn = st.floats(0, 1, exclude_max=True)
failures = st.integers(0, 10_000)


@given(failures, seconds, seconds, st.floats(1, 10))
def test_a_pause_grows_with_the_failures_and_stays_between_its_bounds(count, first, more, factor):
    most = first + more
    pause = backoff(count, first, most, factor)
    assert first <= pause <= most
    assert pause <= backoff(count + 1, first, most, factor)


def test_a_pause_is_the_first_one_doubled_for_each_failure_after_the_first():
    assert [backoff(count, 5, 300) for count in range(1, 9)] == [5, 10, 20, 40, 80, 160, 300, 300]


@given(seconds, drawn)
def test_jitter_is_a_tenth_more_or_less(pause, dice):
    assert 0.9 * pause * 0.999 <= jittered(pause, dice) <= 1.1 * pause * 1.001


@given(st.floats(60, DAY), failures, drawn, st.none() | st.floats(0, 1e9))
def test_a_feed_is_asked_again_no_sooner_than_asked_for_and_at_least_about_daily(
    interval, count, dice, retry_after
):
    pause = poll_pause(interval, count, dice, retry_after)
    assert 0.9 * interval * 0.999 <= pause <= 1.1 * DAY * 1.001
    assert pause >= min(retry_after or 0, DAY)


def test_a_feed_that_fails_is_asked_half_as_often_each_time():
    pauses = [poll_pause(900, count, 0.5) for count in range(4)]
    assert pauses == [900, 1800, 3600, 7200]


@given(st.lists(st.tuples(st.booleans(), st.none() | st.floats(0, 1e7), drawn), max_size=9))
def test_an_input_is_tried_a_few_times_and_then_set_aside_and_never_forgets_why(story):
    item = ITEM
    for number, (may_pass, retry_after, dice) in enumerate(story, start=1):
        item = failed(item, Failure(f"why {number}", may_pass, retry_after), NOW, dice)
        assert (item.tries, item.reason) == (number, f"why {number}")
        if may_pass and number < MOST_TRIES:
            assert NOW + min(retry_after or 0, DAY) <= item.next_at <= NOW + DAY
            assert item.next_at > NOW
        else:
            assert item.next_at is None


def test_what_another_try_cannot_help_is_set_aside_at_once():
    assert failed(ITEM, Failure("It is a picture."), NOW, 0.5).next_at is None


def test_the_tries_of_an_input_are_spread_over_less_than_an_hour():
    item, now = ITEM, NOW
    while item.next_at is not None:
        now = item.next_at
        item = failed(item, Failure("Busy.", may_pass=True), now, 0.5)
    assert (item.tries, now - NOW) == (MOST_TRIES, 30 + 120 + 480 + 1920)


def test_what_is_tried_anew_begins_from_the_beginning():
    item = again(failed(ITEM, Failure("It is a picture."), NOW, 0.5), NOW + 5)
    assert (item.tries, item.next_at) == (0, NOW + 5)


def test_a_time_that_a_wrong_clock_set_does_not_hold_anything_up():
    assert is_due(NOW, NOW)
    assert not is_due(NOW + 1, NOW)
    assert not is_due(None, NOW)
    assert is_due(NOW + 400 * DAY, NOW)


@given(st.integers(0, 200), st.integers(1, 30))
def test_a_round_has_no_more_new_pages_than_its_limit(count, limit):
    due = rounds(count, NOW, 900, limit)
    assert due == sorted(set(due))
    assert len(due) == count
    turns = [int((at - NOW) // 900) for at in due]
    assert all(turns.count(turn) <= limit for turn in turns)
    assert all(at < NOW + 1 for at in due[:limit])
