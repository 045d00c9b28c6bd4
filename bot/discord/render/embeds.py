"""What Discord shows for each outcome: pure functions from values to one embed each.

Every embed keeps Discord's limits (title 256, description 4096, 6000 in all, counted in UTF-16
units) whatever the input, and every word of an article or a member is escaped.
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
from bot.discord.render.truncate import count_units, truncate
from bot.replies import Abstention, Answer, AnswerKind, Citation, Reply, Summary
from bot.reports import ImportReport, Refusal, ReindexReport
from corpus.article import ArticleSummary

MAX_TITLE = 256
MAX_DESCRIPTION = 4096
ARTICLES_PER_PAGE = 10
"""How many articles a page of the list shows."""

INK = 0x1F4E79
SLATE = 0x8A919C
GREEN = 0x2F7D5B
RED = 0xB23A48

_MAX_TEXT = 1500
_MAX_REWRITE = 500
_MAX_SENTENCES = 12
_MAX_REFUSALS = 8


def render_reply(reply: Reply, rewritten: RewrittenQuestion | None = None) -> discord.Embed:
    """An answer with its citations, or an abstention with the nearest passages.

    Under a follow-up question it is said how it was ``read``.
    """
    told = _format_rewrite(rewritten) if rewritten and rewritten.is_changed else ""
    room = MAX_DESCRIPTION - count_units(told) - 2
    render = (
        _render_answer(reply, room)
        if isinstance(reply, Answer)
        else _render_abstention(reply, room)
    )
    if rewritten and told:
        render.title = truncate(to_one_line(rewritten.original), MAX_TITLE) or None
        render.description = f"{told}\n\n{render.description}"
    return render


def _format_rewrite(rewritten: RewrittenQuestion) -> str:
    return f"{translate(texts.READ_AS)} {truncate(to_one_line(rewritten.question), _MAX_REWRITE)}"


def _render_answer(answer: Answer, room: int) -> discord.Embed:
    text = truncate(clean_text(translate(answer.heading)).strip(), _MAX_TEXT)
    room -= count_units(text) + 2
    shown = (
        render_listing(answer.citations[:ARTICLES_PER_PAGE], room)
        if answer.kind is AnswerKind.LIST
        else render_citations(answer.citations, room, numbered=True)
    )
    embed = _build_embed(INK, answer.question, [text, shown])
    return (
        embed.set_footer(text=translate(texts.format_as_of(answer.as_of)))
        if answer.as_of
        else embed
    )


def _render_abstention(abstention: Abstention, room: int) -> discord.Embed:
    reason = truncate(clean_text(translate(abstention.reason)).strip(), _MAX_TEXT)
    opening = f"**{translate(texts.NO_ANSWER)}**\n{reason}".strip()
    parts = [opening]
    if abstention.nearest:
        head = f"**{translate(texts.NEAREST_PASSAGES)}**\n{translate(texts.NEAREST_NOTE)}"
        room -= count_units(opening) + count_units(head) + 4
        parts += [head, render_citations(abstention.nearest[:3], room, numbered=False)]
    return _build_embed(SLATE, abstention.question, parts)


def render_summary(summary: Summary) -> discord.Embed:
    """The sentences that cover an article best, each quoted, and under them whose they are."""
    kept = summary.sentences[:_MAX_SENTENCES]
    if not kept:
        return _build_embed(SLATE, summary.title, [texts.NO_SENTENCES])
    about = format_byline(kept[0].author, kept[0].source, kept[0].published, 400)
    return _build_embed(
        INK,
        summary.title,
        [*_quote_sentences(kept, MAX_DESCRIPTION - count_units(about) - 2), about],
    )


def render_articles(lines: Sequence[ArticleSummary], page: int) -> discord.Embed:
    """Page ``page`` (from 1) of the articles; a page past the end is the last one."""
    if not lines:
        return render_notice(texts.NO_ARTICLES)
    pages = -(-len(lines) // ARTICLES_PER_PAGE)
    page = min(max(page, 1), pages)
    shown = lines[(page - 1) * ARTICLES_PER_PAGE : page * ARTICLES_PER_PAGE]
    embed = _build_embed(INK, texts.ARTICLES, [_format_article(line) for line in shown])
    return embed.set_footer(text=translate(texts.format_articles_page(page, pages, len(lines))))


def render_import(report: ImportReport) -> discord.Embed:
    """How many articles were added, updated and unchanged, and each input that was refused."""
    told = _format_counts(*map(len, (report.added, report.updated, report.unchanged)))
    refused = [_format_refused(refusal) for refusal in report.refused[:_MAX_REFUSALS]]
    if len(report.refused) > _MAX_REFUSALS:
        refused.append(
            translate(article_texts.format_more_refused(len(report.refused) - _MAX_REFUSALS))
        )
    colour = GREEN if told else RED
    return _build_embed(colour, "", [told or article_texts.NOTHING_ADDED, "\n".join(refused)])


def render_removed(line: ArticleSummary) -> discord.Embed:
    """That an article is gone."""
    return _build_embed(
        GREEN, "", [article_texts.format_removed(format_headline(line.title, 1000))]
    )


def render_reindex(report: ReindexReport) -> discord.Embed:
    """What a reindex did: what the indexes hold, what is new in them, and what failed and why."""
    told = translate(
        article_texts.format_reindexed(report.articles, report.passages, report.embedded)
    )
    counts = _format_counts(report.added, report.updated, report.unchanged)
    failed = [_format_failed(each) for each in report.failed[:_MAX_REFUSALS]]
    if len(report.failed) > _MAX_REFUSALS:
        failed.append(
            translate(article_texts.format_more_failed(len(report.failed) - _MAX_REFUSALS))
        )
    waiting = article_texts.format_pending_pages(report.waiting) if report.waiting else ""
    return _build_embed(GREEN, "", [f"{told}\n{counts}".strip(), "\n".join(failed), waiting])


def render_titled(title: str, paragraphs: Sequence[str]) -> discord.Embed:
    """Rendered paragraphs under a title; they have to fit an embed together."""
    return _build_embed(INK, title, paragraphs)


def render_notice(sentence: str) -> discord.Embed:
    """Something to know."""
    return _build_embed(
        SLATE, "", [truncate(clean_text(translate(sentence)).strip(), MAX_DESCRIPTION)]
    )


def render_problem(sentence: str) -> discord.Embed:
    """Something that did not work, and what to do next."""
    return _build_embed(
        RED, "", [truncate(clean_text(translate(sentence)).strip(), MAX_DESCRIPTION)]
    )


def _build_embed(colour: int, title: str, paragraphs: Sequence[str]) -> discord.Embed:
    return discord.Embed(
        colour=colour,
        title=truncate(to_one_line(translate(title)), MAX_TITLE) or None,
        description="\n\n".join(map(translate, filter(None, paragraphs))),
    )


def _quote_sentences(kept: Sequence[Citation], room: int) -> list[str]:
    quotes: list[str] = []
    for place, sentence in enumerate(kept):
        quotes.append(render_quote(mark_excerpt(sentence), room // (len(kept) - place) - 2))
        room -= count_units(quotes[-1]) + 2
    return quotes


def _format_article(line: ArticleSummary) -> str:
    facts = format_byline(line.author, line.source, line.published, 80)
    return f"**{format_headline(line.title, 180)}**" + (f"\n{facts}" if facts else "")


def _format_counts(added: int, updated: int, unchanged: int) -> str:
    """How many articles there are of each outcome, leaving out those of which there are none."""
    counts = (
        (article_texts.format_added, added),
        (article_texts.format_updated, updated),
        (article_texts.format_unchanged, unchanged),
    )
    return " ".join(translate(tell(number)) for tell, number in counts if number)


def _format_failed(refusal: Refusal) -> str:
    name = truncate(to_one_line(refusal.input), 150) or translate(article_texts.A_FILE)
    return translate(
        article_texts.format_failed(
            name, truncate(to_one_line(translate_stored(refusal.reason)), 240)
        )
    )


def _format_refused(refusal: Refusal) -> str:
    name = truncate(to_one_line(translate(refusal.input)), 150) or article_texts.A_FILE
    return translate(
        article_texts.format_refused(
            name, truncate(to_one_line(translate_stored(refusal.reason)), 300)
        )
    )
