"""The English names of months and weekdays, for patterns and for messages."""


def mark(word: str, /) -> str:
    """Mark a word for translation without building a message of it."""
    return word


MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"),
    mark("December"),
)  # fmt: skip
WEEKDAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"),
    mark("Saturday"), mark("Sunday"),
)  # fmt: skip
MONTH_NAME = rf"(?:{'|'.join(MONTHS)})"
"""A pattern for the full name of a month."""
MONTH_ABBREVIATION = r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)"
"""A pattern for a month that news text abbreviates, without its full stop."""
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
"""A pattern for the name of a weekday."""
