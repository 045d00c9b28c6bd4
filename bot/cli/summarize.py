"""Summaries of a topic and digests, as a person reads them and as JSON."""

from typing import Annotated, Any

import typer
from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from bot.cli import json_output, text_output
from bot.cli.ask import day_of
from bot.cli.json_output import citation_objects, line_object
from bot.cli.main import AsJson, In, app, clean, opened, print_result, up_to_date
from bot.cli.text_output import quoted
from bot.errors import UsageError
from bot.replies import Digest, DigestEntry, TopicSummary, in_one_line, outlets
from corpus.messages import day
from corpus.store.server_settings import Length

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


@app.command()
def summarize(
    context: typer.Context,
    article: Annotated[
        str | None, typer.Argument(help="Id, id@version, headline, or its beginning.")
    ] = None,
    collection: In = None,
    *,
    topic: Annotated[
        str | None, typer.Option(help="Tell what all articles say of this, instead of one article.")
    ] = None,
    length: Annotated[Length, typer.Option(help="3, 5 or 8 sentences.")] = Length.MEDIUM,
    sentences: Annotated[
        int | None, typer.Option("-n", min=1, max=50, help="Sentences, instead of a length.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the sentences that cover an article, or a topic, best, each cited."""
    if (article is None) == (topic is None):
        raise UsageError("Give an article, or --topic and a few words.")
    most = sentences or length.sentences
    if topic is not None:
        with up_to_date(context, collection) as articles:
            told = articles.summarize_topic(topic, most)
        print_result(told, topic_object, show_topic, as_json=as_json)
        return
    with opened(context, collection, asking=True) as articles:
        summary = articles.summarize(article or "", most)
    print_result(summary, json_output.summary_object, text_output.show_summary, as_json=as_json)


@app.command()
def digest(
    context: typer.Context,
    collection: In = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(help="Day (2012-10-05) to begin with; a week ago.", show_default=False),
    ] = None,
    page: Annotated[int, typer.Option(min=1, help="Page, of eight articles each.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Show what was published or arrived since a day: a headline and a sentence an article."""
    first_day = day_of(since)
    with up_to_date(context, collection) as articles:
        found = articles.digest(first_day, page)
    print_result(found, digest_object, show_digest, as_json=as_json)
