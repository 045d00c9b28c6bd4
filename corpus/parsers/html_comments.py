"""Removes readers' comments from a web page before the article is extracted."""

import re

from corpus.parsers.html_tree import Element
from corpus.zoning.comments import is_section_label

_NAMES = re.compile(
    r"(?:user|reader|post|article|story|entry|view|show|all|fb|facebook|wp|js|the)?-?comments?"
    r"(?:-?(?:list|area|section|thread|threads|body|text|content|container|wrapper|wrap|box|item"
    r"|items|block|feed|module|widget|holder|form|respond|template|tree|stream|group|panel|app"
    r"|root|list-wrapper|outer|inner|main|embed|reply|replies|count|link|links))*"
    r"|respond|discussion|discussions|replies|reply-list|disqus.*|dsq.*|livefyre.*|viafoura.*|spot-?im.*|openweb.*"
    r"|coral-(?:talk|comment|thread|stream|container|embed).*|hyvor.*|giscus.*|utterances.*|remark42.*|isso-thread|hypercomments.*|(?:mc-)?cackle-(?:comment|widget).*"
    r"|commento.*|intensedebate.*|echo-?comments?|gig-?comments?|fyre.*|talk-stream.*|vuukle.*",
)
_KEPT = {"html", "body", "main", "head"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend")
_STATED = ("itemprop", "itemtype", "typeof", "data-component", "data-module", "data-testid")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def remove_comments(root: Element) -> None:
    """Remove comment sections from a page's tree, and what follows the title of one.

    Name, ``id``, class or microdata identify a comment section. An element that contains the
    headline is kept: some sites give the whole page such a class.
    """
    for element in list(root.iter()):
        if _is_comment_container(element) and _is_removable(element):
            element.drop_tree()
        elif _is_comment_container(element):
            _remove_names(element)
    for heading in list(root.iter(*_HEADINGS)):
        if is_section_label(" ".join(heading.itertext()).strip()):
            _remove_from(_find_outermost(heading))


def _is_comment_container(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    named = [element.tag, element.get("id") or "", *(element.get("class") or "").split()]
    stated = " ".join(element.get(name) or "" for name in _STATED)
    label = element.get("aria-label") or ""
    return (
        any(_NAMES.fullmatch(_normalize_name(name)) for name in named)
        or any(
            _NAMES.fullmatch(_normalize_name(name.rpartition("/")[2])) for name in stated.split()
        )
        or bool(label and is_section_label(label))
    )


def _remove_names(element: Element) -> None:
    # With these names, trafilatura too would take the article for comments.
    for name in ("id", "class"):
        element.attrib.pop(name, None)


def _normalize_name(name: str) -> str:
    """Turn ``commentList__item--new2`` into ``comment-list-item-new``."""
    dashed = re.sub(r"[-_:.\s]+", "-", _CAMEL.sub("-", name[:200])).lower()
    return re.sub(r"[-0-9]+$", "", dashed).strip("-")


def _is_removable(element: Element) -> bool:
    is_gone = element.getparent() is None
    return not is_gone and element.tag not in _KEPT and element.find(".//h1") is None


def _find_outermost(element: Element) -> Element:
    """Return the largest element that begins with this one and has no headline."""
    parent = element.getparent()
    while parent is not None and _is_removable(parent) and _is_first(element, parent):
        element, parent = parent, parent.getparent()
    return element


def _is_first(element: Element, parent: Element) -> bool:
    before = (sibling for sibling in element.itersiblings(preceding=True))
    is_led = bool((parent.text or "").strip())
    return not is_led and not any("".join(other.itertext()).strip() for other in before)


def _remove_from(element: Element) -> None:
    """Remove an element and its later siblings, up to one that contains the headline."""
    if element.getparent() is None or not _is_removable(element):
        return
    for other in [element, *element.itersiblings()]:
        if other.tag == "h1" or other.find(".//h1") is not None:
            return
        other.tail = None
        other.drop_tree()
