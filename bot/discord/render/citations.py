"""A citation as Discord shows it: the excerpt as a quote, and below it where it stands."""

from collections.abc import Sequence
from datetime import date

from bot.discord.i18n.language import day, say
from bot.discord.render import texts
from bot.discord.render.escape import clean, escape, escape_inline, one_line
from bot.discord.render.links import safe_url, to_excerpt
from bot.discord.render.truncate import Marked, begin, shorten, units
from bot.replies import Citation

MOST = 8
"""How many citations one message shows."""
_LEAST_ALSO = 24
_NOT_IN_TEXT = frozenset({"headline", "metadata"})
"""Zones whose words a page shows more than once, or nowhere."""


def citations(shown: Sequence[Citation], room: int, *, numbered: bool) -> str:
    """The citations, one after the other, in at most ``room`` UTF-16 units."""
    kept = shown[:MOST]
    blocks: list[str] = []
    more = say(texts.more_passages(len(shown) - len(kept)))
    left = room - (units(more) + 2 if len(shown) > len(kept) else 0)
    for place, citation in enumerate(kept):
        share = left // (len(kept) - place) - 2
        blocks.append(citation_block(citation, place + 1 if numbered else None, share))
        left -= units(blocks[-1]) + 2
    return "\n\n".join([*blocks, more] if len(shown) > len(kept) else blocks)


def citation_block(citation: Citation, number: int | None, room: int) -> str:
    """Quote, headline, and author · outlet · date · link, in at most ``room`` UTF-16 units.

    The room is at least 250 units; a link that does not fit is left out.
    """
    about = attribution(citation, number, room * 3 // 5)
    if not citation.excerpt.strip():
        return f"{say(texts.FROM_RECORD)}\n{about}"
    return f"{quote(marked_excerpt(citation), room - units(about) - 1)}\n{about}"


def listing(shown: Sequence[Citation], room: int) -> str:
    """The cited articles one below the other, without their words, in at most ``room`` units.

    There is room for ten of them in 2,000 units.
    """
    blocks: list[str] = []
    for place, citation in enumerate(shown):
        share = room // (len(shown) - place) - 2
        blocks.append(attribution(citation, place + 1, share))
        room -= units(blocks[-1]) + 2
    return "\n\n".join(blocks)


def attribution(citation: Citation, number: int | None, room: int) -> str:
    """The headline in bold, and under it author, outlet, date, link and where else it ran."""
    label = "" if number is None else f"\\[{number}\\] "
    headline = f"**{label}{headline_of(citation.title, room // 2)}**"
    facts = byline(citation.author, citation.source, citation.published, room // 6)
    left = room - units(headline) - 1
    below = next((each for each in _below(facts, citation) if units(each) <= left), facts)
    shown = f"{headline}\n{below}" if below else headline
    return "\n".join(filter(None, [shown, _also(citation, room - units(shown) - 1)]))


def _below(facts: str, citation: Citation) -> list[str]:
    """The facts with the longest link first: to the excerpt in its page, to the page, none."""
    url = safe_url(citation.url)
    if not url:
        return [facts]
    in_text = citation.excerpt if citation.zone not in _NOT_IN_TEXT else ""
    links = [f"[{say(texts.READ_ARTICLE)}]({each})" for each in (to_excerpt(url, in_text), url)]
    return [*(" · ".join(filter(None, [facts, link])) for link in links), facts]


def _also(citation: Citation, room: int) -> str:
    """Where else the story ran, in at most ``room`` units; nothing where that says nothing."""
    if not citation.also_in or room < _LEAST_ALSO:
        return ""
    head = say(texts.ALSO_IN)
    return f"{head} {begin(one_line(say(citation.elsewhere)), room - units(head) - 1)}"


def headline_of(title: str, limit: int) -> str:
    """A title in one escaped line of at most ``limit`` units, or "Untitled" for none."""
    return begin(one_line(title), limit) or say(texts.UNTITLED)


def byline(author: str | None, source: str | None, published: date | None, limit: int) -> str:
    """``author · outlet · 5 October 2012``, what is known of it; each name in ``limit`` units."""
    names = [begin(one_line(name), limit) for name in (author, source) if name]
    dated = day(published) if published else ""
    # "5. Oktober 2012" at the start of a line would begin a list
    return " · ".join(filter(None, [*names, dated])) if names else escape(dated)


def marked_excerpt(citation: Citation) -> Marked:
    """The cleaned excerpt, and where its highlight is in it."""
    start, end = citation.highlight or (citation.start, citation.start)
    low = min(max(start - citation.start, 0), len(citation.excerpt))
    high = min(max(end - citation.start, low), len(citation.excerpt))
    before, inside = clean(citation.excerpt[:low]), clean(citation.excerpt[low:high])
    text = before + inside + clean(citation.excerpt[high:])
    return Marked(text, len(before), len(before) + len(inside))


def quote(marked: Marked, room: int) -> str:
    """The excerpt as a block quote, its marked range bold, in at most ``room`` UTF-16 units."""
    return _quoted(shorten(marked, lambda part: units(_quoted(part)) <= room))


def _quoted(marked: Marked) -> str:
    lines, at = [], 0
    for line in marked.text.split("\n"):
        lines.append(f"> {_line(line, marked.start - at, marked.end - at)}")
        at += len(line) + 1
    return "\n".join(lines)


def _line(line: str, start: int, end: int) -> str:
    low, high = max(start, 0), min(max(end, 0), len(line))
    bold = line[low:high].strip()
    if not bold:
        return escape(line)
    low += len(line[low:high]) - len(line[low:high].lstrip())
    high = low + len(bold)
    return f"{escape(line[:low])}**{escape_inline(bold)}**{escape_inline(line[high:])}"
