"""The commands that summarize: an article, a topic, what is new."""

from typing import Annotated

import typer

from bot.errors import UsageError
from bot.terminal import contract, overviews, replies
from bot.terminal.app import AsJson, In, app, opened, print_result, up_to_date
from bot.terminal.asking import day_of
from corpus.store.server_settings import Length


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
        print_result(told, overviews.topic_object, overviews.show_topic, as_json=as_json)
        return
    with opened(context, collection, asking=True) as articles:
        summary = articles.summarize(article or "", most)
    print_result(summary, contract.summary_object, replies.show_summary, as_json=as_json)


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
    print_result(found, overviews.digest_object, overviews.show_digest, as_json=as_json)
