"""The whole template, so that no change to it goes unseen; `make update-snapshot` accepts one.

It stands for every property that nothing else in this folder holds against a rule: keys, periods,
retries, filters, statements, environments. `full` has another value than `default` for whatever can
be set, so that each setting is seen to arrive.
"""

import json
import re
from pathlib import Path

import pytest
from aws_cdk.assertions import Template


@pytest.mark.parametrize("variant", ["default", "full"])
def test_the_template_is_the_one_last_accepted(
    request: pytest.FixtureRequest, variant: str
) -> None:
    snapshot = Path(__file__).with_name(f"{variant}_template.json")
    template: Template = request.getfixturevalue(f"{variant}_template")
    text = json.dumps(template.to_json(), indent=2)
    # An asset's key changes with the code of its function, and with nothing else.
    masked = re.sub(r"[0-9a-f]{64}\.zip", "<asset>.zip", text)
    if request.config.getoption("--update-snapshot"):
        snapshot.write_text(f"{masked}\n")
    assert json.loads(masked) == json.loads(snapshot.read_text())
