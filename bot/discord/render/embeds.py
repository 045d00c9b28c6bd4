"""What Discord shows for each outcome: pure functions from values to one embed each.

Every embed keeps Discord's limits (title 256, description 4096, 6000 in all, counted in UTF-16
units) whatever the input, and every word of an article or a member is escaped.
"""

from collections.abc import Sequence

import discord

from bot.conversation.turns import Resolved
from bot.discord.i18n.language import say
from bot.discord.i18n.stored_messages import recalled
from bot.discord.render import article_texts, texts
from bot.discord.render.citations import (
    byline,
    citations,
    headline_of,
    listing,
    marked_excerpt,
    quote,
)
from bot.discord.render.escape import clean, one_line
from bot.discord.render.truncate import begin, units
from bot.replies import Abstention, Answer, Citation, Reply, Summary
from bot.reports import ImportReport, Refusal, ReindexReport
from corpus.article import ArticleLine

TITLE = 256
DESCRIPTION = 4096
PER_PAGE = 10
"""How many articles a page of the list shows."""

INK = 0x1F4E79
SLATE = 0x8A919C
GREEN = 0x2F7D5B
RED = 0xB23A48

_TEXT = 1500
_READ = 500
_SENTENCES = 12
_REFUSALS = 8


def reply(answered: Reply, read: Resolved | None = None) -> discord.Embed:
    """An answer with its citations, or an abstention with the nearest passages.

    Under a follow-up question it is said how it was ``read``.
    """
    told = _read_as(read) if read and read.changed else ""
    room = DESCRIPTION - units(told) - 2
    render = (
        _answer(answered, room) if isinstance(answered, Answer) else _abstention(answered, room)
    )
    if read and told:
        render.title = begin(one_line(read.asked), TITLE) or None
        render.description = f"{told}\n\n{render.description}"
    return render


def _read_as(read: Resolved) -> str:
    return f"{say(texts.READ_AS)} {begin(one_line(read.question), _READ)}"


def _answer(answer: Answer, room: int) -> discord.Embed:
    text = begin(clean(say(answer.above)).strip(), _TEXT)
    room -= units(text) + 2
    shown = (
        listing(answer.citations[:PER_PAGE], room)
        if answer.is_list
        else citations(answer.citations, room, numbered=True)
    )
    embed = _embed(INK, answer.question, [text, shown])
    return embed.set_footer(text=say(texts.as_of(answer.as_of))) if answer.as_of else embed


def _abstention(abstention: Abstention, room: int) -> discord.Embed:
    reason = begin(clean(say(abstention.reason)).strip(), _TEXT)
    opening = f"**{say(texts.NOT_SAID)}**\n{reason}".strip()
    parts = [opening]
    if abstention.nearest:
        head = f"**{say(texts.NEAREST)}**\n{say(texts.NEAREST_NOTE)}"
        room -= units(opening) + units(head) + 4
        parts += [head, citations(abstention.nearest[:3], room, numbered=False)]
    return _embed(SLATE, abstention.question, parts)


def summary(summed: Summary) -> discord.Embed:
    """The sentences that cover an article best, each quoted, and under them whose they are."""
    kept = summed.sentences[:_SENTENCES]
    if not kept:
        return _embed(SLATE, summed.title, [texts.NO_SENTENCES])
    about = byline(kept[0].author, kept[0].source, kept[0].published, 400)
    return _embed(INK, summed.title, [*_sentences(kept, DESCRIPTION - units(about) - 2), about])


def articles(lines: Sequence[ArticleLine], page: int) -> discord.Embed:
    """Page ``page`` (from 1) of the articles; a page past the end is the last one."""
    if not lines:
        return notice(texts.NO_ARTICLES)
    pages = -(-len(lines) // PER_PAGE)
    page = min(max(page, 1), pages)
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    embed = _embed(INK, texts.ARTICLES, [_listed(line) for line in shown])
    return embed.set_footer(text=say(texts.page_of_articles(page, pages, len(lines))))


def imported(report: ImportReport) -> discord.Embed:
    """How many articles were added, updated and unchanged, and each input that was refused."""
    told = _outcomes(*map(len, (report.added, report.updated, report.unchanged)))
    refused = [_refused(refusal) for refusal in report.refused[:_REFUSALS]]
    if len(report.refused) > _REFUSALS:
        refused.append(say(article_texts.more_refused(len(report.refused) - _REFUSALS)))
    colour = GREEN if told else RED
    return _embed(colour, "", [told or article_texts.NOTHING_ADDED, "\n".join(refused)])


def removed(line: ArticleLine) -> discord.Embed:
    """That an article is gone."""
    return _embed(GREEN, "", [article_texts.removed(headline_of(line.title, 1000))])


def reindexed(report: ReindexReport) -> discord.Embed:
    """What a reindex did: what the indexes hold, what is new in them, and what failed and why."""
    told = say(article_texts.reindexed(report.articles, report.passages, report.embedded))
    counts = _outcomes(report.added, report.updated, report.unchanged)
    failed = [_failed(each) for each in report.failed[:_REFUSALS]]
    if len(report.failed) > _REFUSALS:
        failed.append(say(article_texts.more_failed(len(report.failed) - _REFUSALS)))
    waiting = article_texts.still_waiting(report.waiting) if report.waiting else ""
    return _embed(GREEN, "", [f"{told}\n{counts}".strip(), "\n".join(failed), waiting])


def titled(title: str, paragraphs: Sequence[str]) -> discord.Embed:
    """Rendered paragraphs under a title; they have to fit an embed together."""
    return _embed(INK, title, paragraphs)


def notice(sentence: str) -> discord.Embed:
    """Something to know."""
    return _embed(SLATE, "", [begin(clean(say(sentence)).strip(), DESCRIPTION)])


def problem(sentence: str) -> discord.Embed:
    """Something that did not work, and what to do next."""
    return _embed(RED, "", [begin(clean(say(sentence)).strip(), DESCRIPTION)])


def _embed(colour: int, title: str, paragraphs: Sequence[str]) -> discord.Embed:
    return discord.Embed(
        colour=colour,
        title=begin(one_line(say(title)), TITLE) or None,
        description="\n\n".join(map(say, filter(None, paragraphs))),
    )


def _sentences(kept: Sequence[Citation], room: int) -> list[str]:
    quotes: list[str] = []
    for place, sentence in enumerate(kept):
        quotes.append(quote(marked_excerpt(sentence), room // (len(kept) - place) - 2))
        room -= units(quotes[-1]) + 2
    return quotes


def _listed(line: ArticleLine) -> str:
    facts = byline(line.author, line.source, line.published, 80)
    return f"**{headline_of(line.title, 180)}**" + (f"\n{facts}" if facts else "")


def _outcomes(added: int, updated: int, unchanged: int) -> str:
    """How many articles there are of each outcome, leaving out those of which there are none."""
    counts = (
        (article_texts.added, added),
        (article_texts.updated, updated),
        (article_texts.unchanged, unchanged),
    )
    return " ".join(say(tell(number)) for tell, number in counts if number)


def _failed(refusal: Refusal) -> str:
    name = begin(one_line(refusal.input), 150) or say(article_texts.A_FILE)
    return say(article_texts.failed(name, begin(one_line(recalled(refusal.reason)), 240)))


def _refused(refusal: Refusal) -> str:
    name = begin(one_line(say(refusal.input)), 150) or article_texts.A_FILE
    return say(article_texts.refused(name, begin(one_line(recalled(refusal.reason)), 300)))
