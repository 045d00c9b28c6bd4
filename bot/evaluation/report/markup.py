"""HTML and SVG from plain values: a text becomes markup only here, escaped."""

import html
import unicodedata

_LEFT_OUT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line breaks, tabs, and the joiners that some scripts and emoji are written with."""
_EMPTY = frozenset({"meta", "br"})


class Html(str):
    """Markup that may stand in a page as it is; any other text is escaped first."""

    __slots__ = ()


def text(words: str) -> Html:
    """Words as markup: escaped, without characters that are not seen or turn the direction."""
    if isinstance(words, Html):
        return words
    seen = (c for c in words if c in _KEPT or unicodedata.category(c) not in _LEFT_OUT)
    return Html(html.escape("".join(seen), quote=True))


def tag(name: str, /, *children: str, **attributes: str | float) -> Html:
    """An element; ``class_`` is written ``class``, and ``stroke_width`` ``stroke-width``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(_value(value))}"'
        for key, value in attributes.items()
    )
    if name in _EMPTY:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    """Elements and texts one after the other."""
    return Html("".join(map(text, children)))


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
