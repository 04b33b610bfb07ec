"""A door to the page in the emulator, by plain HTTP: a browser knows nothing of its certificate."""

import http.client
import ssl
from http.server import BaseHTTPRequestHandler
from typing import Final
from urllib.parse import urlsplit

from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.loopback_server import LoopbackServer

_HANDED_IN: Final = ("Accept-Encoding", "If-None-Match", "Origin")
_HANDED_OUT: Final = (
    *("Cache-Control", "Content-Encoding", "Content-Security-Policy", "Content-Type", "ETag"),
    *("Referrer-Policy", "Vary", "X-Content-Type-Options"),
)
_TIMEOUT: Final = 60
"""Seconds."""


class Door(LoopbackServer):
    """A server that hands each request on to the API at an address in the emulator."""

    def __init__(self, emulator: Emulator, page_url: str) -> None:
        super().__init__(_Handler)
        self.behind = urlsplit(page_url)
        self.tls = ssl.create_default_context(cafile=emulator.environment["AWS_CA_BUNDLE"])


class _Handler(BaseHTTPRequestHandler):
    server: Door

    def do_GET(self) -> None:
        """Hand on one request, and its answer back."""
        behind = self.server.behind
        connection = http.client.HTTPSConnection(
            behind.netloc, timeout=_TIMEOUT, context=self.server.tls
        )
        headers = {name: self.headers[name] for name in _HANDED_IN if name in self.headers}
        connection.request(self.command, behind.path.rstrip("/") + self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.send_response(answer.status)
        for name in _HANDED_OUT:
            if value := answer.getheader(name):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Do the same where only the headers are asked for."""
        self.do_GET()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the page is there to be looked at, not its requests."""
