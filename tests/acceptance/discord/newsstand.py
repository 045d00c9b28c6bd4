"""The web of the tests: every name under ``.example`` leads to one server on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import pytest

ADDRESS = "127.0.0.2"
"""Where it listens: no address that the bot may fetch from, were it not for ``pointed``."""


class FakeWebServer:
    """Serves ``pages``: bodies, or statuses of failures, by host name and path."""

    def __init__(self) -> None:
        self.pages: dict[str, str | int] = {}
        self.requests: list[str] = []
        try:
            self._server = ThreadingHTTPServer((ADDRESS, 0), _build_handler(self))
        except OSError:
            pytest.skip(f"this system has no {ADDRESS}")
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, name: str) -> str:
        """The address of a page such as ``port.example/feed``."""
        host, _, path = name.partition("/")
        return f"http://{host}:{self._server.server_port}/{path}"

    def put(self, name: str, found: str | int) -> str:
        """Put a page, or a failure, at an address; returns the address."""
        self.pages[name] = found
        return self.url(name)


def _build_handler(stand: FakeWebServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.headers["Host"].partition(":")[0] + self.path
            stand.requests.append(name)
            found = stand.pages.get(name, 404)
            body = "" if isinstance(found, int) else found
            self.send_response(found if isinstance(found, int) else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
