"""What the processes of a local run see: `gas_notifier.emulator.isolated_environment`."""

import os
import sys
from pathlib import Path

import pytest

from gas_notifier.emulator.isolated_environment import local_environment

HOME = Path("/run/home")
AUTHORITY = Path("/run/authority.pem")
ENDPOINT = "https://127.0.0.1:4566"


def environment() -> dict[str, str]:
    return local_environment(home=HOME, endpoint=ENDPOINT, authority=AUTHORITY)


LEADING_ELSEWHERE = """
AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE AWS_REGION
AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE
AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_ENDPOINT_URL AWS_ENDPOINT_URL_SNS
AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_CA_BUNDLE CDK_DEFAULT_ACCOUNT CDK_HOME CDK_PROFILE
CDK_ROLE_ARN HOME HTTPS_PROXY https_proxy ALL_PROXY JSII_RUNTIME_PACKAGE_CACHE_ROOT
NODE_EXTRA_CA_CERTS NODE_OPTIONS PYTHONPATH TMPDIR XDG_CONFIG_HOME
"""


def test_it_takes_nothing_over_that_could_lead_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LEADING_ELSEWHERE.split():
        monkeypatch.setenv(name, f"/from/the/user/{name}")

    assert not [value for value in environment().values() if "/from/the/user" in value]


def test_it_takes_over_how_to_show_things_and_whom_to_trust(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {
        "LANG": "en_US.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
        "TZ": "America/New_York",
        "SSL_CERT_FILE": "/company.pem",
        "REQUESTS_CA_BUNDLE": "/company.pem",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert given.items() <= environment().items()


def test_it_leads_to_the_emulator_and_nowhere_else() -> None:
    expected = {
        "AWS_ENDPOINT_URL": ENDPOINT,
        "AWS_ENDPOINT_URL_S3": ENDPOINT,
        "AWS_CA_BUNDLE": str(AUTHORITY),
        "NODE_EXTRA_CA_CERTS": str(AUTHORITY),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "HOME": str(HOME),
        "TMPDIR": str(HOME),
    }
    assert expected.items() <= environment().items()


def test_the_tools_of_the_virtual_environment_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin")

    tools = str(Path(sys.executable).parent)
    assert environment()["PATH"].split(os.pathsep) == [tools, "/usr/bin"]
