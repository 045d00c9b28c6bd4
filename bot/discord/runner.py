"""The connection loop of the bot: login, reconnects and a clean shutdown."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Protocol, Self

import discord

from bot.discord.client import BylineClient
from bot.discord.options import DiscordOptions
from bot.discord.runtime.delivery import Pauses, generate_pauses, is_temporary
from bot.errors import DiscordError
from bot.ingest.service import IngestService
from bot.library import Library

_log = logging.getLogger(__name__)

_LOGIN_REFUSED = (
    "Discord refused the bot token. Copy it again from the developer portal (your application, "
    "Bot, Reset Token) and set it again."
)
_AUTHENTICATION_FAILED = 4004
_FINISH_SECONDS = 10.0


class Session(Protocol):
    """One connection of a client, from login to close."""

    async def __aenter__(self) -> Self:
        """Prepare the login."""

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Release all resources."""

    async def login(self, token: str) -> None:
        """Log in with a bot token."""

    async def connect(self) -> None:
        """Receive events until closed."""

    async def finish(self, within: float) -> bool:
        """Accept no more questions; return whether running ones ended ``within`` seconds."""

    async def close(self) -> None:
        """Disconnect."""


async def run(token: str, library: Library, ingest: IngestService, options: DiscordOptions) -> None:
    """Serve Discord until SIGTERM or SIGINT. The caller closes the library.

    Raises ``DiscordError`` if Discord rejects the token or the bot permanently.
    """
    with _stop_on_signals() as stop:
        await stay_connected(lambda: BylineClient(library, ingest, options), token, stop)


async def stay_connected(
    create_session: Callable[[], Session],
    token: str,
    stop: asyncio.Event,
    pauses: Callable[[], Pauses] = generate_pauses,
) -> None:
    """Run sessions until ``stop`` is set, with a pause after each failure.

    Each attempt uses a new client, because a client cannot log in again after a failed login.
    Raises ``DiscordError`` as ``run`` does.
    """
    waits = pauses()
    while not stop.is_set():
        try:
            await _run_session(create_session(), token, stop)
            waits = pauses()
        except Exception as error:
            if not is_temporary(error):
                raise _to_fatal_error(error) from error
            pause = next(waits)
            _log.warning(
                "Discord cannot be reached (%s); trying again in %.0f s",
                _describe_error(error),
                pause,
            )
            await _wait(stop, pause)


async def _run_session(session: Session, token: str, stop: asyncio.Event) -> None:
    async with session:
        serving = asyncio.ensure_future(_login_and_connect(session, token))
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not serving.done():
                await _stop_session(session)
        finally:
            stopping.cancel()
            serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def _login_and_connect(session: Session, token: str) -> None:
    await session.login(token)
    await session.connect()


async def _stop_session(session: Session) -> None:
    _log.info("Stopping: no new questions are accepted, running ones are answered")
    if not await session.finish(_FINISH_SECONDS):
        _log.warning("Questions were still being answered when the bot was stopped")
    await session.close()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _describe_error(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _to_fatal_error(error: Exception) -> Exception:
    code = error.code if isinstance(error, discord.ConnectionClosed) else None
    if isinstance(error, discord.LoginFailure) or code == _AUTHENTICATION_FAILED:
        return DiscordError(_LOGIN_REFUSED)
    if isinstance(error, discord.DiscordException):
        return DiscordError(
            f"Discord does not let the bot connect: {error}. Check the bot in the developer portal."
        )
    return error


@contextmanager
def _stop_on_signals() -> Iterator[asyncio.Event]:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for each in signals:
        with suppress(NotImplementedError):  # Windows has no such handlers in asyncio
            loop.add_signal_handler(each, stop.set)
    try:
        yield stop
    finally:
        for each in signals:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(each)
