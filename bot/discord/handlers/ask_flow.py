"""A question from Discord: asked, shown with its buttons, and kept so that they last."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.conversation import history
from bot.conversation.rewriter import resolve
from bot.conversation.turns import Resolved
from bot.discord.components import answer_screens
from bot.discord.components.custom_ids import Screen
from bot.discord.components.views import Interaction
from bot.discord.render import embeds, texts
from bot.discord.runtime.responder import Desk, place_of
from bot.discord.runtime.workers import Lane
from bot.errors import UsageError
from bot.ports import Collection
from bot.replies import Answer, Citation, Reply
from corpus.scope import EVERYTHING, Scope
from corpus.store.records import Asked, Place, new_key


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a member asks; ``article`` is what they call one, ``private`` shows only them.

    ``follows`` is the key of the answer that the question follows.
    """

    question: str
    article: str | None = None
    since: date | None = None
    until: date | None = None
    private: bool = False
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What is shown for a question, and what is kept of it."""

    screen: Screen
    asked: Asked


async def ask(desk: Desk, interaction: Interaction, wanted: Wanted) -> None:
    """Defer, ask this place's collection, show the answer, and keep it."""
    place = place_of(interaction)
    with desk.serving(interaction):
        await desk.defer(interaction, ephemeral=wanted.private, asks=True)
        found = await desk.work(place, lambda c: answered(c, wanted), Lane.QUESTIONS)
        async with desk.keeping(place, found.asked):
            await desk.show(interaction, found.screen)


def answered(articles: Collection, wanted: Wanted) -> Answered:
    """Ask a collection. Raises ``QuestionError``, and ``UnknownArticle`` for an article of none.

    An article, and the answer that the question follows, are looked for in this collection alone,
    however their names were come by. A question that leans on the one before is put to what that
    one was put to.
    """
    only = articles.article(wanted.article).id if wanted.article else None
    scope = Scope(only, wanted.since, wanted.until)
    before = history.conversation(articles.asked, wanted.follows, private=wanted.private)
    read = resolve(wanted.question, history.turns(before))
    if read.changed and not scope.is_narrow:
        scope = before[-1].scope or EVERYTHING
    length = articles.preferences.get().length
    reply = articles.ask(read.question, scope=scope, length=length)
    asked = _asked(reply, scope, wanted, read, before[-1].key if before else None)
    screen = Screen(embeds.reply(reply, read), answer_screens.under(reply, asked.key))
    return Answered(screen, asked)


def days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The days that were written. Raises ``UsageError`` for one that is none."""
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise UsageError(texts.WRONG_WAY_ROUND)
    return first, last


def _day(text: str | None) -> date | None:
    if not text or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(texts.no_day(text)) from error


def _asked(
    reply: Reply, scope: Scope, wanted: Wanted, read: Resolved, follows: str | None
) -> Asked:
    is_answer = isinstance(reply, Answer)
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    return Asked(
        key=new_key(),
        text=read.asked if read.changed else reply.question,
        answered=is_answer,
        at=datetime.now(UTC),
        places=tuple(map(_place, shown)),
        scope=scope,
        private=wanted.private,
        follows=follows,
    )


def _place(citation: Citation) -> Place:
    return Place(
        citation.article_id, citation.version, citation.start, citation.end, citation.highlight
    )
