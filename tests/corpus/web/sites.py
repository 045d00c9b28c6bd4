"""Web sites on loopback, and a clock and a resolver for the fetcher under test."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from ipaddress import ip_address
from threading import Thread
from typing import TYPE_CHECKING, Self

from corpus.web.base import Clock

LOOPBACK = ip_address("127.0.0.1")
NAMES = {
    "news.example": ["127.0.0.1"],
    "other.example": ["127.0.0.1"],
    "inside.example": ["10.0.0.7"],
    "metadata.example": ["169.254.169.254"],
    "half.example": ["127.0.0.1", "192.168.1.1"],
    "localhost": ["127.0.0.2"],
}


class SteppingClock:
    """A clock that stands still but for sleeping, and for ``step`` seconds a look at it."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 1000.0
        self.step = step
        self.slept: list[float] = []

    def monotonic(self) -> float:
        self.now += self.step
        return self.now

    def time(self) -> float:
        return 1_700_000_000.0 + self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def build_resolver(
    names: Mapping[str, Sequence[str]] = NAMES,
) -> Callable[[str, int], Sequence[str]]:
    """Finds the addresses of these names alone."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in names:
            raise OSError(f"{host} is not known")
        return names[host]

    return resolve


Response = tuple[int, Mapping[str, str], bytes | Iterable[bytes]]


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Pass over it: a fetcher that hangs up is what is tested."""


class Site:
    """A web server: ``pages`` is path -> (status, headers, body); ``requests`` lists requests.

    A body is bytes, or pieces that are sent one by one without a length.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Response] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                status, headers, body = site.pages.get(self.path, (404, {}, b"nothing"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if isinstance(body, bytes):
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                site.send(self.wfile, [body] if isinstance(body, bytes) else body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = Thread(target=self.server.serve_forever, args=[0.01], daemon=True)

    def send(self, file: BufferedIOBase, pieces: Iterable[bytes]) -> None:
        try:
            for piece in pieces:
                file.write(piece)
                file.flush()
        except OSError:
            pass  # the fetcher has had enough

    def url(self, path: str = "/", host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


if TYPE_CHECKING:  # mypy fails where a stand-in and what it stands in for differ
    _clock: type[Clock] = SteppingClock
