"""The commands ``ask``, ``check``, ``chat`` and ``search``; each parses, calls and prints."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.answering.small_talk import is_small_talk
from bot.cli import json_output, text_output
from bot.cli.json_output import to_unanswerable_object
from bot.cli.main import (
    CollectionOption,
    JsonOption,
    app,
    open_refreshed,
    print_json,
    print_result,
    stdout,
)
from bot.collection import Collection
from bot.conversation.turns import Turn, build_turn
from bot.errors import QuestionError, UsageError
from bot.replies import Abstention, Verdict
from corpus.scope import Scope

AnswerFunction = Callable[[str, date | None], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """A question from a file; ``problem`` says why it cannot be asked."""

    id: Any
    question: str | None
    asked_on: date | None = None
    problem: str | None = None


def read_questions(path: Path) -> Iterator[FileQuestion]:
    """The questions of a file, one a line: ``{"id": …, "question": "…", "date": "2012-10-05"}``.

    A line that is none costs that line only. Raises ``UsageError`` where the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _parse_question(number, line)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"Cannot read questions from {path}: {reason}.") from error


def answer_file_question(file_question: FileQuestion, answer: AnswerFunction) -> dict[str, Any]:
    """Answer a question from a file and return the JSON object to print, with its id."""
    if file_question.question is None or file_question.problem:
        problem = file_question.problem or "There is no question."
        return {"id": file_question.id, **to_unanswerable_object(file_question.question, problem)}
    try:
        return {"id": file_question.id, **answer(file_question.question, file_question.asked_on)}
    except QuestionError as error:
        return {
            "id": file_question.id,
            **to_unanswerable_object(file_question.question, str(error)),
        }


def parse_iso_date(text: str) -> date:
    """Parse the day that ``text`` begins with, as ``2012-10-05``. Raises ``ValueError``."""
    return date.fromisoformat(text[:10])


def _parse_question(number: int, line: str) -> FileQuestion:
    try:
        row = json.loads(line)
    except ValueError:
        return FileQuestion(None, None, problem=f"Line {number} is not JSON.")
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        return FileQuestion(
            row.get("id") if isinstance(row, dict) else None,
            None,
            problem=f"Line {number} has no text named question.",
        )
    try:
        day = parse_iso_date(row["date"]) if row.get("date") else None
    except (TypeError, ValueError):
        problem = f"The date of line {number} is not one like 2012-10-05."
        return FileQuestion(row.get("id"), row["question"], problem=problem)
    return FileQuestion(row.get("id"), row["question"], day)


ABSTAINED_STATUS = 3
"""Exit status of a question that the articles do not answer."""

_MAX_TURNS = 10

FromFileOption = Annotated[
    Path | None,
    typer.Option("--from", help="File of questions, one JSON object a line; needs --json."),
]


class SearchUnit(StrEnum):
    """What one row of the search results is."""

    PASSAGE = "passage"
    ARTICLE = "article"


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    collection: CollectionOption = None,
    *,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", help="Day it is asked on (2012-10-05): later articles are left out."
        ),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option(help="Answer from this article alone: id, headline, beginning."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Answer from articles published since a day (2012-10-05)."),
    ] = None,
    from_file: FromFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a question. Exit status 0: answered; 3: the articles do not say."""
    if (question is None) == (from_file is None) or (from_file and not as_json):
        raise UsageError("Give a question, or --from FILE.jsonl together with --json.")
    asked_on, first_day = parse_day(day), parse_day(since)
    with open_refreshed(context, collection) as articles:
        scope = Scope(articles.article(article).id if article else None, first_day)
        if from_file:
            for asked in read_questions(from_file):
                print_json(
                    answer_file_question(
                        asked, partial(_build_reply_object, articles, asked_on, scope)
                    )
                )
            return
        reply = articles.ask(question or "", asked_on, scope)
    print_result(reply, json_output.to_reply_object, text_output.show_reply, as_json=as_json)
    if isinstance(reply, Abstention):
        raise typer.Exit(ABSTAINED_STATUS)


@app.command()
def check(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(help="A statement, in quotes.")],
    collection: CollectionOption = None,
    *,
    article: Annotated[
        str | None, typer.Option(help="Check against this article alone: id, headline, beginning.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check a claim. Exit status 0: supported or contradicted; 3: the articles do not cover it."""
    with open_refreshed(context, collection) as articles:
        scope = Scope(articles.article(article).id if article else None)
        checked = articles.check(claim, scope=scope)
    print_result(checked, json_output.to_check_object, text_output.show_check, as_json=as_json)
    if checked.verdict is Verdict.NOT_COVERED:
        raise typer.Exit(ABSTAINED_STATUS)


