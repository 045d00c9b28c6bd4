"""Parses HTML into a tree, and extracts the visible paragraphs of a tree."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from corpus.article import Zone, ZoneKind
from corpus.errors import ReadError
from corpus.messages import message
from corpus.zoning.zones import zone_marked

Element = Any
"""An element of an lxml tree (untyped)."""
MAX_ELEMENTS = 30_000
"""The most elements of a page, hidden ones not counted; a long report has about 5,000."""
_HEADINGS = {"head", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("p", "div", "section", "article", "main", "header", "blockquote", "quote", "figcaption"),
    *("ul", "ol", "li", "list", "item", "dl", "dt", "dd", "pre", "table", "tr", "row", "br", "lb"),
    *("figure", "body", "hr", "caption", "address", "details", "summary"),
}
_KINDS = dict.fromkeys(_HEADINGS, ZoneKind.HEADING) | {
    "figcaption": ZoneKind.CAPTION,
    "caption": ZoneKind.CAPTION,
}
_HIDDEN = {
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math"),
    *("form", "button", "select", "textarea", "audio", "video", "canvas", "dialog", "title"),
}
_NOT_IN_TREES = re.compile(
    # lxml accepts no control characters, neither literal nor as character references
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)


class HtmlPart(NamedTuple):
    """A visible paragraph, heading or caption, on one line."""

    kind: ZoneKind
    words: str


def parse_html(text: str) -> Element:
    """Return the root element of a page or of a fragment.

    Raises ``ReadError`` for a page without elements or with more than ``MAX_ELEMENTS``.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_NOT_IN_TREES.sub("", text).encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadError(
            message("Its HTML cannot be read. Save the article as plain text.")
        ) from error
    etree.strip_elements(root, *_HIDDEN - {"script", "title"}, with_tail=False)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise ReadError(message("Its HTML has too many elements. Save the article as plain text."))
    return root


def find_parts(root: Element) -> list[HtmlPart]:
    """Return the visible parts of an element that have words, in order."""
    found = (
        HtmlPart(kind, " ".join("".join(pieces).split())) for kind, pieces in _iterate_runs(root)
    )
    return [part for part in found if part.words]


def normalize_words(words: str) -> str:
    """Fold case and spacing, for comparison."""
    return " ".join(words.split()).casefold()


def join_parts(parts: list[HtmlPart]) -> tuple[str, tuple[Zone, ...]]:
    """Return the text of parts, separated by blank lines, and its zones."""
    marks, position = [], 0
    for part in parts:
        marks.append(Zone(part.kind, position, position + len(part.words)))
        position += len(part.words) + 2
    text = "\n\n".join(part.words for part in parts)
    return text, zone_marked(text, marks)


def _iterate_runs(root: Element) -> Iterator[tuple[ZoneKind, list[str]]]:
    """Yield the pieces of text between the bounds of block elements, with their kind."""
    from lxml import etree

    kinds, run = [ZoneKind.BODY], list[str]()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_start, is_block = event == "start", element.tag in _BLOCKS
        if is_block:
            yield kinds[-1], run
            run = []
            if is_start:
                kinds.append(_KINDS.get(element.tag, kinds[-1]))
            else:
                kinds.pop()
        elif element.tag in {"td", "cell", "th"}:
            run.append(" ")
        if is_start and element.tag in _HIDDEN:
            walk.skip_subtree()
        elif is_start:
            run.append(element.text or "")
        if not is_start and element is not root:
            run.append(element.tail or "")
    yield ZoneKind.BODY, run
