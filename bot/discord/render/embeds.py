"""Functions that turn each result into one embed.

Every embed keeps Discord's limits (title 256, description 4096, total 6000, counted in UTF-16
units) for any input, and all text of articles and members is escaped.
"""

from collections.abc import Sequence

import discord

from bot.conversation.turns import RewrittenQuestion
from bot.discord.i18n.language import translate
from bot.discord.i18n.stored_messages import translate_stored
from bot.discord.render import article_texts, texts
from bot.discord.render.citations import (
    format_byline,
    format_headline,
    mark_excerpt,
    render_citations,
    render_listing,
    render_quote,
)
from bot.discord.render.escape import clean_text, to_one_line
from bot.discord.render.truncate import count_units, render_blocks, truncate
from bot.replies import (
    Abstention,
    Answer,
    AnswerKind,
    Citation,
    ClaimCheck,
    Reply,
    Summary,
    Verdict,
)
from bot.reports import ImportReport, Refusal, ReindexReport
from corpus.article import ArticleSummary
from corpus.messages import message, plural

MAX_TITLE = 256
MAX_DESCRIPTION = 4096
ARTICLES_PER_PAGE = 10
"""Articles on one page of a list."""

INK = 0x1F4E79
SLATE = 0x8A919C
GREEN = 0x2F7D5B
AMBER = 0xC08A2B
RED = 0xB23A48

_VERDICTS = {
    Verdict.SUPPORTED: (texts.SUPPORTED, GREEN),
    Verdict.CONTRADICTED: (texts.CONTRADICTED, RED),
    Verdict.NOT_COVERED: (texts.NOT_COVERED, SLATE),
}
_MAX_TEXT = 1500
_MAX_UNCOVERED = 200
_MAX_REWRITE = 500
_MAX_SENTENCES = 12
_MAX_REFUSALS = 8


def render_reply(reply: Reply, rewritten: RewrittenQuestion | None = None) -> discord.Embed:
    """Render an answer with its citations, or an abstention with the nearest passages.

    A follow-up question that was rewritten, or one with misspelt names, is shown above, as it was
    understood.
    """
    read_as = ""
    understood = rewritten.question if rewritten and rewritten.is_changed else None
    if (understood := reply.read_as or understood) is not None:
        question = truncate(to_one_line(understood), _MAX_REWRITE)
        read_as = f"{translate(texts.READ_AS)} {question}"
    room = MAX_DESCRIPTION - count_units(read_as) - 2
    embed = (
        _render_answer(reply, room)
        if isinstance(reply, Answer)
        else _render_abstention(reply, room)
    )
    if read_as:
        original = rewritten.original if rewritten else reply.question
        embed.title = truncate(to_one_line(original), MAX_TITLE) or None
        embed.description = f"{read_as}\n\n{embed.description}"
    return embed


def _render_answer(answer: Answer, room: int) -> discord.Embed:
    text = truncate(clean_text(translate(answer.heading)).strip(), _MAX_TEXT)
    if answer.kind is AnswerKind.SMALL_TALK:
        return _build_embed(INK, "", [text])
    room -= count_units(text) + 6
    shown = (
        render_listing(answer.citations[:ARTICLES_PER_PAGE], room)
        if answer.kind is AnswerKind.LIST
        else render_citations(answer.citations, room, numbered=True)
    )
    colour = AMBER if answer.kind is AnswerKind.POSSIBLE else INK
    heading = f"**{text}**" if answer.kind is AnswerKind.POSSIBLE else text
    embed = _build_embed(colour, answer.question, [heading, shown])
    if answer.as_of:
        embed.set_footer(text=translate(message("As of {day}", day=answer.as_of)))
    return embed


def _render_abstention(abstention: Abstention, room: int) -> discord.Embed:
    reason = truncate(clean_text(translate(abstention.reason)).strip(), _MAX_TEXT)
    no_answer = f"**{translate(texts.NO_ANSWER)}**\n{reason}".strip()
    parts = [no_answer]
    if abstention.nearest:
        head = f"**{translate(texts.NEAREST_PASSAGES)}**\n{translate(texts.NEAREST_NOTE)}"
        room -= count_units(no_answer) + count_units(head) + 4
        parts += [head, render_citations(abstention.nearest[:3], room, numbered=False)]
    return _build_embed(SLATE, abstention.question, parts)


def render_check(check: ClaimCheck) -> discord.Embed:
    """Render the verdict on a claim, and the evidence for and against it."""
    sentence, colour = _VERDICTS[check.verdict]
    head = [f"**{translate(sentence)}**", *map(_format_uncovered, check.uncovered)]
    parts = ["\n".join(head)]
    sides = [
        (texts.EVIDENCE_FOR, check.supporting),
        (texts.EVIDENCE_AGAINST, check.contradicting),
    ]
    if check.verdict is Verdict.CONTRADICTED:
        sides.reverse()
    shown = [each for each in (*sides, (texts.NEAREST_PASSAGES, check.nearest)) if each[1]]
    room = MAX_DESCRIPTION - count_units(parts[0]) - 2
    first = 1
    for heading, cited in shown:
        title = f"**{translate(heading)}**"
        share = room // len(shown) - count_units(title) - 4
        parts += [title, render_citations(cited, share, numbered=True, first=first)]
        first += len(cited)
    return _build_embed(colour, check.claim, parts)


def _format_uncovered(sentence: str) -> str:
    shown = truncate(to_one_line(sentence), _MAX_UNCOVERED)
    return translate(message("Not covered: {sentence}", sentence=shown))


