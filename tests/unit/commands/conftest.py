"""What the tests of the commands share: a checkout in which nothing is set."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gas_notifier.commands import deploy, diff, on_aws
from gas_notifier.settings import deployed_settings

SetContext = Callable[..., None]


@pytest.fixture(autouse=True)
def set_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetContext:
    """Return a function that sets what the next deployment would have; at first it is nothing."""
    for module in (deployed_settings, on_aws, deploy, diff):
        monkeypatch.setattr(module, "REPOSITORY", tmp_path)

    def set_context(**settings: object) -> None:
        (tmp_path / "cdk.json").write_text(json.dumps({"context": settings}), encoding="utf-8")

    return set_context
