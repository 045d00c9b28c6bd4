"""What Discord shows of many articles at once: a topic's sentences, and what is new."""

from dataclasses import replace

import discord

from bot.discord import rendering, texts
from bot.discord.cutting import units
from bot.discord.languages import say
from bot.discord.quoting import byline, citation_block, citations, headline_of
from bot.overviews import Digest, DigestEntry, TopicSummary


def topic(told: TopicSummary) -> discord.Embed:
    """The sentences that tell of a topic, each with the article it is from."""
    if not told.sentences:
        return rendering.titled(told.topic, [texts.NO_TOPIC])
    shown = citations(told.sentences, rendering.DESCRIPTION, numbered=True)
    return rendering.titled(told.topic, [shown])


def digest(new: Digest) -> discord.Embed:
    """A page of what is new, and which page it is."""
    title = texts.new_since(new.since)
    if not new.entries:
        return rendering.titled(title, [texts.NOTHING_NEW])
    room, blocks = rendering.DESCRIPTION, list[str]()
    for place, entry in enumerate(new.entries):
        blocks.append(_block(entry, room // (len(new.entries) - place) - 2))
        room -= units(blocks[-1]) + 2
    footer = texts.page_of_articles(new.page, new.pages, new.total)
    return rendering.titled(title, blocks).set_footer(text=say(footer))


def _block(entry: DigestEntry, room: int) -> str:
    """The sentence, and under it headline, outlet, day and copies, in at most ``room`` units."""
    if entry.sentence:
        return citation_block(replace(entry.sentence, also_in=entry.also_in), None, room)
    line = entry.line
    headline = f"**{headline_of(line.title, room // 2)}**"
    facts = byline(line.author, line.source, line.published, room // 6)
    return "\n".join(filter(None, [headline, facts]))
