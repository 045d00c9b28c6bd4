"""Sentences that remember how they were made, so that they can be said in another language.

A ``Message`` is the English sentence, for whoever only wants a ``str``; with it come its template and
values, for whoever shows it to a reader of another language (``bot.discord.i18n.language``).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from types import MappingProxyType
from typing import Self

Value = str | int | float | date
"""What a sentence can be about. A ``Message`` among them is said in the same language."""


class Message(str):
    """An English sentence with its ``template`` and the ``values`` that fill it.

    One that counts something has the template for ``number`` 1, and ``plural`` for any other.
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
        """Fill the template in English. Raises ``KeyError`` for a value that is not given."""
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
    """A sentence: a template as ``str.format`` takes it, and the values that fill it by name."""
    return Message(template, values)


def plural(one: str, many: str, number: int, /, **values: Value) -> Message:
    """A sentence about so many: two templates, of which ``{number}`` is one of the values."""
    return Message(one, {"number": number, **values}, many, number)


def join_list(parts: Sequence[str], /) -> str:
    """The parts one after the other, with commas between them; nothing for none."""
    return reduce(_join, parts) if parts else ""


def _join(before: str, after: str) -> Message:
    return message("{before}, {after}", before=before, after=after)


def format_english(value: Value) -> str:
    """A value as an English sentence has it: a day in words, a number with its thousands apart.

    Of a ``float`` there is one decimal.
    """
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else value


def format_day(value: date) -> str:
    """A day in words, whatever the machine's locale: ``5 October 2012``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
