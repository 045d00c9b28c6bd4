"""Which failed inputs are tried again, and when."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.retry import (
    DAY,
    MAX_TRIES,
    Failure,
    add_jitter,
    compute_backoff,
    compute_poll_pause,
    is_due,
    record_failure,
    reset,
    schedule_rounds,
)
from corpus.store.records import InputKind, QueuedInput

NOW = 1_700_000_000.0
ITEM = QueuedInput(
    "k", InputKind.PAGE, "https://a.example/1", "https://a.example/feed", "s", 0, NOW, None, 0
)

seconds = st.floats(0.1, 1e5)
drawn = st.floats(0, 1, exclude_max=True)
failures = st.integers(0, 10_000)


@given(failures, seconds, seconds, st.floats(1, 10))
def test_a_pause_grows_with_the_failures_and_stays_between_its_bounds(count, first, more, factor):
    most = first + more
    pause = compute_backoff(count, first, most, factor)
    assert first <= pause <= most
    assert pause <= compute_backoff(count + 1, first, most, factor)


def test_a_pause_is_the_first_one_doubled_for_each_failure_after_the_first():
    assert [compute_backoff(count, 5, 300) for count in range(1, 9)] == [
        5,
        10,
        20,
        40,
        80,
        160,
        300,
        300,
    ]


@given(seconds, drawn)
def test_jitter_is_a_tenth_more_or_less(pause, dice):
    assert 0.9 * pause * 0.999 <= add_jitter(pause, dice) <= 1.1 * pause * 1.001


@given(st.floats(60, DAY), failures, drawn, st.none() | st.floats(0, 1e9))
def test_a_feed_is_polled_after_retry_after_and_at_least_about_daily(
    interval, count, dice, retry_after
):
    pause = compute_poll_pause(interval, count, dice, retry_after)
    assert 0.9 * interval * 0.999 <= pause <= 1.1 * DAY * 1.001
    assert pause >= min(retry_after or 0, DAY)


def test_a_failing_feed_is_polled_half_as_often_each_time():
    pauses = [compute_poll_pause(900, count, 0.5) for count in range(4)]
    assert pauses == [900, 1800, 3600, 7200]


@given(st.lists(st.tuples(st.booleans(), st.none() | st.floats(0, 1e7), drawn), max_size=9))
def test_an_input_is_tried_five_times_then_set_aside_with_its_reason(story):
    item = ITEM
    for number, (is_transient, retry_after, dice) in enumerate(story, start=1):
        item = record_failure(item, Failure(f"why {number}", is_transient, retry_after), NOW, dice)
        assert (item.tries, item.reason) == (number, f"why {number}")
        if is_transient and number < MAX_TRIES:
            assert NOW + min(retry_after or 0, DAY) <= item.next_at <= NOW + DAY
            assert item.next_at > NOW
        else:
            assert item.next_at is None


def test_a_permanent_failure_is_set_aside_at_once():
    assert record_failure(ITEM, Failure("It is a picture."), NOW, 0.5).next_at is None


def test_the_tries_of_an_input_are_spread_over_less_than_an_hour():
    item, now = ITEM, NOW
    while item.next_at is not None:
        now = item.next_at
        item = record_failure(item, Failure("Busy.", is_transient=True), now, 0.5)
    assert (item.tries, now - NOW) == (MAX_TRIES, 30 + 120 + 480 + 1920)


def test_a_reset_input_has_no_tries():
    item = reset(record_failure(ITEM, Failure("It is a picture."), NOW, 0.5), NOW + 5)
    assert (item.tries, item.next_at) == (0, NOW + 5)


def test_a_time_from_a_wrong_clock_does_not_delay_an_input():
    assert is_due(NOW, NOW)
    assert not is_due(NOW + 1, NOW)
    assert not is_due(None, NOW)
    assert is_due(NOW + 400 * DAY, NOW)


@given(st.integers(0, 200), st.integers(1, 30))
def test_a_round_has_no_more_new_pages_than_its_limit(count, limit):
    due = schedule_rounds(count, NOW, 900, limit)
    assert due == sorted(set(due))
    assert len(due) == count
    turns = [int((at - NOW) // 900) for at in due]
    assert all(turns.count(turn) <= limit for turn in turns)
    assert all(at < NOW + 1 for at in due[:limit])
