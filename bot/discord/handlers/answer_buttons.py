"""Handlers of the buttons under an answer; each uses the collection of its own server."""

import asyncio

from bot.answering.citations import cite
from bot.collection import Collection
from bot.conversation import history
from bot.discord.components import answer_screens
from bot.discord.components.custom_ids import Action, ButtonAction, Screen, parse_custom_id
from bot.discord.components.forms import build_reason_form, get_reason
from bot.discord.components.views import Interaction, is_ephemeral
from bot.discord.handlers import follow_up
from bot.discord.render import embeds, texts
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.replies import Citation
from bot.reports import PassageHit
from bot.server_state import Server
from corpus.errors import UnknownArticle
from corpus.store.records import LoggedQuestion, Vote

LOOKUP_COST = 0.25
"""Cost of an action that does not search, in questions."""

_EXCERPTS_PER_PAGE = 3
_LAST_PAGE = 6
_SEARCH_ACTIONS = frozenset({Action.MORE, Action.MORE_PAGE, Action.FOLLOW_UP_FORM})
_VOTE_BY_ACTION = {Action.UP: Vote.UP, Action.REASON_FORM: Vote.DOWN}


async def handle_button(responder: Responder, interaction: Interaction, custom_id: str) -> None:
    """Do what the custom id names. Raises the error of the action."""
    button = parse_custom_id(custom_id)
    if button is None or button.action is Action.NOOP:
        await responder.respond_privately(interaction, embeds.render_notice(texts.UNKNOWN_ANSWER))
        return
    cost = 1.0 if button.action in _SEARCH_ACTIONS else LOOKUP_COST
    responder.check_rate_limit(find_collection_name(interaction), interaction.user.id, cost)
    if button.action is Action.DOWN:
        await _vote_down(responder, interaction, button)
    elif button.action is Action.FOLLOW:
        await follow_up.open_follow_up_form(responder, interaction, button)
    elif button.action is Action.FOLLOW_UP_FORM:
        await follow_up.answer_follow_up(responder, interaction, button)
    else:
        await _show_screen(responder, interaction, button)


async def _show_screen(
    responder: Responder, interaction: Interaction, action: ButtonAction
) -> None:
    reason = get_reason(interaction) if action.action is Action.REASON_FORM else None
    member = interaction.user.id
    await responder.respond(
        interaction,
        lambda server: build_screen(server, action, member, reason),
        ephemeral=True,
        lane=_choose_lane(action.action),
        edits_message=action.action.edits_message and is_ephemeral(interaction),
    )


async def _vote_down(responder: Responder, interaction: Interaction, action: ButtonAction) -> None:
    """Save the vote and open the form for a reason; the vote counts without a reason."""
    member, place = interaction.user.id, find_collection_name(interaction)
    with responder.track(interaction):
        saving = asyncio.ensure_future(
            responder.run(
                place,
                lambda server: server.state.questions.rate(action.key, member, Vote.DOWN),
                Lane.WRITES,
            )
        )
        done, _ = await asyncio.wait({saving}, timeout=follow_up.OPEN_FORM_SECONDS)
        if done and not saving.result():
            await responder.respond_privately(
                interaction, embeds.render_notice(texts.UNKNOWN_ANSWER)
            )
            return
        await interaction.response.send_modal(build_reason_form(action.key))
        await saving


def build_screen(server: Server, action: ButtonAction, member: int, reason: str | None) -> Screen:
    """Build the screen of a button; an unknown key gives a notice."""
    if action.action in _VOTE_BY_ACTION:
        known = server.state.questions.rate(
            action.key, member, _VOTE_BY_ACTION[action.action], reason
        )
        return Screen(embeds.render_notice(texts.THANKS if known else texts.UNKNOWN_ANSWER))
    question = server.state.questions.find(action.key)
    if question is None:
        return Screen(embeds.render_notice(texts.UNKNOWN_ANSWER))
    if action.action in (Action.READ, Action.READ_PAGE):
        return answer_screens.build_context_screen(question, action.citation_index, action.page)
    if action.action is Action.SOURCES:
        return answer_screens.build_sources_screen(question)
    return _build_more_screen(server, question, min(action.page or 0, _LAST_PAGE))


def _choose_lane(action: Action) -> Lane:
    # A write may wait for the write of an import; a read never waits.
    if action in _SEARCH_ACTIONS:
        return Lane.QUESTIONS
    return Lane.WRITES if action in _VOTE_BY_ACTION else Lane.LOOKUPS


def _build_more_screen(server: Server, logged_question: LoggedQuestion, page: int) -> Screen:
    if logged_question.scope is None:
        return Screen(embeds.render_notice(texts.WITHDRAWN))
    wanted = (page + 1) * _EXCERPTS_PER_PAGE + 1
    query = history.rewrite_stored(server.state.questions, logged_question).query
    hits = server.articles.search(
        query, wanted + len(logged_question.citations), scope=logged_question.scope
    )
    fresh = [hit for hit in hits if not _was_shown(hit, logged_question)]
    shown = fresh[page * _EXCERPTS_PER_PAGE : wanted - 1]
    cited = [citation for hit in shown if (citation := _cite_hit(server.articles, hit))]
    is_last = len(fresh) < wanted or page == _LAST_PAGE
    return answer_screens.build_more_screen(logged_question.key, cited, page, is_last=is_last)


def _was_shown(hit: PassageHit, question: LoggedQuestion) -> bool:
    return any(
        citation.article is not None
        and citation.article.id == hit.article_id
        and citation.start < hit.end
        and hit.start < citation.end
        for citation in question.citations
    )


def _cite_hit(articles: Collection, hit: PassageHit) -> Citation | None:
    try:
        article = articles.article(hit.article_id)
    except UnknownArticle:  # withdrawn since the search
        return None
    is_current = article.text[hit.start : hit.end] == hit.text
    return cite(article, hit.start, hit.end, score=hit.score) if is_current else None
