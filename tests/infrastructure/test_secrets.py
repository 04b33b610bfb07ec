"""Neither the template nor the code tells an address, an account or a secret."""

import json
import re

from aws_cdk.assertions import Template

from gas_notifier import REPOSITORY
from gas_notifier.emulator.isolated_environment import ACCOUNT

ACCOUNT_ID = re.compile(r"(?<![\w.])\d{12}(?![\w.])")
SECRET = re.compile(
    r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|(?i:secret|password|token)\s*=\s*[\"']"
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def test_an_address_stands_in_the_template_only_in_the_settings_and_where_it_is_subscribed(
    full_template: Template,
) -> None:
    template = full_template.to_json()
    # The deployed stack is the record of its settings.
    del template["Metadata"]["GasNotifierSettings"]
    endpoints = [
        subscription["Properties"].pop("Endpoint")
        for subscription in template["Resources"].values()
        if subscription["Type"] == "AWS::SNS::Subscription"
    ]
    assert len(endpoints) == 4
    assert all(map(ADDRESS.fullmatch, endpoints))
    assert not ADDRESS.search(json.dumps(template))
    assert not ACCOUNT_ID.search(json.dumps(template))


def test_no_account_address_or_secret_stands_in_the_code() -> None:
    patterns = ("app.py", "cdk.json", "gas_notifier/**/*.py", "lambda/**/*.py")
    code = [path for pattern in patterns for path in REPOSITORY.glob(pattern)]
    assert len(code) > 50
    for path in code:
        text = path.read_text(encoding="utf-8")
        assert set(ACCOUNT_ID.findall(text)) <= {ACCOUNT}, path
        assert {match[0] for match in ADDRESS.finditer(text)} <= {"you@example.com"}, path
        assert not SECRET.search(text), path
