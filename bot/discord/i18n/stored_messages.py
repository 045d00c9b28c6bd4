"""Sentences of Byline's that were kept as plain English, known again by their templates.

Why a feed could not be read is kept in the database, in English; whoever asks for it later may
speak another language.
"""

import re
from functools import cache
from string import Formatter

from bot.discord.i18n.language import Language, current_language
from corpus.messages import Message, message

_MAX_LENGTH = 1000
"""Characters of a sentence that is looked at."""
_MIN_LITERALS = 12
"""Letters and the like of a template that has to be sure of itself; “{a}, {b}” fits anything."""


def translate_stored(text: str) -> str:
    """What was said, in the language that is spoken now; as it is where no template fits it."""
    return current_language().translate(_parse_message(text, current_language()))


def _parse_message(text: str, language: Language) -> str:
    if isinstance(text, Message) or len(text) > _MAX_LENGTH:
        return text
    for template, pattern in _compile_patterns(language):
        if found := pattern.fullmatch(text):
            values = {
                name: _parse_message(value, language) for name, value in found.groupdict().items()
            }
            return message(template, **values)
    return text


@cache
def _compile_patterns(language: Language) -> list[tuple[str, re.Pattern[str]]]:
    """The templates that a language has, those with the most words of their own first."""
    known = {template: _count_literals(template) for template in language.templates}
    sure = [template for template, own in known.items() if own >= _MIN_LITERALS]
    sure.sort(key=lambda template: (-known[template], template))
    return [(template, _compile_pattern(template)) for template in sure]


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
