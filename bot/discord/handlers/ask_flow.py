"""A question from Discord: answer it, show it with its buttons, and log it for the buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.answering.small_talk import is_small_talk
from bot.conversation import history
from bot.conversation.readings import Reading, answer_in_conversation
from bot.conversation.turns import RewrittenQuestion
from bot.discord.components import answer_screens
from bot.discord.components.custom_ids import Screen
from bot.discord.components.views import Interaction
from bot.discord.render import embeds, texts
from bot.discord.runtime.responder import Responder, find_collection_name
from bot.discord.runtime.workers import Lane
from bot.errors import UsageError
from bot.replies import Answer, Citation, Reply, Verdict
from bot.server_state import Server
from corpus.scope import EVERYTHING, Scope
from corpus.store.records import StoredCitation, StoredQuestion, generate_key


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A member's question; ``article`` is an id or title, ``private`` hides the answer from others.

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
    """The screen for a question, and the record of it to store; none for small talk."""

    screen: Screen
    stored_question: StoredQuestion | None


async def ask(responder: Responder, interaction: Interaction, request: AskRequest) -> None:
    """Defer, ask this server's collection, show the answer and log it."""
    await _show(
        responder, interaction, lambda server: answer_question(server, request), request.private
    )


async def check(responder: Responder, interaction: Interaction, claim: str) -> None:
    """Defer, check a claim against this server's collection, show the verdict and log it.

    Only the member who uses it sees the verdict, because the author of the claim did not ask for
    one.
    """
    await _show(responder, interaction, lambda server: check_claim(server, claim), True)  # noqa: FBT003


async def _show(
    responder: Responder,
    interaction: Interaction,
    job: Callable[[Server], AskResult],
    private: bool,  # noqa: FBT001
) -> None:
    place = find_collection_name(interaction)
    with responder.track(interaction):
        await responder.defer(interaction, ephemeral=private, checks_channel=True)
        found = await responder.run(place, job, Lane.QUESTIONS)
        async with responder.log_question(place, found.stored_question):
            await responder.show(interaction, found.screen)


def check_claim(server: Server, claim: str) -> AskResult:
    """Check a claim against this server's articles. Raises ``QuestionError``."""
    checked = server.articles.check(claim)
    stored = StoredQuestion(
        key=generate_key(),
        text=checked.claim,
        answered=checked.verdict is not Verdict.NOT_COVERED,
        at=datetime.now(UTC),
        citations=tuple(map(_to_stored_citation, checked.citations)),
        private=True,
    )
    buttons = answer_screens.build_answer_buttons(checked, stored.key)
    return AskResult(Screen(embeds.render_check(checked), buttons), stored)


def answer_question(server: Server, request: AskRequest) -> AskResult:
    """Answer a question. Raises ``QuestionError``, and ``UnknownArticle`` for an unknown article.

    The article and the answer that the question follows are searched only in this server's
    collection. A question that is read together with the one before keeps the scope of that one.
    Small talk has no buttons and is not stored.
    """
    if is_small_talk(request.question):
        return AskResult(Screen(embeds.render_reply(server.articles.ask(request.question))), None)
    only = server.articles.article(request.article).id if request.article else None
    scope = Scope(only, request.since, request.until)
    before = history.load_conversation(
        server.state.questions, request.follows, private=request.private
    )
    length = server.state.settings.get().length

    def find_scope(rewritten: RewrittenQuestion) -> Scope:
        inherits = before and rewritten.context and not scope.is_narrow
        return (before[-1].scope or EVERYTHING) if inherits else scope

    def answer(rewritten: RewrittenQuestion) -> Reply:
        return server.articles.ask(
            rewritten.question,
            scope=find_scope(rewritten),
            length=length,
            context=rewritten.context,
        )

    reading, rewritten, reply = answer_in_conversation(
        answer, request.question, history.build_turns(before)
    )
    stored = _build_stored_question(
        reply, find_scope(rewritten), request, reading, before[-1].key if before else None
    )
    screen = Screen(
        embeds.render_reply(reply, rewritten),
        answer_screens.build_answer_buttons(reply, stored.key),
    )
    return AskResult(screen, stored)


def parse_days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Parse two optional dates. Raises ``UsageError`` for an invalid date or a reversed range."""
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
    reading: Reading,
    follows: str | None,
) -> StoredQuestion:
    is_answer = isinstance(reply, Answer)
    shown = reply.citations if isinstance(reply, Answer) else reply.nearest
    return StoredQuestion(
        key=generate_key(),
        text=request.question if reading is Reading.COMPLETED else reply.question,
        answered=is_answer,
        at=datetime.now(UTC),
        citations=tuple(map(_to_stored_citation, shown)),
        scope=scope,
        private=request.private,
        follows=follows,
        reading=reading,
    )


def _to_stored_citation(citation: Citation) -> StoredCitation:
    return StoredCitation(
        citation.article_id, citation.version, citation.start, citation.end, citation.highlight
    )
