"""Articles, and what became of them, as a person reads it in a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.places import Place
from bot.reports import ImportReport, ReindexReport, Status
from bot.terminal.plain import clean
from bot.wording import in_one_line
from corpus.article import Article, ArticleLine

_OUTCOMES = ("added", "updated", "unchanged", "refused")
_MOST_SET_ASIDE = 10
"""Set-aside inputs that are named."""


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
    known = [(name, of[name]) for name in _OUTCOMES if of.get(name)]
    return ", ".join(f"{count:,} {name}" for name, count in known or [("added", 0)])


def show_reindex(console: Console, report: ReindexReport) -> None:
    """Print what a reindex did, and what has failed before."""
    console.print(
        f"Indexed {report.articles:,} articles in {report.passages:,} passages "
        f"({_counts(asdict(report))}); {report.embedded:,} embedded anew."
    )
    for refusal in report.failed[:_MOST_SET_ASIDE]:
        line = in_one_line(f"{refusal.input}: {refusal.reason}")
        console.print(Padding(Text(clean(line), style="yellow"), (0, 0, 0, 2)))
    if (more := len(report.failed) - _MOST_SET_ASIDE) > 0:
        console.print(f"  … and {more:,} more: byline status --json")


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
