"""`python -m gas_notifier deploy`, without the CDK CLI."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from gas_notifier.aws import cdk_cli
from gas_notifier.commands import deploy


@pytest.fixture(autouse=True)
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Return the list in which the CDK CLI, which does nothing, notes what it is told."""
    calls: list[Sequence[str]] = []

    def run(*arguments: str) -> int:
        calls.append(arguments)
        return 0

    monkeypatch.setattr(cdk_cli, "run", run)
    monkeypatch.setattr(deploy, "REPOSITORY", tmp_path)
    return calls


def test_what_is_given_is_kept_and_deployed(
    ran: list[Sequence[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy.main(["EMAIL= a@example.com", "CDK_OPTIONS=--profile me"]) == 0
    assert deploy.main(["REGIONS=utica"]) == 0
    assert ran == [("deploy", "--profile", "me"), ("deploy",)]
    kept = {"email": "a@example.com", "regions": "utica"}
    assert json.loads((tmp_path / "cdk.context.json").read_text()) == kept
    assert capsys.readouterr().out.endswith("email=a@example.com regions=utica\n")


def test_what_is_wrong_is_one_line_and_nothing_is_deployed(
    ran: list[Sequence[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        deploy.main(["BELOW=cheap"])
    assert ran == []
    assert "deploy: below: 'cheap' is not a number of dollars" in capsys.readouterr().err
