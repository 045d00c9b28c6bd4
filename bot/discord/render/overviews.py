"""What an announcement of new articles looks like."""

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
from bot.discord.render.truncate import count_units, truncate
from bot.replies import Citation, Digest, DigestEntry, News, TopicSummary, format_outlets
from corpus.article import ArticleSummary

_MAX_NAME_LENGTH = 400
_MAX_QUOTE_LENGTH = 1500
_MAX_BLOCK_LENGTH = 700
"""Units of one article at the most, and the blank line after it, where there are several."""


def render_announcement(news: News) -> discord.Embed:
    """One article with its headline, best sentence and record, or a list of several."""
    if len(news.entries) == 1 and not news.more:
        return _render_single(news.entries[0])
    return _render_several(news)


def _render_single(entry: DigestEntry) -> discord.Embed:
    line, told = entry.line, list[str]()
    if entry.sentence and entry.sentence.excerpt.strip():
        told.append(render_quote(mark_excerpt(entry.sentence), _MAX_QUOTE_LENGTH))
    told.append(format_byline(line.author, line.source, line.published, _MAX_NAME_LENGTH))
    if entry.also_in:
        elsewhere = truncate(
            to_one_line(translate(format_outlets(entry.also_in))), _MAX_NAME_LENGTH
        )
        told.append(f"{translate(texts.ALSO_IN)} {elsewhere}")
    title = to_one_line(line.title) or texts.UNTITLED
    embed = embeds.render_titled(title, ["\n".join(filter(None, told))])
    embed.url = to_safe_url(line.url)
    return embed


def _render_several(news: News) -> discord.Embed:
    entries, room, blocks = news.entries, embeds.MAX_DESCRIPTION, list[str]()
    for place, entry in enumerate(entries):
        share = min(room // (len(entries) - place), _MAX_BLOCK_LENGTH) - 2
        blocks.append(_announced_block(entry, share))
        room -= count_units(blocks[-1]) + 2
    embed = embeds.render_titled(texts.format_new_articles(len(entries) + news.more), blocks)
    return (
        embed.set_footer(text=translate(texts.format_more_news(news.more))) if news.more else embed
    )


def _announced_block(entry: DigestEntry, room: int) -> str:
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
    """The sentences that tell of a topic, each with the article it is from."""
    if not summary.sentences:
        return embeds.render_titled(summary.topic, [texts.NO_TOPIC])
    shown = render_citations(summary.sentences, embeds.MAX_DESCRIPTION, numbered=True)
    return embeds.render_titled(summary.topic, [shown])


def render_digest(digest: Digest) -> discord.Embed:
    """A page of what is new, and which page it is."""
    title = texts.format_new_since(digest.since)
    if not digest.entries:
        return embeds.render_titled(title, [texts.NOTHING_NEW])
    room, blocks = embeds.MAX_DESCRIPTION, list[str]()
    for place, entry in enumerate(digest.entries):
        blocks.append(_render_digest_entry(entry, room // (len(digest.entries) - place) - 2))
        room -= count_units(blocks[-1]) + 2
    footer = texts.format_articles_page(digest.page, digest.pages, digest.total)
    return embeds.render_titled(title, blocks).set_footer(text=translate(footer))


def _render_digest_entry(entry: DigestEntry, room: int) -> str:
    """The sentence, and under it headline, outlet, day and copies, in at most ``room`` units."""
    if entry.sentence:
        return render_citation(replace(entry.sentence, also_in=entry.also_in), None, room)
    line = entry.line
    headline = f"**{format_headline(line.title, room // 2)}**"
    facts = format_byline(line.author, line.source, line.published, room // 6)
    return "\n".join(filter(None, [headline, facts]))
