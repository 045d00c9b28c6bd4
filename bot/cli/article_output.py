"""What changed between two versions of an article, for a person and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.catalog import Place
from bot.cli.main import clean
from bot.diff import Difference, FieldChange, Kind, SentenceChange, Side
from bot.replies import in_one_line
from bot.reports import ImportReport, ReindexReport, Status
from corpus.article import Article, ArticleLine, ArticleVersion
from corpus.messages import day

_NAMES = {
    "title": "Headline", "author": "Author", "source": "Outlet", "published": "Date", "url": "Link",
}  # fmt: skip
_GONE, _NEW = "red", "green"


def show_difference(console: Console, difference: Difference) -> None:
    """Print what changed: the record first, then sentences with their changed words marked."""
    console.print(Text(clean(in_one_line(difference.newer.title)), style="bold"))
    console.print(Text(clean(_versions(difference)), style="dim"))
    console.print()
    for each in difference.record:
        console.print(_field(each))
    for change in difference.sentences:
        console.print(Padding(_sentence(change), (0, 0, 1, 0)))
    if not (difference.record or difference.sentences):
        console.print("Nothing but white space changed.")


def difference_object(difference: Difference) -> dict[str, Any]:
    """What changed, as JSON: ``marks`` count code points of ``text``, others of the version."""
    return {
        "article": difference.article_id,
        "from": _version_object(difference.older),
        "to": _version_object(difference.newer),
        "versions": difference.of,
        "record": [each._asdict() for each in difference.record],
        "sentences": [
            {
                "change": change.kind.value,
                "before": _side_object(change.before),
                "after": _side_object(change.after),
            }
            for change in difference.sentences
        ],
    }


def _versions(difference: Difference) -> str:
    older, newer = difference.older, difference.newer
    return (
        f"{difference.article_id}  version {older.number} ({older.version[:8]}, "
        f"{day(older.added_at)}) → {newer.number} ({newer.version[:8]}, {day(newer.added_at)}) "
        f"of {difference.of}"
    )


def _field(change: FieldChange) -> Text:
    before, after = (clean(in_one_line(v)) if v else "–" for v in (change.before, change.after))
    name = f"{_NAMES[change.field]}: "
    return Text.assemble((name, "bold"), (before, f"{_GONE} strike"), " → ", (after, _NEW))


def _sentence(change: SentenceChange) -> RenderableType:
    lines = Table.grid(padding=(0, 1))
    for sign, side, style in (("-", change.before, _GONE), ("+", change.after, _NEW)):
        if side:
            lines.add_row(Text(sign, style=style), _words(change, side, style))
    return lines


def _words(change: SentenceChange, side: Side, style: str) -> Text:
    """The sentence; where it was rewritten, only the words that changed are coloured."""
    if change.kind is Kind.CHANGED:
        return Text.assemble(*_pieces(side, f"bold underline {style}"))
    return Text(clean(side.text), style=style)


def _pieces(side: Side, style: str) -> Iterator[tuple[str, str]]:
    at = 0
    for start, end in side.marks:
        yield clean(side.text[at:start]), ""
        yield clean(side.text[start:end]), style
        at = end
    yield clean(side.text[at:]), ""


def _version_object(version: ArticleVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "version": version.version,
        "title": version.title,
        "author": version.author,
        "source": version.source,
        "published": version.published.isoformat() if version.published else None,
        "url": version.url,
        "added_at": version.added_at.isoformat(),
    }


def _side_object(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "text": side.text,
        "zone": side.zone,
        "start": side.start,
        "end": side.end,
        "marks": [list(mark) for mark in side.marks],
    }


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
