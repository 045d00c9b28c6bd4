"""An ingest event is described in one line."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.events import IngestEvent, build_reason, format_event
from bot.reports import Refusal


def test_one_article_is_described_by_its_headline():
    event = IngestEvent("/in/a.txt", added=("ferry-1",), headline="Ferry sails")
    assert format_event(event, 0) == "added Ferry sails (ferry-1), /in/a.txt"
    event = IngestEvent("/in/a.txt", updated=("ferry-1",), headline="Ferry sails")
    assert format_event(event, 0) == "updated Ferry sails (ferry-1), /in/a.txt"


def test_several_articles_are_counted():
    event = IngestEvent("64 files", added=tuple("abc"), unchanged=("d",))
    assert format_event(event, 0) == "added 3, unchanged 1 64 files"


def test_a_refusal_says_why_and_what_follows():
    refused = IngestEvent("/in/a.txt", refused="It is empty.")
    assert format_event(refused, 0) == "refused /in/a.txt: It is empty. It is set aside."
    for seconds, words in [(30, "30 seconds"), (600, "10 minutes"), (80_000, "22 hours")]:
        later = IngestEvent("https://a.example", refused="Busy.", next_at=100 + seconds)
        assert format_event(later, 100).endswith(f"Busy. It is tried again in {words}.")


def test_a_reason_names_the_first_parts_and_counts_the_rest():
    refusals = [Refusal(f"a.jsonl, line {n}", "It is not JSON.") for n in range(1, 6)]
    assert build_reason("a.jsonl", refusals) == (
        "5 of its articles were refused. Line 1: It is not JSON. Line 2: It is not JSON. "
        "Line 3: It is not JSON. And 2 more."
    )
    assert build_reason("a.txt", [Refusal("a.txt", "It is empty.")]) == "It is empty."


@given(st.text(), st.text(), st.none() | st.floats(0, 1e9))
def test_every_event_is_one_line(name, reason, next_at):
    line = format_event(IngestEvent(name, refused=reason, next_at=next_at), 0)
    assert len(line.splitlines()) == 1
