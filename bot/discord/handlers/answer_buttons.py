"""Serving the buttons under an answer, each from the collection it is pressed in."""

import asyncio

from bot.answering.citations import cite
from bot.conversation import history
from bot.discord.components import answer_screens
from bot.discord.components.custom_ids import Action, Press, Screen, pressed
from bot.discord.components.forms import reason_form, reason_in
from bot.discord.components.views import Interaction
from bot.discord.handlers import follow_up
from bot.discord.render import embeds, texts
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.ports import Collection
from bot.replies import Citation
from bot.reports import PassageHit
from corpus.errors import UnknownArticle
from corpus.store.records import Recalled, Vote

LOOK = 0.25
"""What a press that asks nothing of the model costs, in questions."""

_PER_PAGE = 3
_LAST_PAGE = 6


async def serve(desk: Desk, interaction: Interaction, custom_id: str) -> None:
    """Do what a custom id asks for. Raises what goes wrong."""
    press = pressed(custom_id)
    if press is None or press.action is Action.NOTHING:
        await desk.whisper(interaction, embeds.notice(texts.UNKNOWN_BUTTON))
        return
    cost = 1.0 if press.action in _SEARCHES else LOOK
    desk.let_in(place_of(interaction), interaction.user.id, cost)
    if press.action is Action.DOWN:
        await _vote_down(desk, interaction, press)
    elif press.action is Action.FOLLOW:
        await follow_up.open_form(desk, interaction, press)
    elif press.action is Action.THEN:
        await follow_up.follow(desk, interaction, press)
    else:
        await _shown(desk, interaction, press)


async def _shown(desk: Desk, interaction: Interaction, press: Press) -> None:
    reason = reason_in(interaction) if press.action is Action.WHY else None
    member = interaction.user.id
    turns = press.action.turns and follow_up.is_ephemeral(interaction)
    await desk.answer(
        interaction,
        lambda articles: screen(articles, press, member, reason),
        ephemeral=True,
        lane=_lane(press.action),
        turns=turns,
    )


async def _vote_down(desk: Desk, interaction: Interaction, press: Press) -> None:
    """Keep the vote and open the form for a reason; the vote stands without one."""
    member, place = interaction.user.id, place_of(interaction)
    with desk.serving(interaction):
        keeping = asyncio.ensure_future(
            desk.work(place, lambda c: c.asked.rate(press.key, member, Vote.DOWN), Lane.NOTES)
        )
        done, _ = await asyncio.wait({keeping}, timeout=follow_up.TO_OPEN_A_FORM)
        if done and not keeping.result():
            await desk.whisper(interaction, embeds.notice(texts.UNKNOWN_BUTTON))
            return
        await interaction.response.send_modal(reason_form(press.key))
        await keeping


def screen(articles: Collection, press: Press, member: int, reason: str | None) -> Screen:
    """What a press shows; a key that this collection does not know shows one friendly line."""
    if press.action in _VOTES:
        known = articles.asked.rate(press.key, member, _VOTES[press.action], reason)
        return Screen(embeds.notice(texts.THANKS if known else texts.UNKNOWN_BUTTON))
    asked = articles.asked.find(press.key)
    if asked is None:
        return Screen(embeds.notice(texts.UNKNOWN_BUTTON))
    if press.action in (Action.READ, Action.READ_PAGE):
        return answer_screens.context(asked, press.place, press.page)
    if press.action is Action.SOURCES:
        return answer_screens.sources(asked)
    return _more(articles, asked, min(press.page or 0, _LAST_PAGE))


def _lane(action: Action) -> Lane:
    # What is written may have to wait for an import to write; what is only read never does.
    if action in _SEARCHES:
        return Lane.QUESTIONS
    return Lane.NOTES if action in _VOTES else Lane.LOOKUPS


_SEARCHES = frozenset({Action.MORE, Action.MORE_PAGE, Action.THEN})
_VOTES = {Action.UP: Vote.UP, Action.WHY: Vote.DOWN}


def _more(articles: Collection, asked: Recalled, page: int) -> Screen:
    if asked.scope is None:
        return Screen(embeds.notice(texts.WITHDRAWN))
    wanted = (page + 1) * _PER_PAGE + 1
    question = history.read(articles.asked, asked).question
    hits = articles.search(question, wanted + len(asked.places), scope=asked.scope)
    fresh = [hit for hit in hits if not _was_shown(hit, asked)]
    shown = fresh[page * _PER_PAGE : wanted - 1]
    cited = [citation for hit in shown if (citation := _cited(articles, hit))]
    is_last = len(fresh) < wanted or page == _LAST_PAGE
    return answer_screens.more(asked.key, cited, page, is_last=is_last)


def _was_shown(hit: PassageHit, asked: Recalled) -> bool:
    return any(
        place.article is not None
        and place.article.id == hit.article_id
        and place.start < hit.end
        and hit.start < place.end
        for place in asked.places
    )


def _cited(articles: Collection, hit: PassageHit) -> Citation | None:
    try:
        article = articles.article(hit.article_id)
    except UnknownArticle:  # withdrawn just now
        return None
    fresh = article.text[hit.start : hit.end] == hit.text
    return cite(article, hit.start, hit.end, score=hit.score) if fresh else None