@app.command()
def chat(context: typer.Context, collection: CollectionOption = None) -> None:
    """Ask one question after the other; an empty line ends it.

    A follow-up ("And what did he say about Syria?") is read with the questions before it.
    """
    console, turns = stdout(), list[Turn]()
    with open_refreshed(context, collection) as articles:
        console.print("Ask about the articles. An empty line ends it.", style="dim")
        while question := _read_question(console):
            try:
                if is_small_talk(question):  # no turn that a follow-up could refer to
                    text_output.show_reply(console, articles.ask(question))
                    continue
                articles.refresh()
                turns = [
                    *turns[-_MAX_TURNS:],
                    _answer_follow_up(console, articles, question, turns),
                ]
            except QuestionError as error:
                console.print(str(error), style="yellow")


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="Words or a question.")] = None,
    collection: CollectionOption = None,
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many.")] = 10,
    by: Annotated[
        SearchUnit, typer.Option("--by", help="A row for each passage, or article.")
    ] = SearchUnit.PASSAGE,
    from_file: FromFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages nearest a query, best first."""
    if (query is None) == (from_file is None) or (from_file and not as_json):
        raise UsageError("Give a query, or --from FILE.jsonl together with --json.")
    by_article = by is SearchUnit.ARTICLE
    with open_refreshed(context, collection) as articles:
        if from_file:
            for asked in read_questions(from_file):
                hits = _build_hits_object(articles, asked.question, k, by_article=by_article)
                print_json({"id": asked.id, **hits})
            return
        found = articles.search(query or "", k, by_article=by_article)
    to_json = partial(json_output.to_hits_object, query or "")
    print_result(found, to_json, text_output.show_hits, as_json=as_json)


def _answer_follow_up(
    console: Console, articles: Collection, question: str, turns: Sequence[Turn]
) -> Turn:
    from bot.conversation.readings import answer_in_conversation

    _, rewritten, reply = answer_in_conversation(
        lambda each: articles.ask(each.question, context=each.context), question, turns
    )
    text_output.show_rewrite(console, rewritten)
    text_output.show_reply(console, reply)
    return build_turn(rewritten, reply)


def _build_reply_object(
    articles: Collection,
    default_date: date | None,
    scope: Scope,
    question: str,
    asked_on: date | None,
) -> dict[str, Any]:
    return json_output.to_reply_object(articles.ask(question, asked_on or default_date, scope))


def _build_hits_object(
    articles: Collection, query: str | None, k: int, *, by_article: bool
) -> dict[str, Any]:
    try:
        found = articles.search(query or "", k, by_article=by_article)
    except QuestionError:
        found = []
    return json_output.to_hits_object(query or "", found)


def parse_day(text: str | None) -> date | None:
    """Parse the day of an option, if given. Raises ``UsageError`` for anything else."""
    try:
        return parse_iso_date(text) if text else None
    except ValueError as error:
        raise UsageError(f"{text} is not a date. Write it as 2012-10-05.") from error


def _read_question(console: Console) -> str:
    try:
        return console.input("[bold]> [/bold]").strip()
    except EOFError:
        return ""
