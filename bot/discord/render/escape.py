"""Text of articles and members made safe for Discord, so that it shows as plain text.

``clean_text`` removes invisible characters that have an effect (controls, bidi overrides,
zero-width characters); ``escape`` prevents Markdown, mentions, emoji and links.
"""

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
# Joiners shape words of many scripts, and emoji; they are kept only between such characters.
_LOOSE_JOINERS = re.compile(
    f"(?<![^\x00-\x7f\\s{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?![^\x00-\x7f\\s{_JOINERS}])"
    f"|(?<=[{_JOINERS}])[{_JOINERS}]+"
)
# Visible format characters: the number and end-of-verse signs of Arabic, Syriac and Kaithi.
_VISIBLE_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_ACTIVE = re.compile(r"[\\*_~|`<>\[\]#@:]")
_LIST_START = re.compile(r"^([^\S\n]*\d*)([-+.)])", re.MULTILINE)
# An @ at the very end counts too: text appended later may begin with one of the two words.
_EVERYONE = re.compile(r"@(?=everyone|here|\Z)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def clean_text(text: str) -> str:
    r"""Remove invisible characters that have an effect; use ``\n`` as the only line break."""
    visible = "".join(map(_filter_character, _NEWLINES.sub("\n", text)))
    return _LOOSE_JOINERS.sub("", visible)


def to_one_line(text: str) -> str:
    """Clean the text and replace each run of white space by one space."""
    return " ".join(clean_text(text).split())


def escape_inline(text: str) -> str:
    """Escape the characters that have a meaning anywhere in a line. Expects cleaned text."""
    return _EVERYONE.sub(f"@{_ZERO_WIDTH_SPACE}", _ACTIVE.sub(r"\\\g<0>", text))


def escape(text: str) -> str:
    """Escape as ``escape_inline`` does, and list markers at the start of a line.

    A colon is escaped because it begins the short name of an emoji and ends the scheme of a link.
    """
    return _LIST_START.sub(r"\1\\\2", escape_inline(text))


def _filter_character(character: str) -> str:
    if character in "\n\t" or character in _JOINERS or character in _VISIBLE_FORMAT:
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in {"Cc", "Cf"} else character
