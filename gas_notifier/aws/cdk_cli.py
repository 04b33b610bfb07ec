"""The CDK CLI of this checkout, in the hands of its user: own account, own terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.settings.setting import SETTINGS
from gas_notifier.settings.settings import NONE, Settings

CLI: Final = REPOSITORY / "node_modules/.bin/cdk"


def run(command: str, *options: str, region: str | None = None) -> int:
    """Run a command of the CLI in the checkout, and return its exit status.

    The CLI asks its questions where there is a terminal, and answers them itself where there is
    none; but it destroys nothing unless it is told to. Without a region, it chooses one itself.
    """
    if command != "destroy" and not sys.stdin.isatty():
        options = ("--yes", *options)
    variables = {"AWS_REGION": region} if region else {}
    # What jsii leaves behind when it is interrupted is gone with this folder.
    with TemporaryDirectory(prefix="gas-notifier-") as temporary:
        return subprocess.run(
            [CLI, command, *options],
            cwd=REPOSITORY,
            env={
                **os.environ,
                **variables,
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


def given(settings: Mapping[str, str]) -> list[str]:
    """Return the options that give the app these settings beside those of `cdk.json`."""
    return [option for name, text in settings.items() for option in ("--context", f"{name}={text}")]


def all_of(settings: Settings) -> list[str]:
    """Return the options that give the app these settings and no others, whatever files say."""
    context = settings.to_context()
    values = {name: context.get(name, NONE) for name in SETTINGS}
    return given(
        {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }
    )
