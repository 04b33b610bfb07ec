"""`python -m gas_notifier subscriptions`, as its user meets it. No test here reaches AWS."""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import pytest
from botocore.exceptions import ClientError

from gas_notifier.commands import subscriptions as command
from gas_notifier.commands.subscriptions import NotDeployedError, Subscription, main

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
from botocore.stub import Stubber

from gas_notifier.commands.subscriptions import (
    subscriptions,
    topic_arn,
)
from gas_notifier.settings.settings import Settings
from gas_notifier.settings.subscriber import Subscriber

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_sns import SNSClient

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
        "python -m gas_notifier subscriptions: email: 'me' is not an e-mail address"
    )


TOPIC: Final = "arn:aws:sns:us-east-1:000000000000:notices"
CONFIRMED: Final = f"{TOPIC}:6d9a4e1c"


@pytest.fixture
def sns() -> "SNSClient":
    return boto3.client("sns")


@pytest.fixture
def cloudformation() -> "CloudFormationClient":
    return boto3.client("cloudformation")


def listed(**states: str) -> list[dict[str, str]]:
    """Return subscriptions as SNS lists them: each one's ARN, or what is in its place."""
    return [
        {"Endpoint": f"{name}@example.com", "Protocol": "email", "SubscriptionArn": arn}
        for name, arn in states.items()
    ]


def found(sns: "SNSClient", settings: Settings, *pages: list[dict[str, str]]) -> list[Subscription]:
    with Stubber(sns) as stubber:
        for number, page in enumerate(pages, start=1):
            more = {"NextToken": str(number)} if number < len(pages) else {}
            asked = {"TopicArn": TOPIC} | ({"NextToken": str(number - 1)} if number > 1 else {})
            stubber.add_response(
                "list_subscriptions_by_topic", {"Subscriptions": page, **more}, asked
            )
        answer = list(subscriptions(sns, TOPIC, settings))
        stubber.assert_no_pending_responses()
    return answer


def test_it_is_told_who_has_confirmed_and_who_has_not(sns: "SNSClient") -> None:
    settings = Settings(email=tuple(f"{name}@example.com" for name in ("a", "b", "c", "d")))
    page = listed(a=CONFIRMED, b="PendingConfirmation", c="Deleted")

    assert found(sns, settings, page) == [
        Subscription("a@example.com", "confirmed"),
        Subscription("b@example.com", "pending"),
        Subscription("c@example.com", "unsubscribed"),
        Subscription("d@example.com", "not subscribed"),
    ]


def test_subscribers_come_with_their_regions(sns: "SNSClient") -> None:
    settings = Settings(subscribers=(Subscriber("a@example.com", ("utica", "albany")),))
    assert found(sns, settings, listed(a=CONFIRMED)) == [
        Subscription("a@example.com", "confirmed", ("utica", "albany"))
    ]


def test_whoever_subscribed_by_hand_is_told_too(sns: "SNSClient") -> None:
    assert found(sns, Settings(), listed(a=CONFIRMED)) == [
        Subscription("a@example.com", "confirmed", is_in_settings=False)
    ]


def test_all_pages_are_read(sns: "SNSClient") -> None:
    settings = Settings(email=("a@example.com", "b@example.com"))
    states = [
        subscription.state
        for subscription in found(
            sns, settings, listed(a=CONFIRMED), listed(b="PendingConfirmation")
        )
    ]
    assert states == ["confirmed", "pending"]


def test_capital_letters_make_no_other_address(sns: "SNSClient") -> None:
    settings = Settings(email=("A@Example.com",))
    assert found(sns, settings, listed(a=CONFIRMED)) == [Subscription("A@Example.com", "confirmed")]


@pytest.mark.parametrize("gone_first", [True, False])
def test_who_came_back_is_what_they_are_now(sns: "SNSClient", *, gone_first: bool) -> None:
    pages = [listed(a="Deleted"), listed(a="PendingConfirmation")]
    settings = Settings(email=("a@example.com",))
    assert found(sns, settings, *(pages if gone_first else reversed(pages))) == [
        Subscription("a@example.com", "pending")
    ]


class TestTopic:
    @pytest.fixture
    def stubber(self, cloudformation: "CloudFormationClient") -> Iterator[Stubber]:
        with Stubber(cloudformation) as stubber:
            yield stubber
            stubber.assert_no_pending_responses()

    def answer(self, stubber: Stubber, *outputs: str, status: str = "CREATE_COMPLETE") -> None:
        stack = {
            "StackName": "GasNotifier",
            "CreationTime": "2026-04-06T00:00:00Z",
            "StackStatus": status,
            "Outputs": [{"OutputKey": name, "OutputValue": f"the {name}"} for name in outputs],
        }
        asked = {"StackName": "GasNotifier"}
        stubber.add_response("describe_stacks", {"Stacks": [stack]}, asked)

    def test_is_an_output_of_the_stack(
        self, cloudformation: "CloudFormationClient", stubber: Stubber
    ) -> None:
        self.answer(stubber, "PriceTableName", "NoticeTopicArn")
        assert topic_arn(cloudformation) == "the NoticeTopicArn"

    def test_is_not_there_before_the_stack_is_complete(
        self, cloudformation: "CloudFormationClient", stubber: Stubber
    ) -> None:
        self.answer(stubber, status="ROLLBACK_COMPLETE")
        with pytest.raises(NotDeployedError, match="GasNotifier is ROLLBACK_COMPLETE"):
            topic_arn(cloudformation)

    def test_is_not_there_without_a_stack(
        self, cloudformation: "CloudFormationClient", stubber: Stubber
    ) -> None:
        stubber.add_client_error(
            "describe_stacks", "ValidationError", "Stack with id GasNotifier does not exist"
        )
        with pytest.raises(NotDeployedError, match="there is no stack GasNotifier in us-east-1"):
            topic_arn(cloudformation)

    def test_cannot_be_known_by_who_may_not_ask(
        self, cloudformation: "CloudFormationClient", stubber: Stubber
    ) -> None:
        stubber.add_client_error("describe_stacks", "AccessDenied", "not authorized")
        with pytest.raises(ClientError, match="not authorized"):
            topic_arn(cloudformation)
