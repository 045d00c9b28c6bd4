"""A citation as Discord shows it: the excerpt as a quote, and below it where it stands."""

from collections.abc import Sequence
from datetime import date

from bot.discord.i18n.language import format_day, translate
from bot.discord.render import texts
from bot.discord.render.escape import clean_text, escape, escape_inline, to_one_line
from bot.discord.render.links import add_text_fragment, to_safe_url
from bot.discord.render.truncate import MarkedText, count_units, truncate, truncate_marked
from bot.replies import Citation

MAX_CITATIONS = 8
"""How many citations one message shows."""
_MIN_ALSO_ROOM = 24
_ZONES_WITHOUT_FRAGMENT = frozenset({"headline", "metadata"})
"""Zones whose words a page shows more than once, or nowhere."""


def render_citations(shown: Sequence[Citation], room: int, *, numbered: bool) -> str:
    """The citations, one after the other, in at most ``room`` UTF-16 units."""
    kept = shown[:MAX_CITATIONS]
    blocks: list[str] = []
    more = translate(texts.format_more_passages(len(shown) - len(kept)))
    left = room - (count_units(more) + 2 if len(shown) > len(kept) else 0)
    for place, citation in enumerate(kept):
        share = left // (len(kept) - place) - 2
        blocks.append(render_citation(citation, place + 1 if numbered else None, share))
        left -= count_units(blocks[-1]) + 2
    return "\n\n".join([*blocks, more] if len(shown) > len(kept) else blocks)


def render_citation(citation: Citation, number: int | None, room: int) -> str:
    """Quote, headline, and author · outlet · date · link, in at most ``room`` UTF-16 units.

    The room is at least 250 units; a link that does not fit is left out.
    """
    about = render_attribution(citation, number, room * 3 // 5)
    if not citation.excerpt.strip():
        return f"{translate(texts.FROM_RECORD)}\n{about}"
    return f"{render_quote(mark_excerpt(citation), room - count_units(about) - 1)}\n{about}"


def render_listing(shown: Sequence[Citation], room: int) -> str:
    """The cited articles one below the other, without their words, in at most ``room`` units.

    There is room for ten of them in 2,000 units.
    """
    blocks: list[str] = []
    for place, citation in enumerate(shown):
        share = room // (len(shown) - place) - 2
        blocks.append(render_attribution(citation, place + 1, share))
        room -= count_units(blocks[-1]) + 2
    return "\n\n".join(blocks)


def render_attribution(citation: Citation, number: int | None, room: int) -> str:
    """The headline in bold, and under it author, outlet, date, link and where else it ran."""
    label = "" if number is None else f"\\[{number}\\] "
    headline = f"**{label}{format_headline(citation.title, room // 2)}**"
    facts = format_byline(citation.author, citation.source, citation.published, room // 6)
    left = room - count_units(headline) - 1
    below = next(
        (each for each in _build_fact_lines(facts, citation) if count_units(each) <= left), facts
    )
    shown = f"{headline}\n{below}" if below else headline
    return "\n".join(
        filter(None, [shown, _format_also_in(citation, room - count_units(shown) - 1)])
    )


def _build_fact_lines(facts: str, citation: Citation) -> list[str]:
    """The facts with the longest link first: to the excerpt in its page, to the page, none."""
    url = to_safe_url(citation.url)
    if not url:
        return [facts]
    in_text = citation.excerpt if citation.zone not in _ZONES_WITHOUT_FRAGMENT else ""
    links = [
        f"[{translate(texts.READ_ARTICLE)}]({each})"
        for each in (add_text_fragment(url, in_text), url)
    ]
    return [*(" · ".join(filter(None, [facts, link])) for link in links), facts]


def _format_also_in(citation: Citation, room: int) -> str:
    """Where else the story ran, in at most ``room`` units; nothing where that says nothing."""
    if not citation.also_in or room < _MIN_ALSO_ROOM:
        return ""
    head = translate(texts.ALSO_IN)
    return f"{head} {truncate(to_one_line(translate(citation.elsewhere)), room - count_units(head) - 1)}"


def format_headline(title: str, limit: int) -> str:
    """A title in one escaped line of at most ``limit`` units, or "Untitled" for none."""
    return truncate(to_one_line(title), limit) or translate(texts.UNTITLED)


def format_byline(
    author: str | None, source: str | None, published: date | None, limit: int
) -> str:
    """``author · outlet · 5 October 2012``, what is known of it; each name in ``limit`` units."""
    names = [truncate(to_one_line(name), limit) for name in (author, source) if name]
    dated = format_day(published) if published else ""
    # "5. Oktober 2012" at the start of a line would begin a list
    return " · ".join(filter(None, [*names, dated])) if names else escape(dated)


def mark_excerpt(citation: Citation) -> MarkedText:
    """The cleaned excerpt, and where its highlight is in it."""
    start, end = citation.highlight or (citation.start, citation.start)
    low = min(max(start - citation.start, 0), len(citation.excerpt))
    high = min(max(end - citation.start, low), len(citation.excerpt))
    before, inside = clean_text(citation.excerpt[:low]), clean_text(citation.excerpt[low:high])
    text = before + inside + clean_text(citation.excerpt[high:])
    return MarkedText(text, len(before), len(before) + len(inside))


def render_quote(marked: MarkedText, room: int) -> str:
    """The excerpt as a block quote, its marked range bold, in at most ``room`` UTF-16 units."""
    return _format_quote(
        truncate_marked(marked, lambda part: count_units(_format_quote(part)) <= room)
    )


def _format_quote(marked: MarkedText) -> str:
    lines, at = [], 0
    for line in marked.text.split("\n"):
        lines.append(f"> {_format_quote_line(line, marked.start - at, marked.end - at)}")
        at += len(line) + 1
    return "\n".join(lines)


def _format_quote_line(line: str, start: int, end: int) -> str:
    low, high = max(start, 0), min(max(end, 0), len(line))
    bold = line[low:high].strip()
    if not bold:
        return escape(line)
    low += len(line[low:high]) - len(line[low:high].lstrip())
    high = low + len(bold)
    return f"{escape(line[:low])}**{escape_inline(bold)}**{escape_inline(line[high:])}"
