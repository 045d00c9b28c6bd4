"""Summaries of a topic and digests, as a person reads them and as JSON."""

from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from bot.overviews import Digest, DigestEntry, TopicSummary
from bot.replies import outlets
from bot.terminal.contract import citation_objects, line_object
from bot.terminal.plain import clean
from bot.terminal.replies import quoted
from bot.wording import in_one_line
from corpus.messages import day

_INDENT = (0, 0, 1, 2)


def show_topic(console: Console, told: TopicSummary) -> None:
    """Print a topic's sentences, each with where it is from."""
    console.print(Text(clean(in_one_line(told.topic)), style="bold"))
    if not told.sentences:
        console.print("No article speaks of this.")
    for marker, citation in enumerate(told.sentences, start=1):
        console.print(quoted(marker, citation))


def topic_object(told: TopicSummary) -> dict[str, Any]:
    """A topic's sentences as citations."""
    return {"topic": told.topic, "citations": citation_objects(told.sentences)}


def show_digest(console: Console, digest: Digest) -> None:
    """Print the new articles, each with its sentence, and which page it is."""
    if not digest.entries:
        console.print(f"Nothing new since {day(digest.since)}.")
        return
    for entry in digest.entries:
        console.print(_entry(entry))
    stories = "1 article" if digest.total == 1 else f"{digest.total:,} articles"
    page = f"Page {digest.page} of {digest.pages}. " if digest.pages > 1 else ""
    console.print(Text(f"{page}{stories} since {day(digest.since)}.", style="dim"))


def digest_object(digest: Digest) -> dict[str, Any]:
    """A page of a digest."""
    return {
        "since": digest.since.isoformat(),
        "total": digest.total,
        "page": digest.page,
        "pages": digest.pages,
        "entries": [_entry_object(entry) for entry in digest.entries],
    }


def _entry(entry: DigestEntry) -> Group:
    line, sentence = entry.line, entry.sentence
    record = filter(None, [in_one_line(line.source or ""), day(entry.day)])
    also = f"also in {outlets(entry.also_in)}" if entry.also_in else None
    below = [
        Text(clean(" · ".join(record))),
        Text(clean(in_one_line(sentence.excerpt))) if sentence else None,
        Text(clean(also)) if also else None,
        Text(sentence.address if sentence else line.id, style="dim", overflow="fold"),
    ]
    head = Text(clean(in_one_line(line.title)) or "Untitled", style="bold")
    return Group(head, Padding(Group(*filter(None, below)), _INDENT))


def _entry_object(entry: DigestEntry) -> dict[str, Any]:
    return {
        "article": line_object(entry.line),
        "day": entry.day.isoformat(),
        "sentence": citation_objects([entry.sentence])[0] if entry.sentence else None,
        "also_in": [line_object(line) for line in entry.also_in],
    }
