"""A whole local run where everything around it leads elsewhere: none of that may get through."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import boto3
import pytest
from botocore.exceptions import ClientError

from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.deployment import Deployment, inventory
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.inbox import Inbox
from gas_notifier.emulator.isolated_environment import local_environment
from gas_notifier.emulator.loopback_server import LoopbackServer
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks

READER: Final = "you@example.com"
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
def test_a_local_run_goes_its_way() -> None:
    with RecordedFeed(recorded_weeks()) as feed, Emulator() as emulator:
        stack = Cdk(emulator, {"email": READER, "feed_url": feed.url})
        stack.prepare()
        before = inventory(emulator)
        outputs = stack.deploy()
        (subscription,) = emulator.client("sns").list_subscriptions()["Subscriptions"]
        assert subscription["Endpoint"] == READER
        with Inbox(emulator, outputs["NoticeTopicArn"], READER) as inbox:
            assert Deployment(emulator, outputs).fetch()["recorded"] == ["2026-04-06"]
            assert inbox.wait().subject.startswith("Now watching gas in New York State")
        stack.destroy()
        assert inventory(emulator) == before

    assert _Trap.visits == []
