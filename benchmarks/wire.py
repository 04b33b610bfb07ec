"""A relay before the feed that counts what goes over the wire."""

import re
import socket
import socketserver
from threading import Thread
from types import TracebackType
from typing import Final, Self

CHUNK: Final = 65_536
ACCEPT_ENCODING: Final = re.compile(rb"(?i)(accept-encoding: )[^\r]*")


class Wire:
    """A relay on loopback before a server that closes each connection after its answer.

    `requests` counts the requests, `received` the bytes of the answers with their headers.
    Without gzip, each request is changed on its way to ask for an answer that is not compressed.
    """

    def __init__(self, port: int, *, gzip: bool = True) -> None:
        self.requests = 0
        self.received = 0
        self._port = port
        self._gzip = gzip
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def relay(self, client: socket.socket) -> None:
        """Hand one request on, and its answer back."""
        request = b""
        while b"\r\n\r\n" not in request:
            chunk = client.recv(CHUNK)
            if not chunk:
                return
            request += chunk
        self.requests += 1
        if not self._gzip:
            request = ACCEPT_ENCODING.sub(rb"\1identity", request)
        with socket.create_connection(("127.0.0.1", self._port)) as server:
            server.sendall(request)
            while chunk := server.recv(CHUNK):
                self.received += len(chunk)
                client.sendall(chunk)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, wire: Wire) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.wire = wire


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.wire.relay(self.request)
