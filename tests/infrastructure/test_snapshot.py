"""The whole template, so that no change to it goes unseen; `make update-snapshot` accepts one."""

import json
import re
from pathlib import Path

import pytest
from aws_cdk.assertions import Template

SNAPSHOT = Path(__file__).with_name("snapshot.json")


def test_the_template_is_the_one_last_accepted(
    full_template: Template, request: pytest.FixtureRequest
) -> None:
    text = json.dumps(full_template.to_json(), indent=2)
    # An asset's key changes with the code of its function, and with nothing else.
    masked = re.sub(r"[0-9a-f]{64}\.zip", "<asset>.zip", text)
    if request.config.getoption("--update-snapshot"):
        SNAPSHOT.write_text(f"{masked}\n")
    assert json.loads(masked) == json.loads(SNAPSHOT.read_text())
