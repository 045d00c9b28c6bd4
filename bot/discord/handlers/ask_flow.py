"""A question from Discord: asked, shown with its buttons, and kept so that they last."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.conversation import history
from bot.conversation.rewriter import rewrite
from bot.conversation.turns import RewrittenQuestion
from bot.discord.components import answer_screens
from bot.discord.components.custom_ids import Screen
from bot.discord.components.views import Interaction
from bot.discord.render import embeds, texts
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.errors import UsageError
from bot.replies import Answer, Citation, Reply
from bot.server_state import Server
from corpus.scope import EVERYTHING, Scope
from corpus.store.records import StoredCitation, StoredQuestion, generate_key


@dataclass(frozen=True, slots=True)
class AskRequest:
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
class AskResult:
    """What is shown for a question, and what is kept of it."""

    screen: Screen
    stored_question: StoredQuestion


async def ask(responder: Responder, interaction: Interaction, request: AskRequest) -> None:
    """Defer, ask this place's collection, show the answer, and keep it."""
    place = find_collection_name(interaction)
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=request.private, checks_channel=True)
        found = await responder.run(
            place, lambda server: answer_question(server, request), Lane.QUESTIONS
        )
        async with responder.log_question(place, found.stored_question):
            await responder.show(interaction, found.screen)


def answer_question(server: Server, request: AskRequest) -> AskResult:
    """Ask a collection. Raises ``QuestionError``, and ``UnknownArticle`` for an article of none.

    An article, and the answer that the question follows, are looked for in this collection alone,
    however their names were come by. A question that leans on the one before is put to what that
    one was put to.
    """
    only = server.articles.article(request.article).id if request.article else None
    scope = Scope(only, request.since, request.until)
    before = history.load_conversation(
        server.state.questions, request.follows, private=request.private
    )
    read = rewrite(request.question, history.build_turns(before))
    if read.is_changed and not scope.is_narrow:
        scope = before[-1].scope or EVERYTHING
    length = server.state.settings.get().length
    reply = server.articles.ask(read.question, scope=scope, length=length)
    asked = _build_stored_question(reply, scope, request, read, before[-1].key if before else None)
    screen = Screen(
        embeds.render_reply(reply, read), answer_screens.build_answer_buttons(reply, asked.key)
    )
    return AskResult(screen, asked)


def parse_days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The days that were written. Raises ``UsageError`` for one that is none."""
    first, last = _parse_day(since), _parse_day(until)
    if first and last and first > last:
        raise UsageError(texts.DAYS_REVERSED)
    return first, last


def _parse_day(text: str | None) -> date | None:
    if not text or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(texts.format_invalid_date(text)) from error


def _build_stored_question(
    reply: Reply,
    scope: Scope,
    request: AskRequest,
    rewritten: RewrittenQuestion,
    follows: str | None,
) -> StoredQuestion:
    is_answer = isinstance(reply, Answer)
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    return StoredQuestion(
        key=generate_key(),
        text=rewritten.original if rewritten.is_changed else reply.question,
        answered=is_answer,
        at=datetime.now(UTC),
        citations=tuple(map(_to_stored_citation, shown)),
        scope=scope,
        private=request.private,
        follows=follows,
    )


def _to_stored_citation(citation: Citation) -> StoredCitation:
    return StoredCitation(
        citation.article_id, citation.version, citation.start, citation.end, citation.highlight
    )
