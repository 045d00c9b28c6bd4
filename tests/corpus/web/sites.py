"""Web sites on loopback, and the clock and name server that a fetcher under test goes by."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

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

    def __init__(self, step=0.0):
        self.now = 1000.0
        self.step = step
        self.slept = []

    def monotonic(self):
        self.now += self.step
        return self.now

    def time(self):
        return 1_700_000_000.0 + self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def build_resolver(names=NAMES):
    """Finds the addresses of these names alone."""

    def resolve(host, _port):
        if host not in names:
            raise OSError(f"{host} is not known")
        return names[host]

    return resolve


class Site:
    """A web server: ``pages`` is path -> (status, headers, body); what was asked is kept.

    A body is bytes, or pieces that are sent one by one without a length.
    """

    def __init__(self):
        self.pages = {}
        self.asked = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append((self.path, dict(self.headers)))
                status, headers, body = site.pages.get(self.path, (404, {}, b"nothing"))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if isinstance(body, bytes):
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                site.send(self.wfile, [body] if isinstance(body, bytes) else body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a fetcher that hangs up is what is tested
        self.port = self.server.server_address[1]
        self.thread = Thread(target=self.server.serve_forever, args=[0.01], daemon=True)

    def send(self, file, pieces):
        try:
            for piece in pieces:
                file.write(piece)
                file.flush()
        except OSError:
            pass  # the fetcher has had enough

    def url(self, path="/", host="news.example"):
        return f"http://{host}:{self.port}{path}"

    def paths(self):
        return [path for path, _ in self.asked]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
