"""What the buttons under an answer show: pure functions from values to one screen each."""

from collections.abc import Sequence

import discord

from bot.answering.citations import cite
from bot.discord.components.custom_ids import Action, Button, ButtonAction, Screen
from bot.discord.i18n.language import translate
from bot.discord.render import embeds, texts
from bot.discord.render.article_pages import paginate, render_page
from bot.discord.render.citations import render_attribution, render_citations, render_quote
from bot.discord.render.truncate import count_units
from bot.replies import Answer, Citation, Reply
from corpus.article import Article
from corpus.store.records import CurrentCitation, LoggedQuestion

_MAX_ATTRIBUTION = 900
"""UTF-16 units for what an excerpt is from."""
_MAX_SOURCES = 10
_PER_ROW = 5
_MAX_NUMBERED = 2 * _PER_ROW
"""Excerpts of one answer that have a button of their own."""


def build_answer_buttons(reply: Reply, key: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons under an answer, or under an abstention with its near misses."""
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    reading = (
        Button(ButtonAction(Action.READ, key), texts.READ_IN_CONTEXT),
        Button(ButtonAction(Action.MORE, key), texts.MORE_EXCERPTS),
        Button(ButtonAction(Action.SOURCES, key), texts.SOURCES),
    )
    votes = (
        Button(ButtonAction(Action.UP, key), emoji="👍"),
        Button(ButtonAction(Action.DOWN, key), emoji="👎"),
    )
    following = Button(ButtonAction(Action.FOLLOW, key), texts.FOLLOW_UP)
    return ((*(reading if shown else ()), following), votes)


def build_context_screen(question: LoggedQuestion, citation_index: int, page: int | None) -> Screen:
    """An excerpt in bold among its neighbours; ``page`` ``None`` is the one that has it."""
    if citation_index >= len(question.citations):
        return Screen(embeds.render_notice(texts.NO_EXCERPT))
    standing, numbers = (
        question.citations[citation_index],
        _build_excerpt_buttons(question, citation_index, page),
    )
    if standing.article is None:
        return Screen(embeds.render_notice(texts.WITHDRAWN), numbers)
    pages = paginate(standing.article, standing.start, standing.end)
    shown = pages.home_page if page is None else min(page, len(pages.pages) - 1)
    embed = _render_page(standing, standing.article, shown)
    turns = _build_page_buttons(
        ButtonAction(Action.READ_PAGE, question.key, citation_index), shown, len(pages.pages)
    )
    return Screen(embed, (turns, *numbers))


def build_sources_screen(question: LoggedQuestion) -> Screen:
    """The articles that were cited, each once, and what has become of them."""
    first: dict[object, tuple[int, CurrentCitation]] = {}
    for number, standing in enumerate(question.citations, start=1):
        article = standing.article
        first.setdefault(article.id if article else number, (number, standing))
    kept, room = list(first.values())[:_MAX_SOURCES], embeds.MAX_DESCRIPTION
    blocks: list[str] = []
    for done, (number, standing) in enumerate(kept):
        blocks.append(_render_source(number, standing, room // (len(kept) - done) - 2))
        room -= count_units(blocks[-1]) + 2
    return Screen(embeds.render_titled(texts.SOURCES, blocks or [texts.NO_EXCERPT]))


def build_more_screen(key: str, found: Sequence[Citation], page: int, *, is_last: bool) -> Screen:
    """Excerpts near a question that were not shown for it."""
    if not found:
        return Screen(embeds.render_notice(texts.NO_MORE_EXCERPTS))
    shown = render_citations(found, embeds.MAX_DESCRIPTION, numbered=False)
    embed = embeds.render_titled(texts.MORE_EXCERPTS, [shown]).set_footer(
        text=translate(texts.MORE_EXCERPTS_NOTE)
    )
    turns = _build_page_buttons(
        ButtonAction(Action.MORE_PAGE, key), page, page + (1 if is_last else 2)
    )
    return Screen(embed, (turns,))


def _render_page(citation: CurrentCitation, article: Article, shown: int) -> discord.Embed:
    pages = paginate(article, citation.start, citation.end)
    about = render_attribution(_to_citation(citation, article), None, _MAX_ATTRIBUTION)
    note = translate(texts.CORRECTED) if citation.corrected else ""
    room = embeds.MAX_DESCRIPTION - count_units(about) - count_units(note) - 4
    if not pages.pages:
        return embeds.render_titled(article.title, [texts.NO_SENTENCES, about, note])
    marked = render_page(article, pages.pages[shown], citation.start, citation.end)
    embed = embeds.render_titled(article.title, [render_quote(marked, room), about, note])
    return embed.set_footer(text=translate(texts.format_page(shown + 1, len(pages.pages))))


def _render_source(number: int, citation: CurrentCitation, room: int) -> str:
    if citation.article is None:
        return f"\\[{number}\\] {translate(texts.WITHDRAWN)}"
    note = f"\n{translate(texts.CORRECTED)}" if citation.corrected else ""
    about = render_attribution(
        _to_citation(citation, citation.article), number, room - count_units(note)
    )
    return about + note


def _to_citation(citation: CurrentCitation, article: Article) -> Citation:
    return cite(article, citation.start, citation.end, score=0.0, highlight=citation.highlight)


def _build_page_buttons(action: ButtonAction, page: int, pages: int) -> tuple[Button, ...]:
    """The buttons to the page before and the one after."""
    back, on = page > 0, page + 1 < pages
    return (
        Button(
            _build_page_action(action, page - 1, possible=back),
            texts.PREVIOUS_PAGE,
            disabled=not back,
        ),
        Button(_build_page_action(action, page + 1, possible=on), texts.NEXT_PAGE, disabled=not on),
    )


def _build_page_action(current: ButtonAction, page: int, *, possible: bool) -> ButtonAction:
    # Two buttons of a message may not have one custom id, even where neither can be pressed.
    action = current.action if possible else Action.NOOP
    return ButtonAction(action, current.key, current.citation_index, max(page, 0))


def _build_excerpt_buttons(
    question: LoggedQuestion, citation_index: int, page: int | None
) -> tuple[tuple[Button, ...], ...]:
    """The buttons to each excerpt, five in a row; none where there is only one."""
    if len(question.citations) < 2:
        return ()
    labels = [
        Button(
            ButtonAction(Action.READ_PAGE, question.key, number),
            f"[{number + 1}]",
            disabled=number == citation_index and page is None,
        )
        for number in range(min(len(question.citations), _MAX_NUMBERED))
    ]
    return tuple(tuple(labels[at : at + _PER_ROW]) for at in range(0, len(labels), _PER_ROW))
