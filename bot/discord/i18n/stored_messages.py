"""Sentences of Byline's that were kept as plain English, known again by their templates.

Why a feed could not be read is kept in the database, in English; whoever asks for it later may
speak another language.
"""

import re
from functools import cache
from string import Formatter

from bot.discord.i18n.language import Language, spoken
from corpus.messages import Said, said

_LONGEST = 1000
"""Characters of a sentence that is looked at."""
_FEWEST = 12
"""Letters and the like of a template that has to be sure of itself; “{a}, {b}” fits anything."""


def recalled(text: str) -> str:
    """What was said, in the language that is spoken now; as it is where no template fits it."""
    return spoken().say(_made(text, spoken()))


def _made(text: str, language: Language) -> str:
    if isinstance(text, Said) or len(text) > _LONGEST:
        return text
    for template, pattern in _patterns(language):
        if found := pattern.fullmatch(text):
            values = {name: _made(value, language) for name, value in found.groupdict().items()}
            return said(template, **values)
    return text


@cache
def _patterns(language: Language) -> list[tuple[str, re.Pattern[str]]]:
    """The templates that a language has, those with the most words of their own first."""
    known = {template: _own(template) for template in language.templates}
    sure = [template for template, own in known.items() if own >= _FEWEST]
    sure.sort(key=lambda template: (-known[template], template))
    return [(template, _pattern(template)) for template in sure]


def _own(template: str) -> int:
    return sum(len(literal) for literal, *_ in Formatter().parse(template))


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)
