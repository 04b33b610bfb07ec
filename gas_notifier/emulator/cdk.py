"""The CDK CLI of this repository, set on the emulator."""

import json
import shlex
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.guardian import guarded
from gas_notifier.emulator.isolated_environment import ACCOUNT, REGION
from gas_notifier.settings import files

_CLI: Final = REPOSITORY / "node_modules/.bin/cdk"
_FEATURE_FLAGS: Final = ("@aws-cdk", "aws-cdk:", "aws:cdk:")
"""So begin the context keys that are the CDK's own."""
_ERROR_LINES: Final = 15
"""So many of the CLI's last lines tell why a command failed."""


class CdkError(Exception):
    """A command of the CDK CLI failed."""


class Cdk:
    """One app in one emulator.

    The app is given the feature flags of the repository's `cdk.json` and the context passed here.
    Nothing that users keep for their own deployment reaches it: not the settings in that file, not
    `cdk.context.json`, not `~/.cdk.json`.

    To make one raises SettingsError when that file is broken.

    Every method waits for its command, hands `report` each line that the command prints, and
    raises CdkError, with the last of these lines, when it fails.
    """

    def __init__(
        self,
        emulator: Emulator,
        context: Mapping[str, object],
        *,
        app: Path = REPOSITORY / "app.py",
        report: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._environment = emulator.environment
        # The CLI takes off the quotes around a command that begins and ends with one.
        self._app = f"exec {shlex.join([sys.executable, str(app)])}"
        self._report = report
        self._directory = Path(tempfile.mkdtemp(prefix="cdk-", dir=emulator.directory))
        self._assembly = self._directory / "cdk.out"
        of_the_project = files.read(REPOSITORY / files.PROJECT)["context"]
        flags = {
            key: value for key, value in of_the_project.items() if key.startswith(_FEATURE_FLAGS)
        }
        # Each command that needs the app names it; bootstrapping would run it for nothing.
        configuration = {
            "context": {**flags, **context},
            "output": str(self._assembly),
            "versionReporting": False,
            # They would come from the network.
            "notices": False,
        }
        (self._directory / "cdk.json").write_text(json.dumps(configuration))

    def bootstrap(self) -> None:
        """Prepare the account for deployments."""
        self._run("bootstrap", f"aws://{ACCOUNT}/{REGION}")

    def synth(self) -> Path:
        """Run the app, and return the directory of the cloud assembly that it made."""
        with self._synth() as synth:
            self._finish(synth)
        return self._assembly

    def prepare(self) -> None:
        """Do `bootstrap` and `synth`, both at the same time."""
        with self._synth() as synth:
            self.bootstrap()
            self._finish(synth)

    def deploy(self) -> dict[str, str]:
        """Deploy the assembly, made now if it was not yet, and return the stack's outputs."""
        outputs = self._directory / "outputs.json"
        self._run_on_assembly(
            "deploy", "--require-approval", "never", "--outputs-file", str(outputs)
        )
        (of_the_stack,) = json.loads(outputs.read_text()).values()
        return dict(of_the_stack)

    def destroy(self) -> None:
        """Delete the stack."""
        self._run_on_assembly("destroy", "--force")

    def _run_on_assembly(self, command: str, *options: str) -> None:
        if not self._assembly.exists():
            self.synth()
        self._run(command, "--app", str(self._assembly), *options)

    def _run(self, *arguments: str) -> None:
        with self._start(*arguments) as command:
            self._finish(command)

    def _synth(self) -> subprocess.Popen[str]:
        return self._start("synth", "--quiet", "--app", self._app)

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            guarded([str(_CLI), *arguments]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._directory,
            env=self._environment,
            start_new_session=True,
            encoding="utf-8",
            errors="replace",
        )

    def _finish(self, command: subprocess.Popen[str]) -> None:
        last_lines: deque[str] = deque(maxlen=_ERROR_LINES)
        for line in command.stdout or ():
            last_lines.append(line.rstrip())
            self._report(line.rstrip())
        if command.wait():
            raise CdkError("\n".join(["the CDK CLI failed:", *last_lines]))
