"""The commands ``summarize`` and ``digest``, and their output as text and JSON."""

from typing import Annotated, Any

import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from bot.cli import json_output, text_output
from bot.cli.ask import parse_day
from bot.cli.json_output import to_citation_objects, to_line_object
from bot.cli.main import (
    CollectionOption,
    JsonOption,
    app,
    open_collection,
    open_refreshed,
    print_result,
    strip_controls,
)
from bot.cli.text_output import format_citation
from bot.errors import UsageError
from bot.replies import Digest, DigestEntry, TopicSummary, fold_whitespace, format_outlets
from corpus.messages import format_day
from corpus.store.server_settings import Length

_INDENT = (0, 0, 1, 2)


def show_topic(console: Console, summary: TopicSummary) -> None:
    """Print the sentences about a topic, each with its source."""
    console.print(Text(strip_controls(fold_whitespace(summary.topic)), style="bold"))
    if not summary.sentences:
        console.print("No article speaks of this.")
    for marker, citation in enumerate(summary.sentences, start=1):
        console.print(format_citation(marker, citation))


def to_topic_object(summary: TopicSummary) -> dict[str, Any]:
    """Convert a topic summary to JSON: its sentences are citations."""
    return {"topic": summary.topic, "citations": to_citation_objects(summary.sentences)}


def show_digest(console: Console, digest: Digest) -> None:
    """Print the new articles, each with its best sentence, and the page number."""
    if not digest.entries:
        console.print(f"Nothing new since {format_day(digest.since)}.")
        return
    for entry in digest.entries:
        console.print(_format_entry(entry))
    stories = "1 article" if digest.total == 1 else f"{digest.total:,} articles"
    page = f"Page {digest.page} of {digest.pages}. " if digest.pages > 1 else ""
    console.print(Text(f"{page}{stories} since {format_day(digest.since)}.", style="dim"))


def to_digest_object(digest: Digest) -> dict[str, Any]:
    """Convert a page of a digest to JSON."""
    return {
        "since": digest.since.isoformat(),
        "total": digest.total,
        "page": digest.page,
        "pages": digest.pages,
        "entries": [_to_entry_object(entry) for entry in digest.entries],
    }


def _format_entry(entry: DigestEntry) -> Group:
    line, sentence = entry.line, entry.sentence
    record = filter(None, [fold_whitespace(line.source or ""), format_day(entry.day)])
    also = f"also in {format_outlets(entry.also_in)}" if entry.also_in else None
    below = [
        Text(strip_controls(" · ".join(record))),
        Text(strip_controls(fold_whitespace(sentence.excerpt))) if sentence else None,
        Text(strip_controls(also)) if also else None,
        Text(sentence.address if sentence else line.id, style="dim", overflow="fold"),
    ]
    head = Text(strip_controls(fold_whitespace(line.title)) or "Untitled", style="bold")
    return Group(head, Padding(Group(*filter(None, below)), _INDENT))


def _to_entry_object(entry: DigestEntry) -> dict[str, Any]:
    return {
        "article": to_line_object(entry.line),
        "day": entry.day.isoformat(),
        "sentence": to_citation_objects([entry.sentence])[0] if entry.sentence else None,
        "also_in": [to_line_object(line) for line in entry.also_in],
    }


@app.command()
def summarize(
    context: typer.Context,
    article: Annotated[
        str | None, typer.Argument(help="Id, id@version, headline, or its beginning.")
    ] = None,
    collection: CollectionOption = None,
    *,
    topic: Annotated[
        str | None, typer.Option(help="Tell what all articles say of this, instead of one article.")
    ] = None,
    length: Annotated[Length, typer.Option(help="3, 5 or 8 sentences.")] = Length.MEDIUM,
    sentences: Annotated[
        int | None, typer.Option("-n", min=1, max=50, help="Sentences, instead of a length.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the sentences that best cover an article or a topic, each cited."""
    if (article is None) == (topic is None):
        raise UsageError("Give an article, or --topic and a few words.")
    most = sentences or length.max_sentences
    if topic is not None:
        with open_refreshed(context, collection) as articles:
            told = articles.summarize_topic(topic, most)
        print_result(told, to_topic_object, show_topic, as_json=as_json)
        return
    with open_collection(context, collection, needs_model=True) as articles:
        summary = articles.summarize(article or "", most)
    print_result(summary, json_output.to_summary_object, text_output.show_summary, as_json=as_json)


@app.command()
def digest(
    context: typer.Context,
    collection: CollectionOption = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(help="Day (2012-10-05) to begin with; a week ago.", show_default=False),
    ] = None,
    page: Annotated[int, typer.Option(min=1, help="Page, of eight articles each.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Show what was published or added since a day: a headline and a sentence for each article."""
    first_day = parse_day(since)
    with open_refreshed(context, collection) as articles:
        found = articles.digest(first_day, page)
    print_result(found, to_digest_object, show_digest, as_json=as_json)
