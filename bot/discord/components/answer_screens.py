"""The buttons under an answer, and the screen that each of them opens."""

from collections.abc import Sequence

import discord

from bot.answering.citations import cite
from bot.discord.components.custom_ids import Action, Button, ButtonAction, Screen
from bot.discord.i18n.language import translate
from bot.discord.render import embeds, texts
from bot.discord.render.article_pages import ArticlePages, paginate, render_page
from bot.discord.render.citations import render_attribution, render_citations, render_quote
from bot.discord.render.truncate import count_units, render_blocks
from bot.replies import Abstention, Citation, ClaimCheck, Reply
from corpus.article import Article
from corpus.store.records import CurrentCitation, LoggedQuestion

_MAX_ATTRIBUTION = 900
"""UTF-16 units of the lines about an excerpt's article."""
_MAX_SOURCES = 10
_PER_ROW = 5
_MAX_NUMBERED = 2 * _PER_ROW
"""Excerpts of one answer that have their own button."""


def build_answer_buttons(reply: Reply | ClaimCheck, key: str) -> tuple[tuple[Button, ...], ...]:
    """Build the buttons under an answer or a verdict, or under an abstention's nearest passages."""
    shown = reply.nearest if isinstance(reply, Abstention) else reply.citations
    sources = (
        Button(ButtonAction(Action.READ, key), texts.READ_IN_CONTEXT),
        Button(ButtonAction(Action.MORE, key), texts.MORE_EXCERPTS),
        Button(ButtonAction(Action.SOURCES, key), texts.SOURCES),
    )
    votes = (
        Button(ButtonAction(Action.UP, key), emoji="👍"),
        Button(ButtonAction(Action.DOWN, key), emoji="👎"),
    )
    follow_up = Button(ButtonAction(Action.FOLLOW, key), texts.FOLLOW_UP)
    return ((*(sources if shown else ()), follow_up), votes)


def build_context_screen(question: LoggedQuestion, citation_index: int, page: int | None) -> Screen:
    """Build a page of the cited article; ``page`` ``None`` is the page that has the excerpt."""
    if citation_index >= len(question.citations):
        return Screen(embeds.render_notice(texts.NO_EXCERPT))
    citation = question.citations[citation_index]
    excerpt_buttons = _build_excerpt_buttons(question, citation_index, page)
    if citation.article is None:
        return Screen(embeds.render_notice(texts.WITHDRAWN), excerpt_buttons)
    pages = paginate(citation.article, citation.start, citation.end)
    shown = pages.home_page if page is None else min(page, len(pages.pages) - 1)
    embed = _render_page(citation, citation.article, pages, shown)
    page_buttons = _build_page_buttons(
        ButtonAction(Action.READ_PAGE, question.key, citation_index), shown, len(pages.pages)
    )
    return Screen(embed, (page_buttons, *excerpt_buttons))


def build_sources_screen(question: LoggedQuestion) -> Screen:
    """List the cited articles, each once, with a note if one was corrected or withdrawn."""
    first: dict[object, tuple[int, CurrentCitation]] = {}
    for number, citation in enumerate(question.citations, start=1):
        article = citation.article
        first.setdefault(article.id if article else number, (number, citation))
    sources = list(first.values())[:_MAX_SOURCES]
    blocks = render_blocks(sources, embeds.MAX_DESCRIPTION, _render_source)
    return Screen(embeds.render_titled(texts.SOURCES, blocks or [texts.NO_EXCERPT]))


def build_more_screen(key: str, found: Sequence[Citation], page: int, *, is_last: bool) -> Screen:
    """Build a page of excerpts close to a question that its answer did not show."""
    if not found:
        return Screen(embeds.render_notice(texts.NO_MORE_EXCERPTS))
    shown = render_citations(found, embeds.MAX_DESCRIPTION, numbered=False)
    embed = embeds.render_titled(texts.MORE_EXCERPTS, [shown]).set_footer(
        text=translate(texts.MORE_EXCERPTS_NOTE)
    )
    page_buttons = _build_page_buttons(
        ButtonAction(Action.MORE_PAGE, key), page, page + (1 if is_last else 2)
    )
    return Screen(embed, (page_buttons,))


def _render_page(
    citation: CurrentCitation, article: Article, pages: ArticlePages, shown: int
) -> discord.Embed:
    about = render_attribution(_to_citation(citation, article), None, _MAX_ATTRIBUTION)
    note = translate(texts.CORRECTED) if citation.corrected else ""
    room = embeds.MAX_DESCRIPTION - count_units(about) - count_units(note) - 4
    if not pages.pages:
        return embeds.render_titled(article.title, [texts.NO_SENTENCES, about, note])
    marked = render_page(article, pages.pages[shown], citation.start, citation.end)
    embed = embeds.render_titled(article.title, [render_quote(marked, room), about, note])
    return embed.set_footer(text=translate(texts.format_page(shown + 1, len(pages.pages))))


def _render_source(source: tuple[int, CurrentCitation], room: int) -> str:
    number, citation = source
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
    """Build the buttons to the previous and the next page."""
    buttons = []
    for text, target in ((texts.PREVIOUS_PAGE, page - 1), (texts.NEXT_PAGE, page + 1)):
        exists = 0 <= target < pages
        # The buttons of a message need different custom ids, even if they are disabled.
        linked = ButtonAction(
            action.action if exists else Action.NOOP,
            action.key,
            action.citation_index,
            max(target, 0),
        )
        buttons.append(Button(linked, text, disabled=not exists))
    return tuple(buttons)


def _build_excerpt_buttons(
    question: LoggedQuestion, citation_index: int, page: int | None
) -> tuple[tuple[Button, ...], ...]:
    """Build a button for each excerpt, five in a row; none for a single excerpt."""
    if len(question.citations) < 2:
        return ()
    buttons = [
        Button(
            ButtonAction(Action.READ_PAGE, question.key, number),
            f"[{number + 1}]",
            disabled=number == citation_index and page is None,
        )
        for number in range(min(len(question.citations), _MAX_NUMBERED))
    ]
    return tuple(tuple(buttons[at : at + _PER_ROW]) for at in range(0, len(buttons), _PER_ROW))
