"""Parses Markdown: an article per file, with optional metadata in YAML front matter."""

import re
from collections.abc import Iterator

from corpus.article import Article, Zone, ZoneKind
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import SingleArticleParser
from corpus.parsers.encoding import decode
from corpus.parsers.metadata import ArticleMetadata, assemble_article, parse_metadata
from corpus.zoning.zones import zone_marked

MAX_MARKDOWN_BYTES = 1_000_000
"""The largest Markdown file that is read."""
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


class MarkdownParser(SingleArticleParser):
    """Reads a Markdown document as one article, whose ``text`` is the document with its markup."""

    max_bytes = MAX_MARKDOWN_BYTES
    advice = message("Split it.")

    def _parse_content(self, content: bytes) -> Article:
        return _build_article(decode(content, self._charset), self._url)


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
    """Return the fields of front matter by their standard names, as strings."""
    import yaml

    try:
        # BaseLoader makes every value a string; it evaluates no dates and no tags.
        found = yaml.load(yaml_text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ReadError(
            message("Its front matter is not YAML. Write one field per line: title: …")
        ) from error
    if not isinstance(found, dict):
        raise ReadError(
            message("Its front matter has no fields. Write one field per line: title: …")
        )
    fields = {str(key).lower(): _join_names(value) for key, value in found.items()}
    others = {name: fields[other] for other, name in _OTHER_NAMES.items() if fields.get(other)}
    return others | {name: value for name, value in fields.items() if value}


def _join_names(value: object) -> object:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value


def _find_marks(text: str, start: int, title: str | None) -> Iterator[Zone]:
    """Yield the ranges of headings, captions and markup, from ``start`` on."""
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
