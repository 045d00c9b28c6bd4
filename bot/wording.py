"""Days and excerpts as they are put into sentences."""

from datetime import date


def day(value: date) -> str:
    """A day in words, whatever the locale: ``5 October 2012``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def in_one_line(text: str) -> str:
    """Words of an article as they stand in a sentence: white space folded."""
    return " ".join(text.split())


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
