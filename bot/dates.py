"""Dates as people read them."""

from datetime import date


def day(value: date) -> str:
    """A day in words, whatever the locale: ``5 October 2012``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
