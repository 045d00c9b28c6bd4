"""Labels the zones of an article's text: headline, byline, body, and parts of the page."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.article import Zone, ZoneKind
from corpus.zoning.blocks import MIN_WRAP_WIDTH, Block, split_blocks
from corpus.zoning.boilerplate import is_boilerplate, is_caption
from corpus.zoning.bylines import is_date_line, parse_byline, parse_name, parse_publication
from corpus.zoning.comments import find_comments_start, is_counter, is_section_label

_TOP_BLOCKS = 6
_TOP_BODY_BLOCKS = 3
_MAX_HEADLINE_LENGTH = 250
_MAX_STANDFIRST_LENGTH = 400
_MAX_HEADING_LENGTH = 80
_MARKUP = re.compile(r"^[\s#>*_+-]+|[\s#*_]+$")
_FRAME = {ZoneKind.BOILERPLATE, ZoneKind.COMMENT}
_SELF_EVIDENT = {ZoneKind.BYLINE, ZoneKind.DATELINE, ZoneKind.STANDFIRST, ZoneKind.CAPTION}
_CLOSING = '.!?…:;,"”’»)'


def zone_page(text: str, min_width: int = MIN_WRAP_WIDTH) -> tuple[Zone, ...]:
    """Return the zones of a text that is a whole page, including what surrounds the article.

    Each block (``split_blocks``, with the same ``min_width``) is a zone; the zones tile the text.
    An empty text has no zones.
    """
    blocks = split_blocks(text, min_width)
    headline = _find_headline(blocks)
    kinds = _find_kinds([block.words for block in blocks], headline, _TOP_BLOCKS)
    return _build_zones(text, blocks, kinds)


def zone_body(text: str, title: str | None = None) -> tuple[Zone, ...]:
    """Return the zones of a text that is mostly the article's body; see ``zone_page``.

    The first line is the headline only if it equals ``title``.
    """
    blocks = split_blocks(text)
    words = [block.words for block in blocks]
    is_title = bool(words and title) and _normalize_words(words[0]) == _normalize_words(title or "")
    return _build_zones(text, blocks, _find_kinds(words, 0 if is_title else None, _TOP_BODY_BLOCKS))


def zone_marked(text: str, marks: Sequence[Zone]) -> tuple[Zone, ...]:
    """Return the zones of a text whose format marks some ranges; the rest is body.

    ``marks`` are in order and do not overlap. They decide on headlines, headings and captions; the
    words decide on bylines, dates, boilerplate and comments.
    """
    blocks, own = _split_marked(text, marks)
    used = [number for number, kind in enumerate(own) if kind is not ZoneKind.BOILERPLATE]
    words = [_MARKUP.sub("", blocks[number].words) or blocks[number].words for number in used]
    headlines = [index for index, number in enumerate(used) if own[number] is ZoneKind.HEADLINE]
    guesses = _find_kinds(words, next(iter(headlines), None), _TOP_BLOCKS)
    for number, guess in zip(used, guesses, strict=True):
        is_frame = guess in _FRAME and own[number] is not ZoneKind.HEADLINE
        if is_frame or (guess in _SELF_EVIDENT and own[number] is ZoneKind.BODY):
            own[number] = guess
    return _build_zones(text, blocks, own)


def _split_marked(text: str, marks: Sequence[Zone]) -> tuple[list[Block], list[ZoneKind]]:
    """Split at the bounds of blocks and marks; return the blocks and their kinds."""
    bounds = {bound for mark in marks for bound in (mark.start, mark.end)}
    bounds |= {block.start for block in split_blocks(text)}
    words = {found.start() for bound in bounds if (found := re.compile(r"\S").search(text, bound))}
    starts, rest, kinds = sorted(words), list(reversed(marks)), []
    for start in starts:
        while rest and rest[-1].end <= start:
            rest.pop()
        is_in = bool(rest) and rest[-1].start <= start
        kinds.append(rest[-1].kind if is_in else ZoneKind.BODY)
    edges = pairwise([0, *starts[1:], len(text)]) if starts else []
    return [Block(start, end, text[start:end].strip()) for start, end in edges], kinds


def _build_zones(text: str, blocks: Sequence[Block], kinds: Sequence[ZoneKind]) -> tuple[Zone, ...]:
    if text and not blocks:
        return (Zone(ZoneKind.BODY, 0, len(text)),)
    return tuple(
        Zone(kind, block.start, block.end) for kind, block in zip(kinds, blocks, strict=True)
    )


def _find_kinds(words: Sequence[str], headline: int | None, top: int) -> list[ZoneKind]:
    comments = find_comments_start(words)
    end = len(words) if comments is None else comments
    kinds = [_find_kind(words, number) for number in range(end)]
    kinds += [_find_comment_kind(line) for line in words[end:]]
    if headline is not None and headline < end:
        kinds[headline] = ZoneKind.HEADLINE
    _label_top(words[: min(top, end)], kinds, headline)
    return kinds


def _find_kind(words: Sequence[str], number: int) -> ZoneKind:
    line = words[number]
    if parse_publication(line):
        return ZoneKind.DATELINE
    if is_caption(line):
        return ZoneKind.CAPTION
    if is_boilerplate(line) or is_counter(line):
        return ZoneKind.BOILERPLATE
    return ZoneKind.HEADING if _is_heading(words, number) else ZoneKind.BODY


def _find_comment_kind(line: str) -> ZoneKind:
    is_frame = is_boilerplate(line) or is_section_label(line)
    return ZoneKind.BOILERPLATE if is_frame else ZoneKind.COMMENT


def _label_top(words: Sequence[str], kinds: list[ZoneKind], headline: int | None) -> None:
    """Label byline, date and standfirst near the top."""
    bylines = [number for number in range(len(words)) if _is_byline(words, number, headline)]
    dates = [number for number, line in enumerate(words) if is_date_line(line)]
    for number in dates:
        kinds[number] = ZoneKind.DATELINE
    for number in bylines[:1]:
        kinds[number] = ZoneKind.BYLINE
    after = min([*bylines, *(number for number in dates if number > (headline or 0))], default=0)
    if headline is not None:
        for number in range(headline + 1, after):
            if kinds[number] in {ZoneKind.BODY, ZoneKind.HEADING}:
                kinds[number] = ZoneKind.STANDFIRST


def _is_byline(words: Sequence[str], number: int, headline: int | None) -> bool:
    if number == headline or any(len(line) > _MAX_STANDFIRST_LENGTH for line in words[:number]):
        return False
    is_dated_name = (
        number + 1 < len(words)
        and parse_name(words[number]) is not None
        and is_date_line(words[number + 1])
    )
    return is_dated_name or parse_byline(words[number]) is not None


def _is_heading(words: Sequence[str], number: int) -> bool:
    """Whether a block is a short line without closing punctuation before a paragraph."""
    line = words[number]
    is_line = (
        len(line) <= _MAX_HEADING_LENGTH and line[-1] not in _CLOSING and not line[0].islower()
    )
    if not is_line or not 0 < number < len(words) - 1 or not any(map(str.isalpha, line)):
        return False
    after = words[number + 1]
    return len(after) > len(line) and after[-1] in _CLOSING


def _find_headline(blocks: Sequence[Block]) -> int | None:
    """Return the first line near the top that can be a headline, or ``None``."""
    lines = [
        number
        for number, block in enumerate(blocks[:_TOP_BLOCKS])
        if not (is_boilerplate(block.words) or is_date_line(block.words))
    ]
    is_under_section = len(lines) > 1 and _is_section(blocks[lines[0]], blocks[lines[1]])
    candidates = lines[1:] if is_under_section else lines
    return next((number for number in candidates[:1] if _is_headline(blocks, number)), None)


def _is_headline(blocks: Sequence[Block], number: int) -> bool:
    words = blocks[number].words
    is_only_sentence = len(blocks) == 1 and words[-1] in ".!?…"
    return len(words) <= _MAX_HEADLINE_LENGTH and not is_only_sentence


def _is_section(block: Block, after: Block) -> bool:
    """Whether a block is a section name above the headline: one word in capitals."""
    is_line = len(after.words) <= _MAX_HEADLINE_LENGTH and after.words[-1] not in _CLOSING
    return (
        block.words.isupper()
        and block.words.isalpha()
        and is_line
        and not parse_byline(after.words)
    )


def _normalize_words(words: str) -> str:
    return " ".join(words.split()).casefold()
