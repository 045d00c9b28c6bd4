"""What goes wrong between the bot and Discord, and how often."""

import asyncio
import json
import re
import socket
import struct
from dataclasses import dataclass, field

from aiohttp import web

_RETRY_AFTER = 0.2
RESET = "reset"
HANG_UP = "hang up"
"""The two ways to lose a connection: with a TCP reset, or closed without an answer."""


@dataclass
class Fault:
    """One failure: a status, or a lost connection; before or after the request is ``handled``.

    A fault that ``holds`` does nothing but keep the request waiting until it is released.
    """

    outcome: int | str = 0
    handled: bool = False
    body: dict | None = None
    holds: asyncio.Event | None = None
    met: int = 0

    async def release(self) -> None:
        """Let the request go on that is held."""
        self.holds.set()

    def answer(self, request: web.Request) -> web.StreamResponse:
        """What the client gets instead of the true answer."""
        if isinstance(self.outcome, str):
            cut_connection(request.transport, reset=self.outcome == RESET)
            return web.Response()
        return build_refusal(self.outcome, self.body)


@dataclass
class Faults:
    """The failures that are to come, each for the requests whose method and path it names."""

    _pending: list[tuple[re.Pattern, Fault]] = field(default_factory=list)

    def add(self, wanted: str, *faults: Fault) -> None:
        """Let the next requests like ``wanted`` ("PATCH .*/@original") fail, one after the other.

        A fault stays first in line until a request has met it.
        """
        self._pending += [(re.compile(wanted + "$"), fault) for fault in faults]

    def take(self, method: str, path: str) -> Fault | None:
        """The failure of this request, which it will not meet again."""
        for place, (wanted, fault) in enumerate(self._pending):
            if wanted.match(f"{method} {path}"):
                del self._pending[place]
                fault.met += 1
                return fault
        return None

    def clear(self) -> None:
        """Let nothing more go wrong."""
        self._pending.clear()

    @property
    def left(self) -> int:
        """How many failures have not come to pass yet."""
        return len(self._pending)


def build_refusal(status: int, body: dict | None = None) -> web.Response:
    """An error as Discord words it."""
    if status == 429:
        slow = {"message": "You are being rate limited.", "retry_after": _RETRY_AFTER}
        headers = {"Retry-After": "1", "Via": "1.1 google", "X-RateLimit-Scope": "user"}
        return build_answer({**slow, "global": False, **(body or {})}, 429, headers)
    return build_answer(body or {"message": f"{status}: made up", "code": 0}, status)


def build_answer(body: object, status: int = 200, headers: dict | None = None) -> web.Response:
    """A JSON answer with the very content type that Discord sends."""
    data = json.dumps(body).encode()
    return web.Response(body=data, status=status, headers=headers, content_type="application/json")


def cut_connection(transport: asyncio.Transport | None, *, reset: bool) -> None:
    """Cut a connection off."""
    if transport is None:
        return
    if reset:
        linger = struct.pack("ii", 1, 0)  # closing then sends RST instead of FIN
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
