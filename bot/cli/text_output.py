"""Replies, summaries and search results as text in a terminal."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli.json_output import ABSTENTION_TEXT
from bot.cli.main import strip_controls
from bot.conversation.turns import RewrittenQuestion
from bot.replies import (
    Abstention,
    Answer,
    AnswerKind,
    Citation,
    ClaimCheck,
    Reply,
    Summary,
    Verdict,
    fold_whitespace,
)
from bot.reports import PassageHit
from corpus.messages import format_day


def show_reply(console: Console, reply: Reply) -> None:
    """Print an answer with its excerpts, or an abstention with the nearest passages.

    A question with misspelt names is printed first, as it was read.
    """
    if reply.read_as:
        _show_reading(console, reply.read_as)
    if isinstance(reply, Answer):
        _show_answer(console, reply)
    else:
        _show_abstention(console, reply)


_VERDICTS = {
    Verdict.SUPPORTED: ("The articles support this.", "bold green"),
    Verdict.CONTRADICTED: ("The articles contradict this.", "bold red"),
    Verdict.NOT_COVERED: ("The articles do not cover this.", "bold yellow"),
}


def show_check(console: Console, check: ClaimCheck) -> None:
    """Print the verdict on a claim, and the evidence for and against it."""
    sentence, style = _VERDICTS[check.verdict]
    console.print(Text(sentence, style=style))
    for uncovered in check.uncovered:
        console.print(Text(f"Not covered: {strip_controls(uncovered)}"))
    first = 1
    sides = [("Evidence for it:", check.supporting), ("Evidence against it:", check.contradicting)]
    if check.verdict is Verdict.CONTRADICTED:
        sides.reverse()
    for heading, cited in [*sides, ("Nearest passages:", check.nearest)]:
        if cited:
            console.print(Text(heading, style="dim"))
        for marker, citation in enumerate(cited, start=first):
            console.print(format_citation(marker, citation))
        first += len(cited)


def show_rewrite(console: Console, rewritten: RewrittenQuestion) -> None:
    """Print how a follow-up question was read, if it was rewritten."""
    if rewritten.is_changed:
        _show_reading(console, rewritten.question)


def _show_reading(console: Console, question: str) -> None:
    console.print(Text(f"Read as “{strip_controls(fold_whitespace(question))}”", style="dim"))


def show_summary(console: Console, summary: Summary) -> None:
    """Print a summary: its sentences, each with its address."""
    console.print(Text(strip_controls(summary.title), style="bold"))
    for citation in summary.sentences:
        line = Text("• ").append(strip_controls(fold_whitespace(citation.excerpt)))
        console.print(Padding(Group(line, _format_address(citation)), (0, 0, 0, 2)))


def show_hits(console: Console, hits: Sequence[PassageHit]) -> None:
    """Print passages found by a search, best first."""
    if not hits:
        console.print("Nothing was found.")
    for rank, hit in enumerate(hits, start=1):
        head = Text(f"{rank}. ", style="bold").append(strip_controls(hit.title))
        place = Text(f"{hit.article_id}#{hit.start}-{hit.end}  score {hit.score:.4f}", style="dim")
        words = Text(strip_controls(fold_whitespace(hit.text)))
        console.print(Group(head, Padding(Group(words, place), (0, 0, 1, 3))))


def _show_answer(console: Console, answer: Answer) -> None:
    if answer.heading:
        style = "bold yellow" if answer.kind is AnswerKind.POSSIBLE else "bold"
        console.print(Text(strip_controls(answer.heading), style=style))
    for marker, citation in enumerate(answer.citations, start=1):
        console.print(format_citation(marker, citation, listed=answer.kind is AnswerKind.LIST))
    as_of = f"As of {format_day(answer.as_of)}. " if answer.as_of else ""
    has_confidence = answer.kind not in (AnswerKind.SMALL_TALK, AnswerKind.TOPIC)
    confidence = f"Confidence {answer.confidence:.0%}." if has_confidence else ""
    if below := f"{as_of}{confidence}".strip():
        console.print(Text(below, style="dim"))


def _show_abstention(console: Console, abstention: Abstention) -> None:
    console.print(
        Text(ABSTENTION_TEXT, style="bold yellow").append(
            f" {strip_controls(abstention.reason)}", ""
        )
    )
    if abstention.nearest:
        console.print(Text("Nearest passages, which may not answer it:", style="dim"))
    for marker, citation in enumerate(abstention.nearest, start=1):
        console.print(format_citation(marker, citation))


def format_citation(marker: int, citation: Citation, *, listed: bool = False) -> RenderableType:
    """Format an excerpt with its answering words marked, and its source below.

    In a list of articles the excerpt, which is the headline again, is left out.
    """
    headline = Text(strip_controls(citation.title), style="italic")
    also = Text(f"also in {strip_controls(citation.elsewhere)}") if citation.also_in else None
    lines = [headline, _format_record(citation), also, _format_address(citation)]
    if citation.excerpt and not listed:
        lines.insert(0, _add_quotes(_format_excerpt(citation)))
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(overflow="fold")
    table.add_row(Text(f"[{marker}]", style="cyan"), Group(*filter(None, lines)))
    return Padding(table, (0, 0, 1, 0))


def _format_excerpt(citation: Citation) -> Text:
    start, end = citation.highlight or (citation.start, citation.start)
    parts = (
        (citation.excerpt[: start - citation.start], ""),
        (citation.excerpt[start - citation.start : end - citation.start], "bold green"),
        (citation.excerpt[end - citation.start :], ""),
    )
    return Text.assemble(
        *[(strip_controls(words).replace("\n", " "), style) for words, style in parts]
    )


def _add_quotes(excerpt: Text) -> Text:
    """Put an excerpt in quotation marks, unless it begins with its own."""
    if excerpt.plain.startswith(("“", '"')):
        return excerpt
    return Text("“").append_text(excerpt).append("”")


def _format_record(citation: Citation) -> Text:
    """Format the known ones of author, outlet, date and address."""
    published = format_day(citation.published) if citation.published else None
    record = [citation.author, citation.source, published, citation.url]
    return Text(strip_controls(" · ".join(part for part in record if part)))


def _format_address(citation: Citation) -> Text:
    return Text(citation.address, style="dim", overflow="fold")
