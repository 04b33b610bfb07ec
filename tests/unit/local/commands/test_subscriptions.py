"""`python -m gas_notifier.local subscriptions`, as its user meets it. No test here reaches AWS."""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import pytest
from botocore.exceptions import ClientError

from gas_notifier.local.commands import subscriptions as command
from gas_notifier.local.commands.subscriptions import main
from gas_notifier.local.subscriptions import NotDeployedError, Subscription

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

Output = pytest.CaptureFixture[str]

ARN: Final = "arn:aws:sns:us-east-1:000000000000:notices"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[Subscription]], None]:
    """Return a function that has AWS answer with these subscriptions."""

    def answer(found: Sequence[Subscription]) -> None:
        monkeypatch.setattr(command, "topic_arn", lambda _: ARN)
        monkeypatch.setattr(command, "subscriptions", lambda _, topic, __: found * (topic == ARN))

    return answer


def failure(capsys: Output) -> str:
    """Return the one line of a command that fails with status 1."""
    assert main([]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    return told.err.strip()


def test_each_address_has_a_line_and_each_state_but_the_good_one_is_explained(
    capsys: Output, answer: Callable[[Sequence[Subscription]], None]
) -> None:
    answer(
        [
            Subscription("one@example.com", "confirmed"),
            Subscription("second@example.com", "confirmed", ("utica", "new_york_city")),
            Subscription("third@example.com", "pending"),
            Subscription("other@example.com", "confirmed", is_in_settings=False),
        ]
    )
    assert main([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Topic: {ARN}",
        "",
        "one@example.com     confirmed       every notice",
        "second@example.com  confirmed       Utica, New York City",
        "third@example.com   pending         every notice",
        "other@example.com   confirmed       not in the settings",
        "",
        "3 confirmed, 1 pending",
        "pending: until the link in Amazon's mail is opened, within two days, no notice",
        "  comes",
    ]


def test_who_is_gone_is_explained_too(
    capsys: Output, answer: Callable[[Sequence[Subscription]], None]
) -> None:
    answer(
        [
            Subscription("one@example.com", "unsubscribed"),
            Subscription("two@example.com", "not subscribed"),
        ]
    )
    assert main([]) == 0
    told = capsys.readouterr().out
    assert "\n1 unsubscribed, 1 not subscribed\n" in told
    assert "\nunsubscribed: somebody or some mail scanner" in told
    assert "\nnot subscribed: was pending for more than two days" in told
    assert "pending: until" not in told


def test_a_stack_without_readers_says_how_to_get_one(
    capsys: Output, answer: Callable[[Sequence[Subscription]], None]
) -> None:
    answer([])
    assert main([]) == 0
    assert capsys.readouterr().out == (
        f"Topic: {ARN}\n\nNobody is subscribed: make deploy EMAIL=you@example.com\n"
    )


def test_without_a_region_it_says_how_to_name_one(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert failure(capsys).startswith("no AWS region is set: try AWS_REGION=us-east-1 make")


def test_without_credentials_it_says_how_to_name_them(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") and "KEY" in name]:
        monkeypatch.delenv(name)
    assert failure(capsys).startswith("no AWS credentials were found: try AWS_PROFILE=name make")


def test_a_profile_that_is_none_is_named(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert failure(capsys) == "The config profile (nobody) could not be found"


def test_the_region_is_that_of_the_other_tools(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")

    def refuse(cloudformation: "CloudFormationClient") -> str:
        raise NotDeployedError(cloudformation.meta.region_name)

    monkeypatch.setattr(command, "topic_arn", refuse)
    assert failure(capsys) == "eu-west-1"


def test_what_aws_refuses_is_told_in_one_line(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> str:
        raise ClientError(
            {"Error": {"Code": "AccessDenied", "Message": "not\nauthorized"}}, "DescribeStacks"
        )

    monkeypatch.setattr(command, "topic_arn", refuse)
    assert failure(capsys) == (
        "An error occurred (AccessDenied) when calling the DescribeStacks operation: not authorized"
    )


def test_wrong_settings_of_the_checkout_are_named_before_aws_is_asked(
    capsys: Output, set_context: Callable[..., None]
) -> None:
    set_context(email="me")
    with pytest.raises(SystemExit) as raised:
        main([])
    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith(
        "python -m gas_notifier.local subscriptions: email: 'me' is not an e-mail address"
    )
