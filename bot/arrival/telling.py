"""Arrivals in words: one line each, and the reasons of those that were refused."""

from collections.abc import Sequence

from bot.arrival.ports import Arrival
from bot.reports import Refusal
from bot.wording import in_one_line
from corpus.messages import Said, said

_MOST_NAMED = 3
"""Refused parts of an input that are named with their reasons."""


def reason_of(name: str, refusals: Sequence[Refusal]) -> str:
    """Why an input was refused: its reason, or those of the first of its parts."""
    named = [_part(name, refusal) for refusal in refusals[:_MOST_NAMED]]
    more = len(refusals) - len(named)
    count = [f"{len(refusals):,} of its articles were refused."] if len(refusals) > 1 else []
    return " ".join([*count, *named, *([f"And {more:,} more."] if more else [])])


def unexpected(error: Exception) -> Said:
    """Why an input was refused whose reading failed in a way that nobody foresaw."""
    return said(
        "Reading it failed unexpectedly ({error}): see the log.", error=type(error).__name__
    )


def in_words(arrival: Arrival, now: float) -> str:
    """One line for a person: what came of which input. ``now`` is in seconds since 1970."""
    if arrival.refused is not None:
        then = "It is set aside." if arrival.next_at is None else _again(arrival.next_at - now)
        return in_one_line(f"refused  {arrival.input}: {arrival.refused} {then}")
    ids = (*arrival.added, *arrival.updated, *arrival.unchanged)
    if arrival.headline and len(ids) == 1:
        return in_one_line(f"{_outcome(arrival)}  {arrival.headline} ({ids[0]}), {arrival.input}")
    return in_one_line(f"{_counts(arrival)}  {arrival.input}")


def _part(name: str, refusal: Refusal) -> str:
    part = refusal.input.removeprefix(name).lstrip(", ")
    return f"{part.capitalize()}: {refusal.reason}" if part else refusal.reason


def _outcome(arrival: Arrival) -> str:
    if arrival.added:
        return "added"
    return "updated" if arrival.updated else "unchanged"


def _counts(arrival: Arrival) -> str:
    counted = (
        ("added", arrival.added),
        ("updated", arrival.updated),
        ("unchanged", arrival.unchanged),
    )
    return ", ".join(f"{name} {len(ids):,}" for name, ids in counted if ids) or "nothing new"


def _again(seconds: float) -> str:
    if seconds < 90:
        return f"It is tried again in {max(1, round(seconds))} seconds."
    if seconds < 5400:
        return f"It is tried again in {round(seconds / 60)} minutes."
    return f"It is tried again in {round(seconds / 3600)} hours."
