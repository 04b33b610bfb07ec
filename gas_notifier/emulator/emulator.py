"""An AWS of this machine's own: MiniStack, with IAM enforced and TLS on, on loopback alone."""

import http.client
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, Self, TypeVar, cast

import trustme

from gas_notifier.emulator.guardian import guarded
from gas_notifier.emulator.isolated_environment import CREDENTIAL, REGION, local_environment
from gas_notifier.emulator.isolated_session import isolated_session

_APPLICATION: Final = "ministack.app:app"
_HOST: Final = "127.0.0.1"
_START_TIMEOUT: Final = 60
"""Seconds."""
_LOG_LINES: Final = 15
"""So many of the log's last lines tell why a start failed."""

_Function = TypeVar("_Function", bound=Callable[..., object])


class EmulatorError(Exception):
    """The emulator did not start."""


class Emulator:
    """A running emulator, empty at first, of which nothing is left when it is closed.

    It is closed at the end of its context, and also when this process ends in any other way.

    Attributes:
        directory: The run's own directory, for whatever is to be gone with the emulator.
        endpoint: The URL of all its services.
        environment: The whole environment for a process that is to work with it.
        client: Makes a boto3 client of the service named. This process's environment and its
            user's configuration have no part in it.
    """

    def __init__(self) -> None:
        """Start the emulator and wait until it answers.

        Raises EmulatorError, with the last lines of its log, when it does not.
        """
        self.directory = Path(tempfile.mkdtemp(prefix="gas-notifier-"))
        self._authority = self.directory / "authority.pem"
        try:
            # Bound here and handed down, the port cannot be lost to another process, and whoever
            # connects before the emulator is up waits in line.
            with socket.create_server((_HOST, 0), backlog=128) as listener:
                self._port: int = listener.getsockname()[1]
                self.endpoint = f"https://{_HOST}:{self._port}"
                home = self.directory / "home"
                home.mkdir()
                self.environment: Mapping[str, str] = local_environment(
                    home=home, endpoint=self.endpoint, authority=self._authority
                )
                self._guardian = self._start(listener)
        except BaseException:
            shutil.rmtree(self.directory, ignore_errors=True)
            raise
        try:
            self._wait_until_healthy()
        except BaseException:
            self.close()
            raise
        session = isolated_session(credential=CREDENTIAL, region=REGION)
        self.client = _always_with(
            session.client, endpoint_url=self.endpoint, verify=str(self._authority)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the emulator and its functions, and delete the run's directory."""
        self._guardian.communicate()
        self._log.close()

    def _start(self, listener: socket.socket) -> subprocess.Popen[bytes]:
        certificate = self.directory / "certificate.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self._authority)
        leaf = authority.issue_cert(_HOST, "localhost")
        leaf.private_key_and_cert_chain_pem.write_to_path(certificate)
        # Not started by its own command, which would take port 443 too.
        command = [sys.executable, "-m", "hypercorn", _APPLICATION, "--workers", "0"]
        command += ["--bind", f"fd://{listener.fileno()}", "--backlog", "128", "--keep-alive", "75"]
        command += ["--certfile", str(certificate), "--keyfile", str(certificate)]
        log = self.directory / "emulator.log"
        with log.open("wb") as output:
            # Open before it can be gone: if the emulator fails, its directory goes at once.
            self._log = log.open(encoding="utf-8", errors="replace")
            return subprocess.Popen(
                guarded(command, remove=self.directory),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                env={
                    **self.environment,
                    "AUTH": "true",
                    "GATEWAY_PORT": str(self._port),
                    "USE_SSL": "true",
                    "MINISTACK_SSL_CERT": str(certificate),
                    "MINISTACK_SSL_KEY": str(certificate),
                    "S3_DATA_DIR": str(self.directory / "s3"),
                    "STATE_DIR": str(self.directory / "state"),
                    # No listeners but the one, and not a look at this machine's containers.
                    "IOT_MTLS_ENABLED": "false",
                    "SFTP_ENABLED": "false",
                    "DOCKER_HOST": f"unix://{self.directory}/no-docker",
                },
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )

    def _wait_until_healthy(self) -> None:
        connection = http.client.HTTPSConnection(
            _HOST,
            self._port,
            timeout=_START_TIMEOUT,
            context=ssl.create_default_context(cafile=self._authority),
        )
        try:
            connection.request("GET", "/_ministack/health")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            log = self._log.read().splitlines()[-_LOG_LINES:]
            raise EmulatorError("\n".join(["the AWS emulator did not start:", *log])) from error
        finally:
            connection.close()


def _always_with(function: _Function, **options: object) -> _Function:
    """Return the function with options that it is always given, of the same type for mypy.

    Of boto3's `client`, the stubs know the type of each service.
    """
    return cast("_Function", partial(function, **options))
