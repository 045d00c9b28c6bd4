"""HTML: a saved web page, of which the article is taken and the page around it left."""

import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article, ZoneKind
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.encoding import decode
from corpus.parsers.html_comments import remove_comments
from corpus.parsers.html_metadata import parse_page_metadata
from corpus.parsers.html_tree import (
    Element,
    HtmlPart,
    find_parts,
    join_parts,
    normalize_words,
    parse_html,
)
from corpus.parsers.metadata import ArticleMetadata, assemble_article

# else it writes to standard error where nobody listens to its log
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

MAX_PAGE_BYTES = 10_000_000
"""The most bytes one page may have."""
_ADVICE = message("Save the article's text as plain text.")
_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_CHARSET_WITHIN = 1 << 14
_MAX_STANDFIRST_LENGTH = 500
_STANDFIRST = re.compile(
    r"(?:.*[-_])?(?:standfirst|dek|deck|sub-?head(?:line|ing)?|sub-?title|strapline)", re.IGNORECASE
)
_FURNITURE = ("nav", "footer", "aside", "menu")


class HtmlParser:
    """Reads a page as one article; what the page says about itself to machines is believed."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` whose ``text`` is the headline and the paragraphs, or ``Unreadable``."""
        try:
            content = read_whole(stream, MAX_PAGE_BYTES, _ADVICE)
            yield parse_page(decode_page(content, self._charset), self._url)
        except ReadError as error:
            yield Unreadable(name, error.message)


def decode_page(content: bytes, charset: str | None = None) -> str:
    """The text of a page, in the encoding of its HTTP header, else in the one it names itself.

    Raises ``ReadError`` as ``decode`` does.
    """
    named = _CHARSET.search(content, 0, _CHARSET_WITHIN)
    return decode(content, charset or (named[1].decode("ascii", "ignore") if named else None))


def parse_page(page: str, url: str | None = None) -> Article:
    """The article of a whole page. Raises ``ReadError`` where none can be told from the page."""
    root = parse_html(page)
    facts = parse_page_metadata(root, url)
    remove_comments(root)
    standfirst = _find_standfirst(root)
    parts = _extract_parts(root)
    if not parts:
        raise ReadError(
            message("No article can be told from the page around it. {advice}", advice=_ADVICE)
        )
    return build_article(facts, standfirst, parts)


def build_article(facts: ArticleMetadata, standfirst: str | None, parts: list[HtmlPart]) -> Article:
    """The article with its headline and standfirst above its parts, each of them once."""
    top = [HtmlPart(ZoneKind.HEADLINE, facts.title)] if facts.title else []
    top += [HtmlPart(ZoneKind.STANDFIRST, standfirst)] if standfirst else []
    once = {normalize_words(part.words) for part in top}
    text, zones = join_parts(
        [*top, *(part for part in parts if normalize_words(part.words) not in once)]
    )
    return assemble_article(text, zones, facts)


def _extract_parts(root: Element) -> list[HtmlPart]:
    """The article's parts, found by a library made for it among everything else on the page."""
    import trafilatura
    from lxml import etree

    captions = _convert_captions(root)
    etree.strip_elements(root, "script", *_FURNITURE, with_tail=False)
    try:
        found = trafilatura.bare_extraction(root, include_comments=False, include_tables=True)
    except Exception as error:  # a page made to break it ends in errors of all kinds
        raise ReadError(message("The page is damaged. {advice}", advice=_ADVICE)) from error
    body = getattr(found, "body", None)
    parts = find_parts(body) if body is not None else []
    return [
        part._replace(kind=ZoneKind.CAPTION) if normalize_words(part.words) in captions else part
        for part in parts
    ]


def _convert_captions(root: Element) -> set[str]:
    """Turn figures into paragraphs of their captions, since extraction drops figures whole."""
    captions = set()
    for figure in list(root.iter("figure")):
        words = " ".join(" ".join(t.itertext()) for t in figure.iter("figcaption"))
        words = " ".join(words.split())
        if words and figure.getparent() is not None:
            captions.add(normalize_words(words))
            tail = figure.tail
            figure.clear()
            figure.tag, figure.text, figure.tail = "p", words, tail
    return captions


def _find_standfirst(root: Element) -> str | None:
    """The sentence under the headline, where the page's classes name one."""
    for element in root.iter("p", "div", "h2", "h3", "span"):
        names = (element.get("class") or "").split()
        words = " ".join("".join(element.itertext()).split())
        if (
            words
            and len(words) <= _MAX_STANDFIRST_LENGTH
            and any(map(_STANDFIRST.fullmatch, names))
        ):
            return words
    return None
