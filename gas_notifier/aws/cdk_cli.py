"""The CDK CLI of this checkout, in the hands of its user: own account, own terminal."""

import json
import os
import signal
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
_FOREIGN: Final = ("CDK_", "JSII_", "NODE_", "PYTHON")
"""What the names of variables begin with that a machine has set for tools of its own."""
_TRUSTED: Final = "NODE_EXTRA_CA_CERTS"
_AT_AWS: Final = ("bootstrap", "deploy", "destroy")
_GOES_ON: Final = ("what has begun at AWS goes on there; see the stack in CloudFormation.",)


def run(command: str, *options: str, region: str | None = None) -> int:
    """Run a command of the CLI in the checkout, and return its exit status.

    The CLI asks its questions where there is a terminal, and answers them itself where there is
    none; but it destroys nothing unless it is told to. Without a region, it chooses one itself.

    Raises KeyboardInterrupt, once it has ended, with what does not end with it.
    """
    if command != "destroy" and not sys.stdin.isatty():
        options = ("--yes", *options)
    # What jsii leaves behind when it is interrupted is gone with this folder.
    with (
        TemporaryDirectory(prefix="gas-notifier-") as temporary,
        subprocess.Popen(
            [CLI, command, *options],
            cwd=REPOSITORY,
            env=_environment(region, temporary),
            # Ctrl-C is for this process alone: those below would tell of it with tracebacks.
            start_new_session=True,
        ) as process,
    ):
        try:
            return process.wait()
        except KeyboardInterrupt as interrupt:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise KeyboardInterrupt(*_GOES_ON if command in _AT_AWS else ()) from interrupt


def _environment(region: str | None, temporary: str) -> dict[str, str]:
    # Node.js and Python of this checkout come before those of the machine.
    tools = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) or name == _TRUSTED
    }
    return {
        **own,
        **({"AWS_REGION": region} if region else {}),
        "PATH": os.pathsep.join(tools),
        "TMPDIR": temporary,
        # The CLI is pinned here: to install a newer one for all would be no help.
        "CDK_DISABLE_VERSION_CHECK": "1",
    }


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
