"""A feed that misbehaves as told: a server on loopback that answers each request by a script."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import chain, repeat
from threading import Event
from urllib.parse import parse_qsl, urlsplit

from gas_notifier.emulator.loopback_server import LoopbackServer

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


class ScriptedFeed(LoopbackServer):
    """A server that runs the next script for each request, and the last one for all that follow."""

    # Closing waits for every answer, so that no thread outlives its test.
    daemon_threads = False

    def __init__(self, scripts: Sequence[Script]) -> None:
        super().__init__(_Handler)
        self.requests: list[Exchange] = []
        self.hung_up = Event()
        """Set when a client has hung up before the whole answer was sent."""
        self.scripts: Iterator[Script] = chain(scripts, repeat(scripts[-1]))
        self.closing = Event()

    @property
    def url(self) -> str:
        """The address of the data set."""
        return f"{super().url}/resource/nqur-w4p7.json"

    def shutdown(self) -> None:
        """Close, and let nothing wait any longer."""
        self.closing.set()
        super().shutdown()


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedFeed

    def do_GET(self) -> None:
        """Run the next script."""
        feed = self.server
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
