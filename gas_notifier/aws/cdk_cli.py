"""The CDK CLI of this checkout, in the hands of its user: own account, own terminal."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gas_notifier import REPOSITORY

CLI: Final = REPOSITORY / "node_modules/.bin/cdk"


def run(command: str, *options: str) -> int:
    """Run a command of the CLI in the checkout, and return its exit status.

    The CLI asks its questions where there is a terminal, and answers them itself where there is
    none; but it destroys nothing unless it is told to.
    """
    if command != "destroy" and not sys.stdin.isatty():
        options = ("--yes", *options)
    # What jsii leaves behind when it is interrupted is gone with this folder.
    with TemporaryDirectory(prefix="gas-notifier-") as temporary:
        return subprocess.run(
            [CLI, command, *options],
            cwd=REPOSITORY,
            env={
                **os.environ,
                # Node.js and Python of this checkout come before those of the machine.
                "PATH": os.pathsep.join(
                    [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
                ),
                "TMPDIR": temporary,
                # The CLI is pinned here: to install a newer one for all would be no help.
                "CDK_DISABLE_VERSION_CHECK": "1",
            },
            check=False,
        ).returncode
