"""The emulator itself: `gas_notifier.emulator.emulator`."""

import http.client
import io
import json
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.emulator import emulator as emulator_module
from gas_notifier.emulator.emulator import Emulator, EmulatorError
from gas_notifier.emulator.recorded_feed import RecordedFeed
from tests.support.processes import command_lines, listening, wait_until

TRUST: Final = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}
# Tells what it sees, reads from loopback, and tries what its role does not allow.
FUNCTION: Final = """
import os
from urllib.request import urlopen
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    try:
        boto3.client("sns").list_topics()
        error = None
    except ClientError as denied:
        error = denied.response["Error"]["Code"]
    return {
        "environment": dict(os.environ),
        "error": error,
        "status": urlopen(event["url"], timeout=5).status,
    }
"""
# Owns an emulator in which a function has run, and a CDK command in the middle of its work.
OWNER: Final = """
from pathlib import Path
from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.emulator import Emulator
from tests.end_to_end.test_emulator import invoke, make_function

with Emulator() as emulator:
    make_function(emulator)
    invoke(emulator, emulator.endpoint)
    app = emulator.directory / "app.py"
    app.write_text("import time; print('synthesizing', flush=True); time.sleep(60)")
    print(emulator.directory, emulator.endpoint, flush=True)
    Cdk(emulator, {}, app=app, report=lambda line: print(line, flush=True)).synth()
"""


def make_function(emulator: Emulator) -> None:
    role = emulator.client("iam").create_role(
        RoleName="seeing", AssumeRolePolicyDocument=json.dumps(TRUST)
    )
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("seeing.py", FUNCTION)
    emulator.client("lambda").create_function(
        FunctionName="seeing",
        Runtime="python3.14",
        Handler="seeing.handler",
        Role=role["Role"]["Arn"],
        Code={"ZipFile": code.getvalue()},
        Timeout=30,
    )


def invoke(emulator: Emulator, url: str) -> dict[str, Any]:
    answer = emulator.client("lambda").invoke(
        FunctionName="seeing", Payload=json.dumps({"url": url}).encode()
    )
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    return result


@pytest.fixture
def _function(emulator: Emulator) -> Iterator[None]:
    make_function(emulator)
    yield
    emulator.client("lambda").delete_function(FunctionName="seeing")
    emulator.client("iam").delete_role(RoleName="seeing")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory in which runs make their own, empty at first."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="the processes' sockets are found in /proc")
def test_it_listens_on_one_port_of_loopback(emulator: Emulator) -> None:
    port = int(emulator.endpoint.rpartition(":")[2])

    # 127.0.0.1, as the kernel writes it.
    assert listening(str(emulator.directory)) == {("0100007F", port)}


def test_it_keeps_all_files_in_the_runs_directory(emulator: Emulator) -> None:
    assert emulator.directory.stat().st_mode & 0o077 == 0
    for variable in ("HOME", "TMPDIR"):
        assert Path(emulator.environment[variable]).is_relative_to(emulator.directory)


@pytest.mark.usefixtures("_function")
def test_a_function_has_the_rights_of_its_role_and_the_feed_in_reach(emulator: Emulator) -> None:
    with RecordedFeed([]) as feed:
        seen = invoke(emulator, feed.url)

    assert seen["status"] == 200
    assert seen["error"] == "AuthorizationError"
    assert seen["environment"]["AWS_ENDPOINT_URL"] == emulator.endpoint
    assert seen["environment"]["HOME"] == emulator.environment["HOME"]


def test_nothing_is_left_when_it_is_closed_be_it_twice(temporary: Path) -> None:
    with Emulator() as emulator:
        assert emulator.directory.parent == temporary
        assert command_lines(str(emulator.directory))
        emulator.close()

    assert not command_lines(str(emulator.directory))
    assert not list(temporary.iterdir())
    with pytest.raises(ConnectionRefusedError):
        connect(emulator.endpoint)


def test_nothing_is_left_when_its_owner_is_killed(temporary: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=REPOSITORY,
        text=True,
    ) as owner:
        assert owner.stdout
        directory, endpoint = owner.stdout.readline().split()
        assert "synthesizing\n" in owner.stdout
        # The emulator and its guardian; the CDK CLI, its guardian and the app.
        assert len(command_lines(directory)) == 5
        owner.kill()

    wait_until(lambda: not command_lines(directory))
    wait_until(lambda: not list(temporary.iterdir()))
    with pytest.raises(ConnectionRefusedError):
        connect(endpoint)


def test_a_start_that_fails_is_told_with_the_log(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulator_module, "_APPLICATION", "no_such_emulator:app")

    with pytest.raises(EmulatorError, match=r"did not start(.|\n)*no_such_emulator"):
        Emulator()
    assert not list(temporary.iterdir())


def test_an_interrupted_start_leaves_nothing(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(http.client.HTTPSConnection, "request", interrupt)

    with pytest.raises(KeyboardInterrupt):
        Emulator()
    assert not command_lines(str(temporary))
    assert not list(temporary.iterdir())


def test_a_machine_without_a_free_port_leaves_nothing(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("no port is free")

    monkeypatch.setattr(socket, "create_server", refuse)

    with pytest.raises(OSError, match="no port is free"):
        Emulator()
    assert not list(temporary.iterdir())


def connect(endpoint: str) -> None:
    host, port = endpoint.removeprefix("https://").split(":")
    socket.create_connection((host, int(port)), timeout=5).close()
