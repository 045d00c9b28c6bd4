"""Parses HTML pages: extracts the article and leaves out the rest of the page."""

import logging
import re

from corpus.article import Article, ZoneKind
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import SingleArticleParser
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

# Without a handler it writes to standard error.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

MAX_PAGE_BYTES = 10_000_000
"""The largest page that is read."""
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


class HtmlParser(SingleArticleParser):
    """Reads a page as one article, whose ``text`` is the headline and the paragraphs."""

    max_bytes = MAX_PAGE_BYTES
    advice = _ADVICE

    def _parse_content(self, content: bytes) -> Article:
        return parse_page(decode_page(content, self._charset), self._url)


def decode_page(content: bytes, charset: str | None = None) -> str:
    """Decode a page with the encoding of its HTTP header or the one it declares itself.

    Raises ``ReadError`` as ``decode`` does.
    """
    named = _CHARSET.search(content, 0, _CHARSET_WITHIN)
    return decode(content, charset or (named[1].decode("ascii", "ignore") if named else None))


def parse_page(page: str, url: str | None = None) -> Article:
    """Return the article of a page. Raises ``ReadError`` if no article is found."""
    root = parse_html(page)
    facts = parse_page_metadata(root, url)
    remove_comments(root)
    standfirst = _find_standfirst(root)
    parts = _extract_parts(root)
    if not parts:
        raise ReadError(message("No article was found on the page. {advice}", advice=_ADVICE))
    return build_article(facts, standfirst, parts)


def build_article(facts: ArticleMetadata, standfirst: str | None, parts: list[HtmlPart]) -> Article:
    """Build an article from headline, standfirst and parts; repeated ones are left out."""
    top = [HtmlPart(ZoneKind.HEADLINE, facts.title)] if facts.title else []
    top += [HtmlPart(ZoneKind.STANDFIRST, standfirst)] if standfirst else []
    once = {normalize_words(part.words) for part in top}
    text, zones = join_parts(
        [*top, *(part for part in parts if normalize_words(part.words) not in once)]
    )
    return assemble_article(text, zones, facts)


def _extract_parts(root: Element) -> list[HtmlPart]:
    """Extract the parts of the article with trafilatura."""
    import trafilatura
    from lxml import etree

    captions = _convert_captions(root)
    etree.strip_elements(root, "script", *_FURNITURE, with_tail=False)
    try:
        found = trafilatura.bare_extraction(root, include_comments=False, include_tables=True)
    except Exception as error:  # a malicious page can cause any error
        raise ReadError(message("The page is damaged. {advice}", advice=_ADVICE)) from error
    body = getattr(found, "body", None)
    parts = find_parts(body) if body is not None else []
    return [
        part._replace(kind=ZoneKind.CAPTION) if normalize_words(part.words) in captions else part
        for part in parts
    ]


def _convert_captions(root: Element) -> set[str]:
    """Replace figures by their captions, because extraction drops figures; return captions."""
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
    """Return the text of the first element whose class names it as the standfirst."""
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
