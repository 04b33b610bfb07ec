"""`make subscriptions`, with the emulator in the place of AWS."""

import json
from pathlib import Path

import pytest

from gas_notifier.commands import subscriptions
from gas_notifier.settings import deployed_settings
from tests.support.pipeline import ALL, BUFFALO, Pipeline


def test_the_readers_of_the_deployed_stack_are_listed(
    stack: Pipeline,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(deployed_settings, "REPOSITORY", tmp_path)
    for name, value in stack.emulator.environment.items():
        monkeypatch.setenv(name, value)
    settings = {
        "email": f"{ALL},later@example.com",
        "subscribers": [{"email": BUFFALO, "regions": "buffalo"}],
    }
    (tmp_path / "cdk.json").write_text(json.dumps({"context": settings}), encoding="utf-8")

    assert subscriptions.main([]) == 0

    topic, *lines = capsys.readouterr().out.splitlines()
    assert topic == f"Topic: {stack.deployment.topic_arn}"
    readers = [" ".join(line.split()) for line in lines]
    assert f"{ALL} confirmed every notice" in readers
    assert "later@example.com not subscribed every notice" in readers
    assert f"{BUFFALO} confirmed Buffalo" in readers
