"""The languages of the bot, and the current language of a task.

English is in the code; every other language is a gettext catalogue, ``locales/CODE.po``. The
language of an interaction applies to all work for it, also in worker threads (``WorkerPools``).
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
"""Locales for dates and numbers that differ from the language code."""
_CURRENT: ContextVar["Language | None"] = ContextVar("language", default=None)


class Language:
    """The sentences, dates and numbers of one language.

    ``templates`` are the English templates with a translation, without plural ones.
    """

    def __init__(
        self, code: str, translations: NullTranslations, templates: frozenset[str] = frozenset()
    ) -> None:
        self.code, self.templates = code, templates
        self._translations = translations
        self._formats = Locale.parse(_FORMAT_LOCALES.get(code, code))

    def translate(self, text: str) -> str:
        """Translate a ``Message``; any other text, or one without translation, stays as it is."""
        if not isinstance(text, Message) or self.code == ENGLISH:
            return text
        values = {name: self._format_value(value) for name, value in text.values.items()}
        return self._translate_template(text).format(**values)

    def translate_name(self, english: str, context: str) -> str | None:
        """Translate a name in a gettext context, or return ``None`` without a translation."""
        translated = self._translations.pgettext(context, english)
        return None if translated == english else translated

    def format_day(self, value: date) -> str:
        """Format a date in words."""
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
    """Return the ISO 639 codes of the available languages."""
    catalogues = files("bot.discord.i18n").joinpath("locales").iterdir()
    return frozenset({ENGLISH, *(f.name[:-3] for f in catalogues if f.name.endswith(".po"))})


@cache
def load_language(locale: str) -> Language:
    """Return the language of a locale such as ``de`` or ``en-GB``; English if there is none."""
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


def use_language(locale: object) -> None:
    """Set the current language of this task."""
    _CURRENT.set(load_language(str(locale)))


@contextmanager
def language_context(locale: object) -> Iterator[None]:
    """Use the language of a locale inside the block."""
    token = _CURRENT.set(load_language(str(locale)))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_language() -> Language:
    """Return the current language."""
    return _CURRENT.get() or load_language(ENGLISH)


def translate(text: str) -> str:
    """Translate a ``Message`` into the current language; any other text stays as it is."""
    return current_language().translate(text)


def format_day(value: date) -> str:
    """Format a date in words in the current language."""
    return current_language().format_day(value)
