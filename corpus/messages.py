"""Translatable messages.

A ``Message`` is a ``str`` with the English text; it also has the template and values, from which
``bot.discord.i18n.language`` builds the text in another language.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from types import MappingProxyType
from typing import Self

from corpus.calendar_names import MONTHS

Value = str | int | float | date
"""A value of a template. A ``Message`` as a value is translated too."""


class Message(str):
    """An English text with its ``template`` and ``values``.

    If it depends on a ``number``, ``template`` is the text for 1 and ``plural`` for other numbers.
    """

    template: str
    values: Mapping[str, Value]
    plural: str | None
    number: int

    def __new__(
        cls,
        template: str,
        values: Mapping[str, Value],
        plural: str | None = None,
        number: int = 1,
    ) -> Self:
        """Fill the template in English. Raises ``KeyError`` for a missing value."""
        chosen = template if plural is None or number == 1 else plural
        made = super().__new__(
            cls, chosen.format(**{n: format_english(v) for n, v in values.items()})
        )
        made.template, made.plural, made.number = template, plural, number
        made.values = MappingProxyType(dict(values))
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.template, dict(self.values), self.plural, self.number)


def message(template: str, /, **values: Value) -> Message:
    """Return the message of a ``str.format`` template and its named values."""
    return Message(template, values)


def plural(one: str, many: str, number: int, /, **values: Value) -> Message:
    """Return a message that depends on ``number``; the templates can use ``{number}``."""
    return Message(one, {"number": number, **values}, many, number)


def join_list(parts: Sequence[str], /) -> str:
    """Return the parts as one message, separated by commas; an empty text for no parts."""
    return reduce(_join, parts) if parts else ""


def _join(before: str, after: str) -> Message:
    return message("{before}, {after}", before=before, after=after)


def format_english(value: Value) -> str:
    """Format a value in English: ``5 October 2012``, ``1,000``; a ``float`` has one decimal."""
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else value


def format_day(value: date) -> str:
    """Format a date as ``5 October 2012``, independent of the locale."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
