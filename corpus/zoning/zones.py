"""Label the ranges of an article's text: what is news, and what is only on the same page."""

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
    """The zones of a whole page: its headline first, whatever stood around the article too.

    One zone a paragraph or line; they tile the text. The space after a block belongs to its
    zone, as does the space before the first. An empty text has none. ``narrowest`` is that of
    ``blocks_of``.
    """
    blocks = split_blocks(text, min_width)
    headline = _find_headline(blocks)
    return _build_zones(text, blocks, _find_kinds(_list_words(blocks), headline, _TOP_BLOCKS))


def zone_body(text: str, title: str | None = None) -> tuple[Zone, ...]:
    """The zones of a text that is mostly the article's body: see ``zone_page``.

    The first line is the headline only where it is the title.
    """
    blocks = split_blocks(text)
    is_title = bool(blocks and title) and _normalize_words(blocks[0].words) == _normalize_words(
        title or ""
    )
    return _build_zones(
        text, blocks, _find_kinds(_list_words(blocks), 0 if is_title else None, _TOP_BODY_BLOCKS)
    )


def zone_marked(text: str, marks: Sequence[Zone]) -> tuple[Zone, ...]:
    """The zones of a text whose format says what some ranges are; the rest is body.

    ``marks`` are in order and do not overlap. They are believed about headlines, headings and
    captions; the words still tell bylines, dates, the page's own lines and readers' comments.
    """
    blocks, own = _split_marked(text, marks)
    told = [number for number, kind in enumerate(own) if kind is not ZoneKind.BOILERPLATE]
    words = [_MARKUP.sub("", blocks[number].words) or blocks[number].words for number in told]
    headlines = [place for place, number in enumerate(told) if own[number] is ZoneKind.HEADLINE]
    guesses = _find_kinds(words, next(iter(headlines), None), _TOP_BLOCKS)
    for number, guess in zip(told, guesses, strict=True):
        is_frame = guess in _FRAME and own[number] is not ZoneKind.HEADLINE
        if is_frame or (guess in _SELF_EVIDENT and own[number] is ZoneKind.BODY):
            own[number] = guess
    return _build_zones(text, blocks, own)


def _split_marked(text: str, marks: Sequence[Zone]) -> tuple[list[Block], list[ZoneKind]]:
    """The blocks, cut where marks begin and end, and each one's mark, body where it has none."""
    bounds = {bound for mark in marks for bound in (mark.start, mark.end)}
    bounds |= {block.start for block in split_blocks(text)}
    words = {found.start() for bound in bounds if (found := re.compile(r"\S").search(text, bound))}
    starts, waiting, kinds = sorted(words), list(reversed(marks)), []
    for start in starts:
        while waiting and waiting[-1].end <= start:
            waiting.pop()
        is_in = bool(waiting) and waiting[-1].start <= start
        kinds.append(waiting[-1].kind if is_in else ZoneKind.BODY)
    edges = pairwise([0, *starts[1:], len(text)]) if starts else []
    return [Block(start, end, text[start:end].strip()) for start, end in edges], kinds


def _build_zones(text: str, blocks: Sequence[Block], kinds: Sequence[ZoneKind]) -> tuple[Zone, ...]:
    if text and not blocks:
        return (Zone(ZoneKind.BODY, 0, len(text)),)
    return tuple(
        Zone(kind, block.start, block.end) for kind, block in zip(kinds, blocks, strict=True)
    )


def _list_words(blocks: Sequence[Block]) -> list[str]:
    return [block.words for block in blocks]


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
    """What a block is by itself and the block after it."""
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
    """Label the byline and the date near the top, and what stands between them and the headline."""
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
    """A short line without closing punctuation, after some text and right before a paragraph."""
    line = words[number]
    is_line = (
        len(line) <= _MAX_HEADING_LENGTH and line[-1] not in _CLOSING and not line[0].islower()
    )
    if not is_line or not 0 < number < len(words) - 1 or not any(map(str.isalpha, line)):
        return False
    after = words[number + 1]
    return len(after) > len(line) and after[-1] in _CLOSING


def _find_headline(blocks: Sequence[Block]) -> int | None:
    """The first line near the top that could be one; a paragraph first means there is none."""
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
    """Whether a line names the paper's section above the headline: one word in capitals."""
    is_line = len(after.words) <= _MAX_HEADLINE_LENGTH and after.words[-1] not in _CLOSING
    return (
        block.words.isupper()
        and block.words.isalpha()
        and is_line
        and not parse_byline(after.words)
    )


def _normalize_words(words: str) -> str:
    return " ".join(words.split()).casefold()
