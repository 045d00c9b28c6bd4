"""Embeds for several articles: announcements, topic summaries and digests."""

from dataclasses import replace

import discord

from bot.discord.i18n.language import translate
from bot.discord.render import embeds, texts
from bot.discord.render.citations import (
    format_byline,
    format_headline,
    mark_excerpt,
    render_attribution,
    render_citation,
    render_citations,
    render_quote,
)
from bot.discord.render.escape import to_one_line
from bot.discord.render.links import to_safe_url
from bot.discord.render.truncate import render_blocks, truncate
from bot.replies import Citation, Digest, DigestEntry, News, TopicSummary, format_outlets
from corpus.article import ArticleSummary
from corpus.messages import message, plural

_MAX_NAME_LENGTH = 400
_MAX_QUOTE_LENGTH = 1500
_MAX_BLOCK_LENGTH = 700
"""UTF-16 units of one article in a list and the empty line after it, so that it stays short."""


def render_announcement(news: News) -> discord.Embed:
    """Render one article with headline, best sentence and record, or a list of several."""
    if len(news.entries) == 1 and not news.more:
        return _render_single(news.entries[0])
    return _render_several(news)


def _render_single(entry: DigestEntry) -> discord.Embed:
    article, lines = entry.line, list[str]()
    if entry.sentence and entry.sentence.excerpt.strip():
        lines.append(render_quote(mark_excerpt(entry.sentence), _MAX_QUOTE_LENGTH))
    lines.append(format_byline(article.author, article.source, article.published, _MAX_NAME_LENGTH))
    if entry.also_in:
        outlets = to_one_line(translate(format_outlets(entry.also_in)))
        lines.append(f"{translate(texts.ALSO_IN)} {truncate(outlets, _MAX_NAME_LENGTH)}")
    title = to_one_line(article.title) or texts.UNTITLED
    embed = embeds.render_titled(title, ["\n".join(filter(None, lines))])
    embed.url = to_safe_url(article.url)
    return embed


def _render_several(news: News) -> discord.Embed:
    total = len(news.entries) + news.more
    title = plural("{number} new article", "{number} new articles", total)
    blocks = render_blocks(news.entries, embeds.MAX_DESCRIPTION, _render_announced)
    embed = embeds.render_titled(title, blocks)
    if news.more:
        more = plural("And {number} more: /digest", "And {number} more: /digest", news.more)
        embed.set_footer(text=translate(more))
    return embed


def _render_announced(entry: DigestEntry, room: int) -> str:
    room = min(room, _MAX_BLOCK_LENGTH - 2)
    if entry.sentence and entry.sentence.excerpt.strip():
        return render_citation(replace(entry.sentence, also_in=entry.also_in), None, room)
    return render_attribution(_to_record_citation(entry.line), None, room)


def _to_record_citation(line: ArticleSummary) -> Citation:
    return Citation(
        article_id=line.id,
        version=line.version,
        start=0,
        end=0,
        excerpt="",
        zone="metadata",
        title=line.title,
        author=line.author,
        source=line.source,
        published=line.published,
        url=line.url,
        score=0.0,
    )


def render_topic(summary: TopicSummary) -> discord.Embed:
    """Render the sentences about a topic, each with its article."""
    if not summary.sentences:
        return embeds.render_titled(summary.topic, [texts.NO_TOPIC])
    shown = render_citations(summary.sentences, embeds.MAX_DESCRIPTION, numbered=True)
    return embeds.render_titled(summary.topic, [shown])


def render_digest(digest: Digest) -> discord.Embed:
    """Render one page of the new articles, with the page number in the footer."""
    title = message("New since {day}", day=digest.since)
    if not digest.entries:
        return embeds.render_titled(title, [texts.NOTHING_NEW])
    blocks = render_blocks(digest.entries, embeds.MAX_DESCRIPTION, _render_digest_entry)
    footer = texts.format_articles_page(digest.page, digest.pages, digest.total)
    return embeds.render_titled(title, blocks).set_footer(text=translate(footer))


def _render_digest_entry(entry: DigestEntry, room: int) -> str:
    """Render the sentence, then headline, byline and other outlets, in at most ``room`` units."""
    if entry.sentence:
        return render_citation(replace(entry.sentence, also_in=entry.also_in), None, room)
    line = entry.line
    headline = f"**{format_headline(line.title, room // 2)}**"
    facts = format_byline(line.author, line.source, line.published, room // 6)
    return "\n".join(filter(None, [headline, facts]))
