"""What an announcement of new articles looks like."""

from dataclasses import replace

import discord

from bot.discord import rendering, texts
from bot.discord.cutting import begin, units
from bot.discord.escaping import one_line
from bot.discord.languages import say
from bot.discord.links import safe_url
from bot.discord.quoting import attribution, byline, citation_block, marked_excerpt, quote
from bot.overviews import DigestEntry, News
from bot.replies import Citation, outlets
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
    embed = rendering.titled(title, ["\n".join(filter(None, told))])
    embed.url = safe_url(line.url)
    return embed


def _several(news: News) -> discord.Embed:
    entries, room, blocks = news.entries, rendering.DESCRIPTION, list[str]()
    for place, entry in enumerate(entries):
        share = room // (len(entries) - place) - 2
        blocks.append(_announced_block(entry, min(share, _BLOCK)))
        room -= units(blocks[-1]) + 2
    embed = rendering.titled(texts.new_articles(len(entries) + news.more), blocks)
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
