"""Commands that cannot outlive the process that started them.

A local run must leave nothing behind however it ends: not after Ctrl-C, not after SIGTERM, not
even after SIGKILL, of which a process never hears. One thing holds for every end: the operating
system closes the pipes of the dead. So a command runs under a guardian, a small process that
waits for the end of a pipe whose other end its owner alone holds, and then kills the command with
everything that it started.

This file is also the guardian's program. It needs the standard library alone and is run without
`site`, so that it starts in milliseconds.
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_NOT_STARTED: Final = 127
_REMOVAL_ATTEMPTS: Final = 100
_REMOVAL_PAUSE: Final = 0.05
"""Seconds."""


def guarded(command: Sequence[str], *, remove: Path | None = None) -> list[str]:
    """Return the command line that runs a command under a guardian.

    Start it with `stdin=subprocess.PIPE` and `start_new_session=True`: the command lives until
    that pipe is closed, and the terminal's Ctrl-C reaches its owner alone. The command itself has
    no input, and the guardian's outputs, inherited files and exit status. Once it has ended, for
    whatever reason, the directory tree `remove` is deleted.
    """
    return [sys.executable, "-I", "-S", __file__, str(remove or ""), *command]


def guard(command: Sequence[str], *, lifeline: int, remove: Path | None = None) -> int:
    """Run a command until it ends or the file descriptor `lifeline` reads as closed.

    Returns the command's exit status as a shell does: 128 and the signal's number when a signal
    killed it, 127 when it could not be started.
    """
    # The group is killed before its leader is reaped: until then no other can have its number.
    ended, ends = os.pipe()
    os.set_blocking(ends, False)
    signal.set_wakeup_fd(ends)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, close_fds=False, process_group=0
        ) as process:
            select.select([lifeline, ended], [], [])
            # macOS refuses to signal a group of which only the unreaped leader is left.
            with contextlib.suppress(PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        return process.returncode if process.returncode >= 0 else 128 - process.returncode
    except OSError as error:
        print(error, file=sys.stderr)
        return _NOT_STARTED
    finally:
        if remove:
            _remove(remove)


def _remove(directory: Path) -> None:
    """Delete a directory tree, also while a process just killed still writes to it."""
    for _ in range(_REMOVAL_ATTEMPTS):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            break
        time.sleep(_REMOVAL_PAUSE)


def main(arguments: Sequence[str]) -> int:
    """Run the guardian: the directory to remove or nothing, and the command."""
    remove, *command = arguments
    return guard(command, lifeline=sys.stdin.fileno(), remove=Path(remove) if remove else None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
