"""What changed between two versions of an article, for a person and as JSON."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.differences import Difference, FieldChange, Kind, SentenceChange, Side
from bot.terminal.plain import clean
from bot.wording import in_one_line
from corpus.article import ArticleVersion
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
