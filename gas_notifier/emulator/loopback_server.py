"""A server on loopback that is up within its context, and of which nothing is left after it."""

from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Self


class LoopbackServer(ThreadingTCPServer):
    """A server on a free port of the loopback address, with a thread for each connection.

    Use it as a context manager; it answers as its handler does.
    """

    daemon_threads = True

    def __init__(self, handler: type[BaseRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The address of the server, without a path."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()
