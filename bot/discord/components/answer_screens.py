"""What the buttons under an answer show: pure functions from values to one screen each."""

from collections.abc import Sequence

import discord

from bot.answering.citations import cite
from bot.discord.components.custom_ids import Action, Label, Press, Screen
from bot.discord.i18n.language import say
from bot.discord.render import embeds, texts
from bot.discord.render.article_pages import page_text, paged
from bot.discord.render.citations import attribution, citations, quote
from bot.discord.render.truncate import units
from bot.replies import Answer, Citation, Reply
from corpus.article import Article
from corpus.store.records import Recalled, Standing

_ABOUT = 900
"""UTF-16 units for what an excerpt is from."""
_SOURCES = 10
_PER_ROW = 5
_NUMBERED = 2 * _PER_ROW
"""Excerpts of one answer that have a button of their own."""


def under(reply: Reply, key: str) -> tuple[tuple[Label, ...], ...]:
    """The buttons under an answer, or under an abstention with its near misses."""
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    reading = (
        Label(Press(Action.READ, key), texts.READ),
        Label(Press(Action.MORE, key), texts.MORE),
        Label(Press(Action.SOURCES, key), texts.SOURCES),
    )
    votes = (
        Label(Press(Action.UP, key), emoji="👍"),
        Label(Press(Action.DOWN, key), emoji="👎"),
    )
    following = Label(Press(Action.FOLLOW, key), texts.FOLLOW)
    return ((*(reading if shown else ()), following), votes)


def context(asked: Recalled, place: int, page: int | None) -> Screen:
    """An excerpt in bold among its neighbours; ``page`` ``None`` is the one that has it."""
    if place >= len(asked.places):
        return Screen(embeds.notice(texts.NO_EXCERPT))
    standing, numbers = asked.places[place], _numbers(asked, place, page)
    if standing.article is None:
        return Screen(embeds.notice(texts.WITHDRAWN), numbers)
    pages = paged(standing.article, standing.start, standing.end)
    shown = pages.home if page is None else min(page, len(pages.pages) - 1)
    embed = _page(standing, standing.article, shown)
    turns = _turns(Press(Action.READ_PAGE, asked.key, place), shown, len(pages.pages))
    return Screen(embed, (turns, *numbers))


def sources(asked: Recalled) -> Screen:
    """The articles that were cited, each once, and what has become of them."""
    first: dict[object, tuple[int, Standing]] = {}
    for number, standing in enumerate(asked.places, start=1):
        article = standing.article
        first.setdefault(article.id if article else number, (number, standing))
    kept, room = list(first.values())[:_SOURCES], embeds.DESCRIPTION
    blocks: list[str] = []
    for done, (number, standing) in enumerate(kept):
        blocks.append(_source(number, standing, room // (len(kept) - done) - 2))
        room -= units(blocks[-1]) + 2
    return Screen(embeds.titled(texts.SOURCES, blocks or [texts.NO_EXCERPT]))


def more(key: str, found: Sequence[Citation], page: int, *, is_last: bool) -> Screen:
    """Excerpts near a question that were not shown for it."""
    if not found:
        return Screen(embeds.notice(texts.NO_MORE))
    shown = citations(found, embeds.DESCRIPTION, numbered=False)
    embed = embeds.titled(texts.MORE, [shown]).set_footer(text=say(texts.MORE_NOTE))
    turns = _turns(Press(Action.MORE_PAGE, key), page, page + (1 if is_last else 2))
    return Screen(embed, (turns,))


def _page(standing: Standing, article: Article, shown: int) -> discord.Embed:
    pages = paged(article, standing.start, standing.end)
    about = attribution(_citation(standing, article), None, _ABOUT)
    note = say(texts.CORRECTED) if standing.corrected else ""
    room = embeds.DESCRIPTION - units(about) - units(note) - 4
    if not pages.pages:
        return embeds.titled(article.title, [texts.NO_SENTENCES, about, note])
    marked = page_text(article, pages.pages[shown], standing.start, standing.end)
    embed = embeds.titled(article.title, [quote(marked, room), about, note])
    return embed.set_footer(text=say(texts.page_of(shown + 1, len(pages.pages))))


def _source(number: int, standing: Standing, room: int) -> str:
    if standing.article is None:
        return f"\\[{number}\\] {say(texts.WITHDRAWN)}"
    note = f"\n{say(texts.CORRECTED)}" if standing.corrected else ""
    about = attribution(_citation(standing, standing.article), number, room - units(note))
    return about + note


def _citation(standing: Standing, article: Article) -> Citation:
    return cite(article, standing.start, standing.end, score=0.0, highlight=standing.highlight)


def _turns(press: Press, page: int, pages: int) -> tuple[Label, ...]:
    """The buttons to the page before and the one after."""
    back, on = page > 0, page + 1 < pages
    return (
        Label(_turned(press, page - 1, possible=back), texts.BACK, off=not back),
        Label(_turned(press, page + 1, possible=on), texts.ON, off=not on),
    )


def _turned(press: Press, page: int, *, possible: bool) -> Press:
    # Two buttons of a message may not have one custom id, even where neither can be pressed.
    action = press.action if possible else Action.NOTHING
    return Press(action, press.key, press.place, max(page, 0))


def _numbers(asked: Recalled, place: int, page: int | None) -> tuple[tuple[Label, ...], ...]:
    """The buttons to each excerpt, five in a row; none where there is only one."""
    if len(asked.places) < 2:
        return ()
    labels = [
        Label(
            Press(Action.READ_PAGE, asked.key, number),
            f"[{number + 1}]",
            off=number == place and page is None,
        )
        for number in range(min(len(asked.places), _NUMBERED))
    ]
    return tuple(tuple(labels[at : at + _PER_ROW]) for at in range(0, len(labels), _PER_ROW))
