"""Replies and lists as a person reads them in a terminal.

Article text is data: it is printed as plain text, never as markup, and its control characters
(which a terminal would obey) are left out.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.conversation.turns import Resolved
from bot.places import Place
from bot.ports import ImportReport, PassageHit, ReindexReport, Status
from bot.replies import Abstention, Answer, Citation, Reply, Summary
from bot.terminal.contract import ABSTAINED
from bot.wording import in_one_line
from corpus.article import Article, ArticleLine
from corpus.saying import day

_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line breaks, tabs, and the joiners that some scripts and emoji are written with."""


_OUTCOMES = ("added", "updated", "unchanged", "refused")
_MOST_SET_ASIDE = 10
"""Set-aside inputs that are named."""


def clean(text: str) -> str:
    """Text without the characters that steer a terminal or turn its direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _CONTROL)


def show_reply(console: Console, reply: Reply) -> None:
    """Print an answer with its excerpts, or an abstention with what came nearest."""
    if isinstance(reply, Answer):
        _show_answer(console, reply)
    else:
        _show_abstention(console, reply)


def show_resolved(console: Console, resolved: Resolved) -> None:
    """Print how a follow-up question was read; nothing where it was read as it was asked."""
    if resolved.changed:
        console.print(Text(f"Read as “{clean(in_one_line(resolved.question))}”", style="dim"))


def show_summary(console: Console, summary: Summary) -> None:
    """Print a summary: its sentences, each with the place it stands at."""
    console.print(Text(clean(summary.title), style="bold"))
    for citation in summary.sentences:
        line = Text("• ").append(clean(in_one_line(citation.excerpt)))
        console.print(Padding(Group(line, _address(citation)), (0, 0, 0, 2)))


def show_hits(console: Console, hits: Sequence[PassageHit]) -> None:
    """Print passages found by a search, best first."""
    if not hits:
        console.print("Nothing was found.")
    for rank, hit in enumerate(hits, start=1):
        head = Text(f"{rank}. ", style="bold").append(clean(hit.title))
        place = Text(f"{hit.article_id}#{hit.start}-{hit.end}  score {hit.score:.4f}", style="dim")
        words = Text(clean(in_one_line(hit.text)))
        console.print(Group(head, Padding(Group(words, place), (0, 0, 1, 3))))


def show_articles(console: Console, lines: Sequence[ArticleLine]) -> None:
    """Print a list of articles."""
    if not lines:
        console.print("There are no articles yet. Add some with: byline add PATH|URL")
        return
    table = Table("Headline", "Author", "Outlet", "Date", "Id", box=None, pad_edge=False)
    for line in lines:
        published = str(line.published or "")
        cells = (line.title, line.author or "", line.source or "", published, line.id)
        table.add_row(*[Text(clean(cell)) for cell in cells])
    console.print(table)


def show_article(console: Console, article: Article, place: Place) -> None:
    """Print an article whole, with the zones that answer nothing dimmed, and its version."""
    version = f"  version {place.number} of {place.of}" if place.of > 1 else ""
    console.print(Text(clean(f"{article.id}@{article.version[:8]}{version}"), style="dim"))
    if place.newest:
        console.print(Text(clean(f"Superseded: the newest is {place.newest}"), style="yellow"))
    text = Text()
    for zone in article.zones:
        words = clean(article.text[zone.start : zone.end])
        style = "bold" if zone.kind.value in ("headline", "heading") else ""
        text.append(words, style=style if zone.kind.is_evidence else "dim")
    console.print(text)


def show_removed(console: Console, line: ArticleLine) -> None:
    """Print that an article is gone."""
    console.print(Text(f"Removed “{clean(line.title)}” ({clean(line.id)})."))


def show_import(console: Console, report: ImportReport) -> None:
    """Print what became of each input, and of all together."""
    for each in report.inputs if len(report.inputs) > 1 else ():
        if each.added or each.updated or each.unchanged:
            console.print(Text(f"{clean(each.input)}: {_counts(asdict(each))}"))
    for refusal in report.refused:
        where = Text(clean(refusal.input), style="bold")
        console.print(Text("refused  ", style="red").append_text(where))
        console.print(Padding(Text(clean(refusal.reason)), (0, 0, 0, 9)))
    taken = {name: len(getattr(report, name)) for name in _OUTCOMES}
    console.print(f"{_counts(taken)}; {report.embedded:,} passages embedded.")


def _counts(of: Mapping[str, int]) -> str:
    known = [(name, of[name]) for name in _OUTCOMES if of[name]]
    return ", ".join(f"{count:,} {name}" for name, count in known or [("added", 0)])


def show_reindex(console: Console, report: ReindexReport) -> None:
    """Print what a reindex did."""
    console.print(
        f"Indexed {report.articles:,} articles in {report.passages:,} passages; "
        f"{report.embedded:,} embedded anew."
    )


def show_status(console: Console, status: Status) -> None:
    """Print what a collection holds and what is wrong with it."""
    behind = f", {status.behind:,} waiting" if status.behind else ""
    sizes = status.sizes
    console.print(f"Collection  {status.collection}")
    console.print(f"Articles    {status.articles:,} in {status.versions:,} versions")
    console.print(f"Duplicates  {status.duplicates:,}")
    console.print(f"Passages    {status.passages:,} ({status.indexed:,} indexed{behind})")
    _show_set_aside(console, status)
    console.print(f"Change log  {status.index_position:,} of {status.store_position:,} indexed")
    console.print(
        f"On disk     store {_mb(sizes.store)}, indexes {_mb(sizes.indexes)}, "
        f"models {_mb(sizes.models)}"
    )
    console.print(Text(f"Model       {status.model}"))
    for note in status.notes:
        console.print(Text(f"Note        {clean(note)}", style="yellow"))


def _show_set_aside(console: Console, status: Status) -> None:
    console.print(f"Set aside   {status.set_aside:,}")
    for item in status.set_aside_inputs[:_MOST_SET_ASIDE]:
        when = item.since.astimezone().strftime("%Y-%m-%d %H:%M")
        line = in_one_line(f"{item.kind} {item.input} ({when}): {item.reason}")
        console.print(Padding(Text(clean(line), style="yellow"), (0, 0, 0, 12)))
    if (more := status.set_aside - _MOST_SET_ASIDE) > 0:
        console.print(f"            … and {more:,} more: byline status --json")


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _show_answer(console: Console, answer: Answer) -> None:
    if answer.above:
        console.print(Text(clean(answer.above), style="bold"))
    for marker, citation in enumerate(answer.citations, start=1):
        console.print(quoted(marker, citation, listed=answer.is_list))
    as_of = f"As of {day(answer.as_of)}. " if answer.as_of else ""
    console.print(Text(f"{as_of}Confidence {answer.confidence:.0%}.", style="dim"))


def _show_abstention(console: Console, abstention: Abstention) -> None:
    console.print(Text(ABSTAINED, style="bold yellow").append(f" {clean(abstention.reason)}", ""))
    if abstention.nearest:
        console.print(Text("Nearest passages, which may not answer it:", style="dim"))
    for marker, citation in enumerate(abstention.nearest, start=1):
        console.print(quoted(marker, citation))


def quoted(marker: int, citation: Citation, *, listed: bool = False) -> RenderableType:
    """An excerpt with its answering words marked, and below it where it comes from.

    In a list of articles the excerpt, which is the headline again, is left out.
    """
    headline = Text(clean(citation.title), style="italic")
    also = Text(f"also in {clean(citation.elsewhere)}") if citation.also_in else None
    lines = [headline, _record(citation), also, _address(citation)]
    if citation.excerpt and not listed:
        lines.insert(0, _in_quotes(_excerpt(citation)))
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(overflow="fold")
    table.add_row(Text(f"[{marker}]", style="cyan"), Group(*filter(None, lines)))
    return Padding(table, (0, 0, 1, 0))


def _excerpt(citation: Citation) -> Text:
    start, end = citation.highlight or (citation.start, citation.start)
    parts = (
        (citation.excerpt[: start - citation.start], ""),
        (citation.excerpt[start - citation.start : end - citation.start], "bold green"),
        (citation.excerpt[end - citation.start :], ""),
    )
    return Text.assemble(*[(clean(words).replace("\n", " "), style) for words, style in parts])


def _in_quotes(excerpt: Text) -> Text:
    """The excerpt in quotation marks, unless it begins with its own."""
    if excerpt.plain.startswith(("“", '"')):
        return excerpt
    return Text("“").append_text(excerpt).append("”")


def _record(citation: Citation) -> Text:
    """Author, outlet, date and address of the article, those that are known."""
    published = day(citation.published) if citation.published else None
    record = [citation.author, citation.source, published, citation.url]
    return Text(clean(" · ".join(part for part in record if part)))


def _address(citation: Citation) -> Text:
    return Text(citation.address, style="dim", overflow="fold")
