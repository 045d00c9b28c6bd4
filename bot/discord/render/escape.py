"""Words of articles and members as Discord shows them: the same words, and nothing but words.

``clean`` takes out what is not seen but acts (controls, bidi overrides, zero-width characters);
``escape`` keeps what is left from being read as markdown, a mention, an emoji or a link.
"""

import re
import unicodedata

_NEWLINES = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
# Joiners shape words of many scripts, and emoji; they are kept only where they can do so.
_LOOSE_JOINERS = re.compile(
    f"(?<![^\x00-\x7f{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?![^\x00-\x7f{_JOINERS}])"
    f"|(?<=[{_JOINERS}])[{_JOINERS}]+"
)
# Format characters that are seen: the number and end-of-verse signs of Arabic, Syriac and Kaithi.
_SEEN_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_ACTIVE = re.compile(r"[\\*_~|`<>\[\]#@:]")
_LIST_START = re.compile(r"^([^\S\n]*\d*)([-+.)])", re.MULTILINE)
# An @ at the very end counts too: what is put after it may begin with one of the two words.
_EVERYONE = re.compile(r"@(?=everyone|here|\Z)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def clean_text(text: str) -> str:
    r"""The text without unseen characters that act, and with ``\n`` as its only line break."""
    seen = "".join(map(_filter_character, _NEWLINES.sub("\n", text)))
    return _LOOSE_JOINERS.sub("", seen)


def to_one_line(text: str) -> str:
    """The cleaned text with each run of white space made one space."""
    return " ".join(clean_text(text).split())


def escape_inline(text: str) -> str:
    """Escape what Discord acts on anywhere in a line. Expects cleaned text."""
    return _EVERYONE.sub(f"@{_ZERO_WIDTH_SPACE}", _ACTIVE.sub(r"\\\g<0>", text))


def escape(text: str) -> str:
    """Escape what Discord acts on, list markers at the start of a line too. Expects cleaned text.

    A colon is escaped as well: it begins an emoji's short name, and ends a link's scheme.
    """
    return _LIST_START.sub(r"\1\\\2", escape_inline(text))


def _filter_character(character: str) -> str:
    if character in "\n\t" or character in _JOINERS or character in _SEEN_FORMAT:
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in {"Cc", "Cf"} else character
