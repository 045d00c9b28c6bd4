"""What an announcement of new articles looks like."""

from dataclasses import replace

import discord

from bot.discord.i18n.language import say
from bot.discord.render import embeds, texts
from bot.discord.render.citations import (
    attribution,
    byline,
    citation_block,
    citations,
    headline_of,
    marked_excerpt,
    quote,
)
from bot.discord.render.escape import one_line
from bot.discord.render.links import safe_url
from bot.discord.render.truncate import begin, units
from bot.replies import Citation, Digest, DigestEntry, News, TopicSummary, outlets
from corpus.article import ArticleLine

_NAME = 400
_QUOTE = 1500
_BLOCK = 700
"""Units of one article at the most where there are several: lists are read at a glance."""


def announcement(news: News) -> discord.Embed:
    """One article with its headline, best sentence and record, or a list of several."""
    if len(news.entries) == 1 and not news.more:
        return _one(news.entries[0])
    return _several(news)


def _one(entry: DigestEntry) -> discord.Embed:
    line, told = entry.line, list[str]()
    if entry.sentence and entry.sentence.excerpt.strip():
        told.append(quote(marked_excerpt(entry.sentence), _QUOTE))
    told.append(byline(line.author, line.source, line.published, _NAME))
    if entry.also_in:
        elsewhere = begin(one_line(say(outlets(entry.also_in))), _NAME)
        told.append(f"{say(texts.ALSO_IN)} {elsewhere}")
    title = one_line(line.title) or texts.UNTITLED
    embed = embeds.titled(title, ["\n".join(filter(None, told))])
    embed.url = safe_url(line.url)
    return embed


def _several(news: News) -> discord.Embed:
    entries, room, blocks = news.entries, embeds.DESCRIPTION, list[str]()
    for place, entry in enumerate(entries):
        share = room // (len(entries) - place) - 2
        blocks.append(_announced_block(entry, min(share, _BLOCK)))
        room -= units(blocks[-1]) + 2
    embed = embeds.titled(texts.new_articles(len(entries) + news.more), blocks)
    return embed.set_footer(text=say(texts.more_news(news.more))) if news.more else embed


def _announced_block(entry: DigestEntry, room: int) -> str:
    if entry.sentence and entry.sentence.excerpt.strip():
        return citation_block(replace(entry.sentence, also_in=entry.also_in), None, room)
    return attribution(_without_words(entry.line), None, room)


def _without_words(line: ArticleLine) -> Citation:
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


def topic(told: TopicSummary) -> discord.Embed:
    """The sentences that tell of a topic, each with the article it is from."""
    if not told.sentences:
        return embeds.titled(told.topic, [texts.NO_TOPIC])
    shown = citations(told.sentences, embeds.DESCRIPTION, numbered=True)
    return embeds.titled(told.topic, [shown])


def digest(new: Digest) -> discord.Embed:
    """A page of what is new, and which page it is."""
    title = texts.new_since(new.since)
    if not new.entries:
        return embeds.titled(title, [texts.NOTHING_NEW])
    room, blocks = embeds.DESCRIPTION, list[str]()
    for place, entry in enumerate(new.entries):
        blocks.append(_block(entry, room // (len(new.entries) - place) - 2))
        room -= units(blocks[-1]) + 2
    footer = texts.page_of_articles(new.page, new.pages, new.total)
    return embeds.titled(title, blocks).set_footer(text=say(footer))


def _block(entry: DigestEntry, room: int) -> str:
    """The sentence, and under it headline, outlet, day and copies, in at most ``room`` units."""
    if entry.sentence:
        return citation_block(replace(entry.sentence, also_in=entry.also_in), None, room)
    line = entry.line
    headline = f"**{headline_of(line.title, room // 2)}**"
    facts = byline(line.author, line.source, line.published, room // 6)
    return "\n".join(filter(None, [headline, facts]))
