"""The languages that the bot speaks, and in which of them it speaks now.

English is in the code; every other language is a gettext catalogue, ``locales/CODE.po``. The
language of an interaction holds for all that is done for it, in threads too (``WorkerPools``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from corpus.messages import Message, Value

ENGLISH = "en"
_FORMAT_LOCALES = {ENGLISH: "en_GB"}
"""Locales whose dates and numbers a language has, where not its own."""


class Language:
    """One language: its sentences, days and numbers.

    ``templates`` are the English ones that it has a translation of, without those that count.
    """

    def __init__(
        self, code: str, translations: NullTranslations, templates: frozenset[str] = frozenset()
    ) -> None:
        self.code, self.templates = code, templates
        self._translations = translations
        self._formats = Locale.parse(_FORMAT_LOCALES.get(code, code))

    def translate(self, text: str) -> str:
        """A sentence of Byline's in this language; any other text, and one it lacks, as it is."""
        if not isinstance(text, Message) or self.code == ENGLISH:
            return text
        values = {name: self._format_value(value) for name, value in text.values.items()}
        return self._translate_template(text).format(**values)

    def translate_name(self, english: str, context: str) -> str | None:
        """What is called so in English, among others of its context; ``None`` where it lacks that.

        The context is gettext's: what a word means in a menu it may not mean in a sentence.
        """
        found = self._translations.pgettext(context, english)
        return None if found == english else found

    def format_day(self, value: date) -> str:
        """A day in words."""
        return format_date(value, "long", self._formats)

    def _format_value(self, value: Value) -> str:
        if isinstance(value, date):
            return self.format_day(value)
        if isinstance(value, int):
            return format_decimal(value, locale=self._formats)
        if isinstance(value, float):
            return format_decimal(value, "#,##0.0", self._formats)
        return self.translate(value)

    def _translate_template(self, text: Message) -> str:
        if text.plural is None:
            return self._translations.gettext(text.template)
        return self._translations.ngettext(text.template, text.plural, text.number)


@cache
def list_codes() -> frozenset[str]:
    """The languages that there are, by their ISO 639 codes."""
    found = files("bot.discord.i18n").joinpath("locales").iterdir()
    return frozenset({ENGLISH, *(f.name[:-3] for f in found if f.name.endswith(".po"))})


@cache
def load_language(locale: str) -> Language:
    """The language of a locale such as ``de`` or ``en-GB``; English where it is not spoken."""
    code = locale.replace("_", "-").partition("-")[0].lower()
    if code == ENGLISH or code not in list_codes():
        return Language(ENGLISH, NullTranslations())
    source = files("bot.discord.i18n").joinpath("locales", f"{code}.po").read_bytes()
    catalogue, compiled = read_po(BytesIO(source), locale=code), BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    sentences = (each.id for each in catalogue if each.id and not each.context)
    templates = frozenset(each for each in sentences if isinstance(each, str))
    return Language(code, GNUTranslations(compiled), templates)


_CURRENT: ContextVar[Language | None] = ContextVar("language", default=None)


def use_language(locale: object) -> None:
    """Speak the language of a locale from here on, in this task."""
    _CURRENT.set(load_language(str(locale)))


@contextmanager
def language_context(locale: object) -> Iterator[None]:
    """Speak the language of a locale inside the block."""
    token = _CURRENT.set(load_language(str(locale)))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_language() -> Language:
    """The language that is spoken now."""
    return _CURRENT.get() or load_language(ENGLISH)


def translate(text: str) -> str:
    """A sentence of Byline's in the language that is spoken now; any other text as it is."""
    return current_language().translate(text)


def format_day(value: date) -> str:
    """A day in words, in the language that is spoken now."""
    return current_language().format_day(value)
