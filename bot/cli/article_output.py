"""Output of articles, versions, imports, reindexing and status, for a person and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.catalog import VersionPosition
from bot.cli.main import strip_controls
from bot.diff import ChangeKind, Difference, FieldChange, SentenceChange, Side
from bot.replies import fold_whitespace
from bot.reports import ImportReport, ReindexReport, Status
from corpus.article import Article, ArticleSummary, ArticleVersion
from corpus.messages import format_day

_FIELD_NAMES = {
    "title": "Headline", "author": "Author", "source": "Outlet", "published": "Date", "url": "Link",
}  # fmt: skip
_REMOVED_STYLE, _ADDED_STYLE = "red", "green"


def show_difference(console: Console, difference: Difference) -> None:
    """Print what changed: the record first, then sentences with their changed words marked."""
    console.print(Text(strip_controls(fold_whitespace(difference.newer.title)), style="bold"))
    console.print(Text(strip_controls(_format_versions(difference)), style="dim"))
    console.print()
    for each in difference.record:
        console.print(_format_field(each))
    for change in difference.sentences:
        console.print(Padding(_format_sentence(change), (0, 0, 1, 0)))
    if not (difference.record or difference.sentences):
        console.print("Nothing but white space changed.")


def to_difference_object(difference: Difference) -> dict[str, Any]:
    """Convert the changes to JSON: ``marks`` count code points of ``text``."""
    return {
        "article": difference.article_id,
        "from": _to_version_object(difference.older),
        "to": _to_version_object(difference.newer),
        "versions": difference.of,
        "record": [each._asdict() for each in difference.record],
        "sentences": [
            {
                "change": change.kind.value,
                "before": _to_side_object(change.before),
                "after": _to_side_object(change.after),
            }
            for change in difference.sentences
        ],
    }


def _format_versions(difference: Difference) -> str:
    older, newer = difference.older, difference.newer
    return (
        f"{difference.article_id}  version {older.number} ({older.version[:8]}, "
        f"{format_day(older.added_at)}) → {newer.number} ({newer.version[:8]}, "
        f"{format_day(newer.added_at)}) of {difference.of}"
    )


def _format_field(change: FieldChange) -> Text:
    before, after = (
        strip_controls(fold_whitespace(v)) if v else "–" for v in (change.before, change.after)
    )
    name = f"{_FIELD_NAMES[change.field]}: "
    return Text.assemble(
        (name, "bold"), (before, f"{_REMOVED_STYLE} strike"), " → ", (after, _ADDED_STYLE)
    )


def _format_sentence(change: SentenceChange) -> RenderableType:
    lines = Table.grid(padding=(0, 1))
    for sign, side, style in (
        ("-", change.before, _REMOVED_STYLE),
        ("+", change.after, _ADDED_STYLE),
    ):
        if side:
            lines.add_row(Text(sign, style=style), _format_words(change, side, style))
    return lines


def _format_words(change: SentenceChange, side: Side, style: str) -> Text:
    """Format a sentence; of a rewritten one only the changed words are coloured."""
    if change.kind is ChangeKind.CHANGED:
        return Text.assemble(*_split_pieces(side, f"bold underline {style}"))
    return Text(strip_controls(side.text), style=style)


def _split_pieces(side: Side, style: str) -> Iterator[tuple[str, str]]:
    at = 0
    for start, end in side.marks:
        yield strip_controls(side.text[at:start]), ""
        yield strip_controls(side.text[start:end]), style
        at = end
    yield strip_controls(side.text[at:]), ""


def _to_version_object(version: ArticleVersion) -> dict[str, Any]:
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


def _to_side_object(side: Side | None) -> dict[str, Any] | None:
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
_MAX_FAILED_INPUTS = 10
"""Failed inputs that are named."""


def show_articles(console: Console, lines: Sequence[ArticleSummary]) -> None:
    """Print a list of articles."""
    if not lines:
        console.print("There are no articles yet. Add some with: byline add PATH|URL")
        return
    table = Table("Headline", "Author", "Outlet", "Date", "Id", box=None, pad_edge=False)
    for line in lines:
        published = str(line.published or "")
        cells = (line.title, line.author or "", line.source or "", published, line.id)
        table.add_row(*[Text(strip_controls(cell)) for cell in cells])
    console.print(table)


def show_article(console: Console, article: Article, place: VersionPosition) -> None:
    """Print the whole article and its version; zones that are never evidence are dimmed."""
    version = f"  version {place.number} of {place.total}" if place.total > 1 else ""
    console.print(Text(strip_controls(f"{article.id}@{article.version[:8]}{version}"), style="dim"))
    if place.newest:
        console.print(
            Text(strip_controls(f"Superseded: the newest is {place.newest}"), style="yellow")
        )
    text = Text()
    for zone in article.zones:
        words = strip_controls(article.text[zone.start : zone.end])
        style = "bold" if zone.kind.value in ("headline", "heading") else ""
        text.append(words, style=style if zone.kind.is_evidence else "dim")
    console.print(text)


def show_removed(console: Console, line: ArticleSummary) -> None:
    """Print that an article was removed."""
    console.print(Text(f"Removed “{strip_controls(line.title)}” ({strip_controls(line.id)})."))


def show_import(console: Console, report: ImportReport) -> None:
    """Print the outcome of each input and the totals."""
    for each in report.inputs if len(report.inputs) > 1 else ():
        if each.added or each.updated or each.unchanged:
            console.print(Text(f"{strip_controls(each.input)}: {_format_counts(asdict(each))}"))
    for refusal in report.refused:
        where = Text(strip_controls(refusal.input), style="bold")
        console.print(Text("refused  ", style="red").append_text(where))
        console.print(Padding(Text(strip_controls(refusal.reason)), (0, 0, 0, 9)))
    taken = {name: len(getattr(report, name)) for name in _OUTCOMES}
    console.print(f"{_format_counts(taken)}; {report.embedded:,} passages embedded.")


def _format_counts(of: Mapping[str, int]) -> str:
    known = [(name, of[name]) for name in _OUTCOMES if of.get(name)]
    return ", ".join(f"{count:,} {name}" for name, count in known or [("added", 0)])


def show_reindex(console: Console, report: ReindexReport) -> None:
    """Print the result of a reindex and the failed inputs."""
    console.print(
        f"Indexed {report.articles:,} articles in {report.passages:,} passages "
        f"({_format_counts(asdict(report))}); {report.embedded:,} embedded anew."
    )
    for refusal in report.failed[:_MAX_FAILED_INPUTS]:
        line = fold_whitespace(f"{refusal.input}: {refusal.reason}")
        console.print(Padding(Text(strip_controls(line), style="yellow"), (0, 0, 0, 2)))
    if (more := len(report.failed) - _MAX_FAILED_INPUTS) > 0:
        console.print(f"  … and {more:,} more: byline status --json")


def show_status(console: Console, status: Status) -> None:
    """Print what a collection holds and its problems."""
    behind = f", {status.behind:,} waiting" if status.behind else ""
    sizes = status.sizes
    console.print(f"Collection  {status.collection}")
    console.print(f"Articles    {status.articles:,} in {status.versions:,} versions")
    console.print(f"Duplicates  {status.duplicates:,}")
    console.print(f"Passages    {status.passages:,} ({status.indexed:,} indexed{behind})")
    _show_failed_inputs(console, status)
    console.print(f"Change log  {status.index_position:,} of {status.store_position:,} indexed")
    console.print(
        f"On disk     store {_format_megabytes(sizes.store)}, "
        f"indexes {_format_megabytes(sizes.indexes)}, models {_format_megabytes(sizes.models)}"
    )
    console.print(Text(f"Model       {status.model}"))
    for note in status.notes:
        console.print(Text(f"Note        {strip_controls(note)}", style="yellow"))


def _show_failed_inputs(console: Console, status: Status) -> None:
    console.print(f"Set aside   {status.set_aside:,}")
    for item in status.set_aside_inputs[:_MAX_FAILED_INPUTS]:
        when = item.since.astimezone().strftime("%Y-%m-%d %H:%M")
        line = fold_whitespace(f"{item.kind} {item.input} ({when}): {item.reason}")
        console.print(Padding(Text(strip_controls(line), style="yellow"), (0, 0, 0, 12)))
    if (more := status.set_aside - _MAX_FAILED_INPUTS) > 0:
        console.print(f"            … and {more:,} more: byline status --json")


def _format_megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
