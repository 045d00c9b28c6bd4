"""Citations as Markdown: the excerpt as a quote, and below it the article that it is from."""

from collections.abc import Sequence
from datetime import date

from bot.discord.i18n.language import format_day, translate
from bot.discord.render import texts
from bot.discord.render.escape import clean_text, escape, escape_inline, to_one_line
from bot.discord.render.links import add_text_fragment, to_safe_url
from bot.discord.render.truncate import (
    MarkedText,
    count_units,
    render_blocks,
    truncate,
    truncate_marked,
)
from bot.replies import Citation
from corpus.messages import plural

MAX_CITATIONS = 8
"""Citations in one message."""
_MIN_ALSO_ROOM = 24
_ZONES_WITHOUT_FRAGMENT = frozenset({"headline", "metadata"})
"""Zones whose words a web page shows more than once, or not at all."""


def render_citations(
    shown: Sequence[Citation], room: int, *, numbered: bool, first: int = 1
) -> str:
    """Render the citations, in at most ``room`` UTF-16 units; ``first`` is the first number."""
    more: list[str] = []
    if hidden := len(shown[MAX_CITATIONS:]):
        sentence = plural("And {number} more passage.", "And {number} more passages.", hidden)
        more = [translate(sentence)]
        room -= count_units(more[0]) + 2

    def render(each: tuple[int, Citation], share: int) -> str:
        return render_citation(each[1], each[0] if numbered else None, share)

    blocks = render_blocks(list(enumerate(shown[:MAX_CITATIONS], start=first)), room, render)
    return "\n\n".join(blocks + more)


def render_citation(citation: Citation, number: int | None, room: int) -> str:
    """Render quote, headline and author · outlet · date · link, in ``room`` UTF-16 units.

    ``room`` is at least 250; a link that does not fit is left out.
    """
    about = render_attribution(citation, number, room * 3 // 5)
    if not citation.excerpt.strip():
        return f"{translate(texts.FROM_RECORD)}\n{about}"
    return f"{render_quote(mark_excerpt(citation), room - count_units(about) - 1)}\n{about}"


def render_listing(shown: Sequence[Citation], room: int) -> str:
    """Render the cited articles without excerpts, in at most ``room`` units (ten need 2,000)."""

    def render(each: tuple[int, Citation], share: int) -> str:
        return render_attribution(each[1], each[0], share)

    return "\n\n".join(render_blocks(list(enumerate(shown, start=1)), room, render))


def render_attribution(citation: Citation, number: int | None, room: int) -> str:
    """Render the headline in bold; below it author, outlet, date, link and other outlets."""
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
    """Return the facts with a link to the excerpt, with a link to the page, and without a link."""
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
    """Return the line of other outlets in ``room`` units; empty without outlets or room."""
    if not citation.also_in or room < _MIN_ALSO_ROOM:
        return ""
    head = f"{translate(texts.ALSO_IN)} "
    return head + truncate(to_one_line(translate(citation.elsewhere)), room - count_units(head))


def format_headline(title: str, limit: int) -> str:
    """Escape a title as one line of at most ``limit`` units; an empty title is "Untitled"."""
    return truncate(to_one_line(title), limit) or translate(texts.UNTITLED)


def format_byline(
    author: str | None, source: str | None, published: date | None, limit: int
) -> str:
    """Return the known parts of ``author · outlet · 5 October 2012``; ``limit`` units a name."""
    names = [truncate(to_one_line(name), limit) for name in (author, source) if name]
    dated = format_day(published) if published else ""
    # The German date "5. Oktober 2012" at the start of a line would become a list item.
    return " · ".join(filter(None, [*names, dated])) if names else escape(dated)


def mark_excerpt(citation: Citation) -> MarkedText:
    """Return the cleaned excerpt with its highlight as the marked range."""
    start, end = citation.highlight or (citation.start, citation.start)
    low = min(max(start - citation.start, 0), len(citation.excerpt))
    high = min(max(end - citation.start, low), len(citation.excerpt))
    before, inside = clean_text(citation.excerpt[:low]), clean_text(citation.excerpt[low:high])
    text = before + inside + clean_text(citation.excerpt[high:])
    return MarkedText(text, len(before), len(before) + len(inside))


def render_quote(marked: MarkedText, room: int) -> str:
    """Render a block quote with the marked range in bold, in at most ``room`` UTF-16 units."""
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
