"""HTML: a saved web page, of which the article is taken and the page around it left."""

import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article, ZoneKind
from corpus.errors import ReadError
from corpus.messages import said
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.encoding import decode
from corpus.parsers.html_comments import cut_comments
from corpus.parsers.html_metadata import page_facts
from corpus.parsers.html_tree import Element, Part, flat, page_of, parse_html, parts_of
from corpus.parsers.metadata import Facts, assembled

# else it writes to standard error where nobody listens to its log
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

LARGEST_PAGE = 10_000_000
"""The most bytes one page may have."""
_ADVICE = said("Save the article's text as plain text.")
_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_CHARSET_WITHIN = 1 << 14
_LONGEST_STANDFIRST = 500
_STANDFIRST = re.compile(
    r"(?:.*[-_])?(?:standfirst|dek|deck|sub-?head(?:line|ing)?|sub-?title|strapline)", re.IGNORECASE
)
_FURNITURE = ("nav", "footer", "aside", "menu")


class HtmlReader:
    """Reads a page as one article; what the page says about itself to machines is believed."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def read(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` whose ``text`` is the headline and the paragraphs, or ``Unreadable``."""
        try:
            content = read_whole(stream, LARGEST_PAGE, _ADVICE)
            yield page_article(decode_page(content, self._charset), self._url)
        except ReadError as error:
            yield Unreadable(name, error.sentence)


def decode_page(content: bytes, charset: str | None = None) -> str:
    """The text of a page, in the encoding of its HTTP header, else in the one it names itself.

    Raises ``ReadError`` as ``decode`` does.
    """
    named = _CHARSET.search(content, 0, _CHARSET_WITHIN)
    return decode(content, charset or (named[1].decode("ascii", "ignore") if named else None))


def page_article(page: str, url: str | None = None) -> Article:
    """The article of a whole page. Raises ``ReadError`` where none can be told from the page."""
    root = parse_html(page)
    facts = page_facts(root, url)
    cut_comments(root)
    standfirst = _standfirst(root)
    parts = _extracted(root)
    if not parts:
        raise ReadError(
            said("No article can be told from the page around it. {advice}", advice=_ADVICE)
        )
    return article_with(facts, standfirst, parts)


def article_with(facts: Facts, standfirst: str | None, parts: list[Part]) -> Article:
    """The article with its headline and standfirst above its parts, each of them once."""
    top = [Part(ZoneKind.HEADLINE, facts.title)] if facts.title else []
    top += [Part(ZoneKind.STANDFIRST, standfirst)] if standfirst else []
    once = {flat(part.words) for part in top}
    text, zones = page_of([*top, *(part for part in parts if flat(part.words) not in once)])
    return assembled(text, zones, facts)


def _extracted(root: Element) -> list[Part]:
    """The article's parts, found by a library made for it among everything else on the page."""
    import trafilatura
    from lxml import etree

    captions = _captions_as_paragraphs(root)
    etree.strip_elements(root, "script", *_FURNITURE, with_tail=False)
    try:
        found = trafilatura.bare_extraction(root, include_comments=False, include_tables=True)
    except Exception as error:  # a page made to break it ends in errors of all kinds
        raise ReadError(said("The page is damaged. {advice}", advice=_ADVICE)) from error
    body = getattr(found, "body", None)
    parts = parts_of(body) if body is not None else []
    return [
        part._replace(kind=ZoneKind.CAPTION) if flat(part.words) in captions else part
        for part in parts
    ]


def _captions_as_paragraphs(root: Element) -> set[str]:
    """Turn figures into paragraphs of their captions, since extraction drops figures whole."""
    captions = set()
    for figure in list(root.iter("figure")):
        words = " ".join(" ".join(t.itertext()) for t in figure.iter("figcaption"))
        words = " ".join(words.split())
        if words and figure.getparent() is not None:
            captions.add(flat(words))
            tail = figure.tail
            figure.clear()
            figure.tag, figure.text, figure.tail = "p", words, tail
    return captions


def _standfirst(root: Element) -> str | None:
    """The sentence under the headline, where the page's classes name one."""
    for element in root.iter("p", "div", "h2", "h3", "span"):
        names = (element.get("class") or "").split()
        words = " ".join("".join(element.itertext()).split())
        if words and len(words) <= _LONGEST_STANDFIRST and any(map(_STANDFIRST.fullmatch, names)):
            return words
    return None
