"""A small Discord on this machine: REST and gateway in a thread of their own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.acceptance.discord.gateway import Gateway
from tests.acceptance.discord.rest import API, Rest
from tests.acceptance.discord.schema import Schema

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds that a test waits for what must come: only a failure ever takes so long."""


class Discord:
    """The server; its methods may be called from the tests' thread."""

    def __init__(self, schema: Schema | None = None) -> None:
        self.rest = Rest(self.tell, lambda: f"ws://{self.host}/gateway/", schema)
        self.gateway = Gateway(self.tell)
        self.rest.channels.announce = self._announce
        self.host = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord", daemon=True)
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it is: http://127.0.0.1 and a port."""
        return f"http://{self.host}"

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._start())
        return self

    def __exit__(self, *raised: object) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T], patience: float = PATIENCE) -> T:
        """Do something in the server's thread, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(patience + 30)

    def tell(self) -> None:
        """Say that something has happened; whoever waits looks again."""
        self._loop.call_soon_threadsafe(self._wake)

    def wait(self, until: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
        """Wait until something is so, and return it. Fails with ``what`` where it never is."""
        return self.run(self._until(until, what, patience), patience)

    def _announce(self, name: str, data: dict) -> None:
        self._announced = self._loop.create_task(self.gateway.dispatch(name, data))

    async def _until(self, until: Callable[[], T], what: str, patience: float) -> T:
        try:
            async with asyncio.timeout(patience):
                while not (found := until()):
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"waited in vain: {what}") from None
        return found

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _start(self) -> None:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", API + "/{path:.*}", self.rest.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.host = f"{host}:{port}"

    async def _stop(self) -> None:
        for held in self.rest.held:
            held.set()
        if self._runner is not None:
            await self._runner.cleanup()
