"""Who is subscribed: `gas_notifier.local.subscriptions`.

Neither moto nor the emulator knows of subscriptions that wait for their confirmation, so what AWS
answers is written down here.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from gas_notifier.local.subscriptions import (
    NotDeployedError,
    Subscription,
    subscriptions,
    topic_arn,
)
from gas_notifier.settings import Settings, Subscriber

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_sns import SNSClient

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
