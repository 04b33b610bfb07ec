"""A relay before the feed that counts what goes over the wire."""

import socket
from socketserver import BaseRequestHandler
from typing import Final

from gas_notifier.emulator.loopback_server import LoopbackServer

CHUNK: Final = 65_536


class Wire(LoopbackServer):
    """A relay on loopback before a server that closes each connection after its answer.

    `requests` counts the requests, `received` the bytes of the answers with their headers.
    """

    def __init__(self, port: int) -> None:
        super().__init__(_Relay)
        self.port = port
        self.requests = 0
        self.received = 0


class _Relay(BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        """Hand one request on, and its answer back."""
        request = b""
        while b"\r\n\r\n" not in request:
            if not (chunk := self.request.recv(CHUNK)):
                return
            request += chunk
        self.server.requests += 1
        with socket.create_connection(("127.0.0.1", self.server.port)) as feed:
            feed.sendall(request)
            while chunk := feed.recv(CHUNK):
                self.server.received += len(chunk)
                self.request.sendall(chunk)
