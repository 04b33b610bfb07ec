"""A feed that misbehaves as told: a server on loopback that answers each request by a script."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

Script = Callable[["Exchange"], None]
"""What the server does with one request."""


@dataclass(frozen=True)
class Exchange:
    """One request and the way to answer it, byte by byte."""

    path: str
    headers: dict[str, str]
    write: Callable[[bytes], object]
    closing: Event = field(repr=False)
    """Set when the server closes: what waits must wait for this."""

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the request."""
        return dict(parse_qsl(urlsplit(self.path).query))


def answer(
    body: bytes | str = b"",
    status: int = 200,
    *,
    length: int | None = None,
    **headers: str,
) -> Script:
    """Answer with a body; `length` is what Content-Length says, if not the truth."""
    content = body.encode() if isinstance(body, str) else body
    size = len(content) if length is None else length
    return raw(head(status, Content_Length=str(size), **headers) + content)


def head(status: int = 200, **headers: str) -> bytes:
    """Return the first lines of an answer, with underscores for hyphens in names of headers."""
    lines = [
        f"HTTP/1.1 {status} So Be It",
        "Connection: close",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


def raw(content: bytes) -> Script:
    """Answer with just these bytes, and hang up."""

    def run(exchange: Exchange) -> None:
        exchange.write(content)

    return run


def hang(after: bytes = b"") -> Script:
    """Say nothing more after these bytes, and do not hang up."""

    def run(exchange: Exchange) -> None:
        exchange.write(after)
        exchange.closing.wait()

    return run


def late(seconds: float, then: Script) -> Script:
    """Let so much time pass before the answer."""

    def run(exchange: Exchange) -> None:
        exchange.closing.wait(seconds)
        then(exchange)

    return run


def drip(first: bytes, drop: bytes, seconds: float) -> Script:
    """Send the same bytes over and over, with a pause between them, and never come to an end."""

    def run(exchange: Exchange) -> None:
        exchange.write(first)
        while not exchange.closing.wait(seconds):
            exchange.write(drop)

    return run


def stream(first: bytes, piece: bytes, times: int) -> Script:
    """Send the same bytes so many times, and hang up."""

    def run(exchange: Exchange) -> None:
        for content in chain([first], repeat(piece, times)):
            exchange.write(content)

    return run


class ScriptedFeed:
    """A server that runs the next script for each request, and the last one for all further ones.

    Use it as a context manager; it listens on a free port of the loopback address.
    """

    def __init__(self, scripts: Sequence[Script]) -> None:
        self.requests: list[Exchange] = []
        self.hung_up = Event()
        """Set when a client has hung up before the whole answer was sent."""
        self.scripts: Iterator[Script] = chain(scripts, repeat(scripts[-1]))
        self.closing = Event()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The address of the data set."""
        return f"http://127.0.0.1:{self._server.server_port}/resource/nqur-w4p7.json"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    # Closing waits for every answer, so that no thread outlives its test.
    daemon_threads = False

    def __init__(self, feed: ScriptedFeed) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.feed = feed


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Run the next script."""
        feed = self.server.feed
        exchange = Exchange(self.path, dict(self.headers), self.wfile.write, feed.closing)
        feed.requests.append(exchange)
        try:
            next(feed.scripts)(exchange)
        except ConnectionError:
            feed.hung_up.set()
        # One request a connection, also when the script sent half an answer.
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the tests look at `requests`."""
