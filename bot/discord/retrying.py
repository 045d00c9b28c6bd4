"""Trying again, with growing pauses, what failed for want of Discord or the network."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import aiohttp
import discord

_log = logging.getLogger(__name__)

T = TypeVar("T")
Pauses = Iterator[float]
"""Seconds to wait before each further try, without end."""

_RATE_LIMITED = 429
_SERVER_ERRORS = 500


def doubling(first: float = 1.0, longest: float = 300.0) -> Pauses:
    """1, 2, 4 … seconds, up to five minutes, and so on for ever."""
    pause = first
    while True:
        yield pause
        pause = min(2 * pause, longest)


def is_passing(error: BaseException) -> bool:
    """Whether trying again later can help: server errors, rate limits, lost connections."""
    if isinstance(error, discord.HTTPException):
        return error.status >= _SERVER_ERRORS or error.status == _RATE_LIMITED
    network = (aiohttp.ClientError, discord.GatewayNotFound, TimeoutError, OSError)
    return isinstance(error, network)


async def persistently(
    call: Callable[[], Awaitable[T]],
    what: str,
    pauses: Pauses | None = None,
    within: float = math.inf,
) -> T:
    """Call until it succeeds, for ``within`` seconds at most.

    Raises the first error that trying again cannot help, and the last one when time is up.
    """
    waits = doubling() if pauses is None else pauses
    ends = time.monotonic() + within
    while True:
        try:
            return await call()
        except Exception as error:
            if not is_passing(error):
                raise
            pause = next(waits)
            if time.monotonic() + pause > ends:
                raise
            _log.warning("%s failed (%s); again in %.0f s", what, type(error).__name__, pause)
        await asyncio.sleep(pause)
