"""Addresses behind which there is no feed: nobody listens, or nobody knows the name."""

import socket
from enum import Enum
from threading import Event
from typing import Self
from unittest.mock import patch


class NoFeed(Enum):
    """Why a feed cannot be connected to, and the name of its host."""

    REFUSED = "refused.example"
    UNKNOWN = "unknown.example"
    BUSY_NAME_SERVER = "busy.example"
    SILENT_NAME_SERVER = "silent.example"
    UNREACHABLE = "unreachable.example"


class DeadAddress:
    """The address of a feed that is not there, and the attempts to connect to it.

    Use it as a context manager, in which the lookup of host names is this machine's no more.
    """

    def __init__(self, kind: NoFeed) -> None:
        self.requests: list[str] = []
        self._kind = kind
        self._closing = Event()
        self._look_up = socket.getaddrinfo
        self._patch = patch.object(socket, "getaddrinfo", self._answer)

    @property
    def url(self) -> str:
        """The address of the data set that is not there."""
        return f"http://{self._kind.value}/resource/nqur-w4p7.json"

    def __enter__(self) -> Self:
        self._patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._patch.stop()

    def _answer(self, host: str, port: int, *arguments: int) -> object:
        if host != self._kind.value:
            return self._look_up(host, port, *arguments)
        self.requests.append(host)
        match self._kind:
            case NoFeed.UNKNOWN:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            case NoFeed.BUSY_NAME_SERVER:
                raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            case NoFeed.UNREACHABLE:
                # What a connection attempt that nobody answers comes to, in no time.
                raise TimeoutError("timed out")
            case NoFeed.SILENT_NAME_SERVER:
                self._closing.wait()
        return self._look_up("127.0.0.1", _closed_port(), *arguments)


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
