"""A boto3 session apart from the user's settings: `gas_notifier.emulator.isolated_session`."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import botocore.session
import pytest
from botocore.exceptions import ClientError

from gas_notifier.emulator.isolated_session import isolated_session
from gas_notifier.emulator.loopback_server import LoopbackServer

CONFIGURATION: Final = """
[default]
region = eu-central-1
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = default
endpoint_url = http://127.0.0.1:9
"""


class _Recorder(BaseHTTPRequestHandler):
    """Answers like a queue service without queues, and keeps what it was asked."""

    headers_received: Final[list[dict[str, str]]] = []
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.headers_received.append(dict(self.headers))
        self.send_response(self.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    """Return the URL of a service on loopback."""
    _Recorder.headers_received.clear()
    with LoopbackServer(_Recorder) as server:
        yield server.url


@pytest.fixture
def _hostile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set every variable and file that boto3 reads to something that would break or mislead it."""
    configuration = tmp_path / ".aws" / "config"
    configuration.parent.mkdir()
    configuration.write_text(CONFIGURATION)
    monkeypatch.setenv("HOME", str(tmp_path))
    for _, names, _, _ in botocore.session.Session.SESSION_VARIABLES.values():
        for name in [names] if isinstance(names, str) else names or []:
            monkeypatch.setenv(name, "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(configuration))
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
        monkeypatch.setenv(name, "no-such-profile")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "AKIAREAL")
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


@pytest.mark.usefixtures("_hostile")
def test_a_request_goes_to_the_given_endpoint_with_the_given_credentials(endpoint: str) -> None:
    session = isolated_session(credential="test", region="us-east-1")

    session.client("sqs", endpoint_url=endpoint).list_queues()

    (headers,) = _Recorder.headers_received
    assert "Credential=test/" in headers["Authorization"]
    assert "/us-east-1/sqs/" in headers["Authorization"]
    assert "X-Amz-Security-Token" not in headers
    assert "AKIAREAL" not in str(headers)


@pytest.mark.usefixtures("_hostile")
def test_no_setting_of_the_user_is_read() -> None:
    session = isolated_session(credential="test", region="us-east-1")

    assert session.available_profiles == []
    assert session.profile_name == "default"
    assert session.region_name == "us-east-1"


def test_a_request_that_fails_is_not_repeated(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Recorder, "status", 500)
    session = isolated_session(credential="test", region="us-east-1")

    with pytest.raises(ClientError):
        session.client("sqs", endpoint_url=endpoint).list_queues()
    assert len(_Recorder.headers_received) == 1
