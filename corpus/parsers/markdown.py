"""Markdown: one article a file, with front matter in YAML for what is known about it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article, Zone, ZoneKind
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.encoding import decode
from corpus.parsers.metadata import ArticleMetadata, assemble_article, parse_metadata
from corpus.zoning.zones import zone_marked

MAX_MARKDOWN_BYTES = 1_000_000
"""The most bytes one Markdown file may have."""
_MAX_FRONT_MATTER_LENGTH = 10_000
FRONT_MATTER = re.compile(
    r"\s*---[ \t]*(?:\r\n|\r|\n)(?P<fields>[\w-]+[ \t]*:.*?(?:\r\n|\r|\n))(?:---|\.\.\.)[ \t]*"
    r"(?:[\r\n]|\Z)",
    re.DOTALL,
)
"""The front matter at the start of a text; ``fields`` is its YAML."""
_IMAGE = re.compile(r"\s*!\[[^\]]*\](?:\([^()]*\)|\[[^\]]*\])?\s*\Z")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_KINDS = {
    "heading_open": ZoneKind.HEADING,
    "html_block": ZoneKind.BOILERPLATE,
    "hr": ZoneKind.BOILERPLATE,
}
_CAPTION = ("paragraph_open", True)
_OTHER_NAMES = {"headline": "title", "authors": "author", "published": "date", "link": "url"}


class MarkdownParser:
    """Reads a Markdown text as one article; its markup stays in the text as it was written."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` whose ``text`` is exactly the document's, or one ``Unreadable``."""
        try:
            content = read_whole(stream, MAX_MARKDOWN_BYTES, "Split it.")
            yield _build_article(decode(content, self._charset), self._url)
        except ReadError as error:
            yield Unreadable(name, error.message)


def _build_article(text: str, url: str | None) -> Article:
    front = FRONT_MATTER.match(text, 0, _MAX_FRONT_MATTER_LENGTH)
    facts = parse_metadata(_parse_fields(front["fields"])) if front else ArticleMetadata()
    start = front.end() if front else 0
    if not text[start:].strip():
        raise ReadError(message("It has no text under its front matter. Give the article's text."))
    marks = [Zone(ZoneKind.BOILERPLATE, 0, start)] if start else []
    marks += _find_marks(text, start, facts.title)
    return assemble_article(text, zone_marked(text, marks), facts._replace(url=facts.url or url))


def _parse_fields(yaml_text: str) -> dict[str, object]:
    """The fields of front matter, each a string as it is written there."""
    import yaml

    try:
        # it makes strings of everything, so that no date or tag is computed with
        found = yaml.load(yaml_text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ReadError(
            message("Its front matter is not YAML. Write one field a line: title: …")
        ) from error
    if not isinstance(found, dict):
        raise ReadError(message("Its front matter has no fields. Write one field a line: title: …"))
    fields = {str(key).lower(): _join_names(value) for key, value in found.items()}
    others = {name: fields[other] for other, name in _OTHER_NAMES.items() if fields.get(other)}
    return others | {name: value for name, value in fields.items() if value}


def _join_names(value: object) -> object:
    """A list of names on one line."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value


def _find_marks(text: str, start: int, title: str | None) -> Iterator[Zone]:
    """The ranges of headings, captions and markup, from ``start`` on."""
    from markdown_it import MarkdownIt

    lines = [start, *(found.end() for found in _NEWLINE.finditer(text, start)), len(text)]
    position, headline = start, "h1" if title else None
    is_top = True
    for token in MarkdownIt("commonmark").disable("inline").parse(text[start:]):
        if token.map is None or token.type == "inline":
            continue
        first, end = (lines[min(line, len(lines) - 1)] for line in token.map)
        kind = _find_kind(token.type, text[first:end])
        if kind is ZoneKind.HEADING and is_top and headline in {None, token.tag}:
            kind = ZoneKind.HEADLINE
        is_top = is_top and kind in {ZoneKind.BOILERPLATE, ZoneKind.CAPTION}
        if kind and position <= first < end:
            position = end
            yield Zone(kind, first, end)


def _find_kind(token: str, words: str) -> ZoneKind | None:
    is_image = _IMAGE.match(words) is not None
    return _KINDS.get(token) or (ZoneKind.CAPTION if (token, is_image) == _CAPTION else None)
