"""Article text as a terminal may be given it.

Article text is data: it is printed as plain text, never as markup, and its control characters
(which a terminal would obey) are left out.
"""

import unicodedata

_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line breaks, tabs, and the joiners that some scripts and emoji are written with."""


def clean(text: str) -> str:
    """Text without the characters that steer a terminal or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _CONTROL)
