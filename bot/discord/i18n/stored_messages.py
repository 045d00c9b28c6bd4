"""Translation of sentences that were stored in English, by matching their templates.

The database has the reason why a feed could not be read in English; the member who reads it later
may use another language.
"""

import re
from functools import cache
from string import Formatter

from bot.discord.i18n.language import Language, current_language
from corpus.messages import Message, message

_MAX_LENGTH = 1000
"""Characters of a sentence that is matched."""
_MIN_LITERALS = 12
"""Literal characters that a template needs; a template such as “{a}, {b}” matches any text."""


def translate_stored(text: str) -> str:
    """Translate a stored sentence into the current language; unchanged if no template matches."""
    return current_language().translate(_parse_message(text, current_language()))


def _parse_message(text: str, language: Language) -> str:
    if isinstance(text, Message) or len(text) > _MAX_LENGTH:
        return text
    for template, pattern in _compile_patterns(language):
        if match := pattern.fullmatch(text):
            values = {
                name: _parse_message(value, language) for name, value in match.groupdict().items()
            }
            return message(template, **values)
    return text


@cache
def _compile_patterns(language: Language) -> list[tuple[str, re.Pattern[str]]]:
    """Return the templates of a language with their patterns, the most specific first."""
    literals = {template: _count_literals(template) for template in language.templates}
    specific = [template for template, count in literals.items() if count >= _MIN_LITERALS]
    specific.sort(key=lambda template: (-literals[template], template))
    return [(template, _compile_pattern(template)) for template in specific]


def _count_literals(template: str) -> int:
    return sum(len(literal) for literal, *_ in Formatter().parse(template))


def _compile_pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)