def render_summary(summary: Summary) -> discord.Embed:
    """Render the sentences of a summary as quotes, and the article's byline below them."""
    kept = summary.sentences[:_MAX_SENTENCES]
    if not kept:
        return _build_embed(SLATE, summary.title, [texts.NO_SENTENCES])
    about = format_byline(kept[0].author, kept[0].source, kept[0].published, 400)
    return _build_embed(
        INK,
        summary.title,
        [*render_blocks(kept, MAX_DESCRIPTION - count_units(about) - 2, _quote), about],
    )


def render_articles(lines: Sequence[ArticleSummary], page: int) -> discord.Embed:
    """Render page ``page`` (from 1) of the articles; a page past the end is the last page."""
    if not lines:
        return render_notice(texts.NO_ARTICLES)
    pages = -(-len(lines) // ARTICLES_PER_PAGE)
    page = min(max(page, 1), pages)
    shown = lines[(page - 1) * ARTICLES_PER_PAGE : page * ARTICLES_PER_PAGE]
    embed = _build_embed(INK, texts.ARTICLES, [_format_article(line) for line in shown])
    return embed.set_footer(text=translate(texts.format_articles_page(page, pages, len(lines))))


def render_import(report: ImportReport) -> discord.Embed:
    """Render how many articles were added, updated and unchanged, and each refused input."""
    counts = _format_counts(*map(len, (report.added, report.updated, report.unchanged)))
    refused = [_format_refused(each) for each in report.refused[:_MAX_REFUSALS]]
    if (more := len(report.refused) - _MAX_REFUSALS) > 0:
        refused.append(translate(message("And {number} more refused.", number=more)))
    colour = GREEN if counts else RED
    return _build_embed(colour, "", [counts or article_texts.NOTHING_ADDED, "\n".join(refused)])


def render_removed(line: ArticleSummary) -> discord.Embed:
    """Render the confirmation that an article was removed."""
    headline = format_headline(line.title, 1000)
    return _build_embed(GREEN, "", [message("Removed **{headline}**.", headline=headline)])


def render_reindex(report: ReindexReport) -> discord.Embed:
    """Render the size of the indexes, what is new in them, what failed and what is pending."""
    size = message(
        "Reindexed {articles}, {passages}; {embedded} newly embedded.",
        articles=texts.format_article_count(report.articles),
        passages=texts.format_passage_count(report.passages),
        embedded=report.embedded,
    )
    counts = _format_counts(report.added, report.updated, report.unchanged)
    failed = [_format_failed(each) for each in report.failed[:_MAX_REFUSALS]]
    if (more := len(report.failed) - _MAX_REFUSALS) > 0:
        failed.append(translate(message("And {number} more could not be read.", number=more)))
    pending = plural(
        "{number} page is still to be fetched. It is added automatically.",
        "{number} pages are still to be fetched. They are added automatically.",
        report.waiting,
    )
    done = f"{translate(size)}\n{counts}".strip()
    return _build_embed(GREEN, "", [done, "\n".join(failed), pending if report.waiting else ""])


def render_titled(title: str, paragraphs: Sequence[str]) -> discord.Embed:
    """Render paragraphs, already escaped, under a title; together they must fit an embed."""
    return _build_embed(INK, title, paragraphs)


def render_notice(sentence: str) -> discord.Embed:
    """Render a sentence as plain information."""
    return _build_embed(
        SLATE, "", [truncate(clean_text(translate(sentence)).strip(), MAX_DESCRIPTION)]
    )


def render_problem(sentence: str) -> discord.Embed:
    """Render the sentence of an error."""
    return _build_embed(
        RED, "", [truncate(clean_text(translate(sentence)).strip(), MAX_DESCRIPTION)]
    )


def _build_embed(colour: int, title: str, paragraphs: Sequence[str]) -> discord.Embed:
    return discord.Embed(
        colour=colour,
        title=truncate(to_one_line(translate(title)), MAX_TITLE) or None,
        description="\n\n".join(map(translate, filter(None, paragraphs))),
    )


def _quote(sentence: Citation, room: int) -> str:
    return render_quote(mark_excerpt(sentence), room)


def _format_article(line: ArticleSummary) -> str:
    facts = format_byline(line.author, line.source, line.published, 80)
    return f"**{format_headline(line.title, 180)}**" + (f"\n{facts}" if facts else "")


def _format_counts(added: int, updated: int, unchanged: int) -> str:
    """Return one sentence for each count that is not 0."""
    counts = (
        plural("Added {number} article.", "Added {number} articles.", added),
        plural("Updated {number} article.", "Updated {number} articles.", updated),
        plural("Left {number} article unchanged.", "Left {number} articles unchanged.", unchanged),
    )
    return " ".join(translate(each) for each in counts if each.number)


def _format_failed(refusal: Refusal) -> str:
    name = truncate(to_one_line(refusal.input), 150) or article_texts.A_FILE
    reason = truncate(to_one_line(translate_stored(refusal.reason)), 240)
    return translate(message("Could not read **{name}**. {reason}", name=name, reason=reason))


def _format_refused(refusal: Refusal) -> str:
    name = truncate(to_one_line(translate(refusal.input)), 150) or article_texts.A_FILE
    reason = truncate(to_one_line(translate_stored(refusal.reason)), 300)
    return translate(message("Refused **{name}**. {reason}", name=name, reason=reason))
