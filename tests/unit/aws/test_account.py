"""The user's account, and what is said where there is none: `gas_notifier.aws.account`."""

import os
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from gas_notifier.aws.account import FAILURES, Account, reason


def failure() -> str:
    with pytest.raises(FAILURES) as raised:
        Account.of_user()
    return reason(raised.value, "look")


def test_without_a_region_it_is_said_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert failure() == "no AWS region is set: try AWS_REGION=us-east-1 make look"


def test_without_credentials_it_is_said_how_to_name_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") and "KEY" in name]:
        monkeypatch.delenv(name)
    assert failure() == (
        "no AWS credentials were found: aws login or aws configure gets some, or try "
        "AWS_PROFILE=name make look"
    )


def test_a_profile_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert failure() == "The config profile (nobody) could not be found"


@pytest.mark.usefixtures("_aws")
def test_the_region_is_that_of_the_other_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert Account.of_user().place == ("123456789012", "eu-west-1")


@pytest.mark.usefixtures("_aws")
@pytest.mark.parametrize("option", [["--profile", "mine"], ["-v", "--profile=mine"]])
def test_the_profile_is_that_of_the_cdk_cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    (tmp_path / "config").write_text(
        "[profile mine]\nregion = eu-central-1\n"
        "aws_access_key_id = fake\naws_secret_access_key = fake\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert Account.of_user(option).region == "eu-central-1"


def test_a_session_of_aws_login_needs_nothing_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") and "KEY" in name]:
        monkeypatch.delenv(name)
    (tmp_path / "config").write_text(
        "[default]\nlogin_session = arn:aws:iam::123456789012:user/me\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_LOGIN_CACHE_DIRECTORY", str(tmp_path))
    assert failure().endswith("Please reauthenticate with 'aws login'.")


def test_what_aws_refuses_is_one_line() -> None:
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": "not\nso"}}, "GetTemplate")
    assert reason(error, "look") == (
        "An error occurred (AccessDenied) when calling the GetTemplate operation: not so"
    )
