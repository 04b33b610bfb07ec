"""A fresh clone in the hands of a test."""

import json
import os
import pty
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.emulator.emulator import Emulator

COMMAND: Final = (sys.executable, "-m", "gas_notifier")


class Checkout:
    """A fresh clone, whose user's AWS account is the emulator."""

    def __init__(self, folder: Path, emulator: Emulator, **settings: object) -> None:
        self.folder = folder
        self.emulator = emulator
        self.environment = {**emulator.environment, "NO_COLOR": "1"}
        for path in REPOSITORY.iterdir():
            if path.name not in {".venv", "cdk.json", "cdk.out", "deployed.json"}:
                (folder / path.name).symlink_to(path)
        # One that was moved would be installed anew: this one says that it belongs here.
        installed = folder / ".venv"
        installed.mkdir()
        for path in (REPOSITORY / ".venv").iterdir():
            if path.name != "ready":
                (installed / path.name).symlink_to(path)
        (installed / "ready").write_text(str(folder.resolve()))
        self.set(**settings)

    def set(self, **settings: object) -> None:
        """Write settings into `cdk.json`."""
        configuration = json.loads((REPOSITORY / "cdk.json").read_text())
        configuration["context"] |= settings
        (self.folder / "cdk.json").write_text(json.dumps(configuration))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command without a terminal."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def run_in_terminal(self, answer: str, *arguments: str) -> tuple[int, str]:
        """Run a command in a terminal where one question is answered; return status and screen."""
        leader, follower = pty.openpty()
        with closing(os.fdopen(leader, "r+b", buffering=0)) as screen:
            with closing(os.fdopen(follower, "r+b", buffering=0)) as terminal:
                process = subprocess.Popen(
                    [*COMMAND, *arguments],
                    cwd=self.folder,
                    env=self.environment,
                    stdin=terminal,
                    stdout=terminal,
                    stderr=terminal,
                )
            shown = b""
            try:
                while chunk := screen.read(65536):
                    shown += chunk
                    if b"[y/N]" in shown and answer:
                        screen.write(f"{answer}\n".encode())
                        answer = ""
            except OSError:
                # So Linux says that nobody has the terminal open any more.
                pass
        return process.wait(), shown.decode()
