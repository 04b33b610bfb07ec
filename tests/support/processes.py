"""Other processes, as tests see them."""

import contextlib
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_LISTENING: Final = "0A"


def runs(process: int) -> bool:
    """Tell whether a process is there, and not dead with only its parent not having looked yet."""
    status = _ps("-o", "stat=", "-p", str(process))
    return status[:1] not in {"", "Z"}


def command_lines(part: str) -> list[str]:
    """Return the command lines of all processes that have this part in them."""
    return [line for line in _ps("-A", "-ww", "-o", "command=").splitlines() if part in line]


def wait_until(condition: Callable[[], bool], timeout: float = 60) -> None:
    """Wait until a condition holds; fail when it does not within `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _ps(*options: str) -> str:
    return subprocess.run(["/bin/ps", *options], capture_output=True, text=True, check=False).stdout


def listening(part: str) -> set[tuple[str, int]]:
    """Return the IPv4 and IPv6 addresses on which processes with this part accept connections.

    For Linux alone. Source: https://www.kernel.org/doc/html/latest/filesystems/proc.html
    """
    sockets = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if part in (process / "cmdline").read_text():
                sockets |= {str(file.readlink()) for file in (process / "fd").iterdir()}
    addresses = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == _LISTENING and f"socket:[{inode}]" in sockets:
                address, port = local.split(":")
                addresses.add((address, int(port, 16)))
    return addresses
