"""A whole local run where everything around it leads elsewhere: none of that may get through."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import boto3
import pytest
from botocore.exceptions import ClientError

from gas_notifier import REPOSITORY
from gas_notifier.emulator.isolated_environment import local_environment
from gas_notifier.emulator.loopback_server import LoopbackServer
from tests.support.samples import missing, shown

OTHER_READER: Final = "someone.else@example.com"


class _Trap(BaseHTTPRequestHandler):
    """Stands where the real AWS would be: refuses everything, and keeps what was asked."""

    visits: Final[list[str]] = []
    error_message_format = "<Refused/>"

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline()
        self.visits.append(self.raw_requestline.decode(errors="replace"))
        if self.parse_request():
            self.send_error(403)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def trap() -> Iterator[str]:
    """Return the URL of a trap."""
    _Trap.visits.clear()
    with LoopbackServer(_Trap) as server:
        yield server.url


@pytest.fixture
def _hostile(trap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every file and variable that the tools of AWS read lead into the trap."""
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(f"[default]\nendpoint_url = {trap}\n")
    (tmp_path / ".aws/credentials").write_text(
        "[default]\naws_access_key_id = AKIAREAL\naws_secret_access_key = real\n"
    )
    (tmp_path / ".cdk.json").write_text(json.dumps({"context": {"email": OTHER_READER}}))
    ordinary = local_environment(home=tmp_path, endpoint=trap, authority=tmp_path)
    cache = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
    variables = {
        "HOME": str(tmp_path),
        # It holds no settings, and to fill another would take a while.
        cache: ordinary[cache],
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": trap,
        "CDK_CONTEXT": f"email={OTHER_READER}",
        "CDK_ROLE_ARN": "arn:aws:iam::123456789012:role/admin",
        "CDK_TOOLKIT_STACK_NAME": "another",
        "NODE_OPTIONS": "--require=no-such-module",
        **{f"AWS_ENDPOINT_URL_{service}": trap for service in ("CLOUDFORMATION", "S3", "SNS")},
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), trap),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ClientError):
        boto3.Session().client("sns").list_topics()
    assert _Trap.visits
    _Trap.visits.clear()
    # With it, boto3 would not even get that far.
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")


@pytest.mark.usefixtures("_hostile")
def test_the_demo_goes_its_way_and_prints_the_plain_lines_that_the_readme_shows() -> None:
    demo = subprocess.run(
        [sys.executable, "-m", "gas_notifier", "demo"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (demo.returncode, demo.stderr) == (0, "")
    assert "\x1b" not in demo.stdout
    lines = shown("README.md", "make demo")
    assert lines
    assert missing(lines, demo.stdout) == []
    assert demo.stdout.splitlines()[-1].endswith("make deploy EMAIL=you@example.com")
    assert _Trap.visits == []
