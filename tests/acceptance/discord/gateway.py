"""Discord's gateway: sessions that outlive their connections, and events in order."""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex

from aiohttp import WSMsgType, web

from tests.acceptance.discord import world
from tests.acceptance.discord.faults import cut_connection

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
AUTHENTICATION_FAILED = 4004
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""The intents that need Discord's leave: members, presences and message content."""


@dataclass
class Session:
    """One session: its events are kept, to be sent again to a client that resumes."""

    id: str = field(default_factory=lambda: token_hex(8))
    events: list[dict] = field(default_factory=list)
    socket: "Socket | None" = None

    async def dispatch(self, name: str, data: object) -> None:
        event = {"op": DISPATCH, "t": name, "s": len(self.events) + 1, "d": data}
        self.events.append(event)
        if self.socket is not None:
            await self.socket.send(event)


class Socket:
    """One connection, compressed where the client wants it and the server lets it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, packed: bool) -> None:
        self.socket = socket
        self._request = request
        self._packer = zlib.compressobj() if packed else None

    async def send(self, payload: dict) -> None:
        text = json.dumps(payload)
        try:
            if self._packer is None:
                await self.socket.send_str(text)
            else:
                data = self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(data)
        except (ConnectionError, RuntimeError):
            return  # the client is gone; whether the event is lost depends on its resuming

    @property
    def host(self) -> str:
        return self._request.host

    def cut(self) -> None:
        cut_connection(self._request.transport, reset=True)


@dataclass
class Gateway:
    """The sessions of the bot, and what it has sent over them."""

    changed: Callable[[], None]
    guilds: list[str] = field(default_factory=lambda: [world.GUILD, world.OTHER_GUILD])
    token: str = world.TOKEN
    compresses: bool = True
    heartbeat_ms: int = 41_250
    received: list[dict] = field(default_factory=list)
    refusing: list[int] = field(default_factory=list)
    """Close codes (or, below 1000, HTTP statuses) that the next connections meet, in order."""
    left_with: list[int | None] = field(default_factory=list)
    """The codes with which connections have ended."""
    identified: int = 0
    resumed: int = 0
    current: Session | None = None
    _sessions: dict[str, Session] = field(default_factory=dict)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection of the bot, from HELLO to its end."""
        if self.refusing and self.refusing[0] < 1000:
            return web.Response(status=self._refusal())
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        packed = self.compresses and request.query.get("compress") == "zlib-stream"
        client = Socket(socket, request, packed)
        await client.send({"op": HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._receive(client, json.loads(message.data))
        if self.current is not None and self.current.socket is client:
            self.current.socket = None
        self.left_with.append(socket.close_code)
        self.changed()
        return socket

    def _refusal(self) -> int:
        self.changed()
        return self.refusing.pop(0)

    async def _receive(self, client: Socket, payload: dict) -> None:
        self.received.append(payload)
        if payload["op"] == HEARTBEAT:
            await client.send({"op": ACK})
        elif payload["op"] in (IDENTIFY, RESUME):
            await self._let_in(client, payload)
        self.changed()

    async def _let_in(self, client: Socket, payload: dict) -> None:
        if self.refusing:
            await client.socket.close(code=self._refusal())
        elif payload["d"]["token"] != self.token:
            await client.socket.close(code=AUTHENTICATION_FAILED)
        elif payload["op"] == IDENTIFY:
            await self._identify(client)
        else:
            await self._resume(client, payload["d"])

    async def _identify(self, client: Socket) -> None:
        session = Session(socket=client)
        self._sessions[session.id] = self.current = session
        ready = {
            "v": 10, "user": world.build_bot_user(), "session_id": session.id, "shard": [0, 1],
            "guilds": [{"id": guild, "unavailable": True} for guild in self.guilds],
            "resume_gateway_url": f"ws://{client.host}/gateway/",
            "application": {"id": world.APPLICATION, "flags": 0},
        }  # fmt: skip
        await session.dispatch("READY", ready)
        for guild in self.guilds:
            await session.dispatch("GUILD_CREATE", world.build_guild(guild))
        self.identified += 1

    async def _resume(self, client: Socket, known: dict) -> None:
        session = self._sessions.get(known["session_id"])
        if session is None:
            await client.send({"op": INVALID, "d": False})
            return
        session.socket, self.current = client, session
        for event in session.events[known["seq"] :]:
            await client.send(event)
        await session.dispatch("RESUMED", {})
        self.resumed += 1

    async def close(self, code: int) -> None:
        """Close the connection with a code; the session can be resumed."""
        await self.current.socket.socket.close(code=code)

    async def cut(self) -> None:
        """Lose the connection without a word."""
        self.current.socket.cut()

    async def ask_to_reconnect(self) -> None:
        """Tell the client to connect anew."""
        await self.current.socket.send({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell the client that its session is no good, or no longer."""
        if not resumable:
            self._sessions.clear()
        await self.current.socket.send({"op": INVALID, "d": resumable})

    async def forget(self) -> None:
        """Know no session any more, so that the next try to resume one is refused."""
        self._sessions.clear()

    async def dispatch(self, name: str, data: object) -> None:
        """Send an event, now or when the client is back."""
        if self.current is None:
            raise RuntimeError("the bot has not identified itself yet")
        await self.current.dispatch(name, data)
