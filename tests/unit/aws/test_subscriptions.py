"""Who is subscribed, and how each one stands: `gas_notifier.aws.subscriptions`."""

from typing import TYPE_CHECKING, Final

import boto3
import pytest
from botocore.stub import Stubber

from gas_notifier.aws.subscriptions import Subscription, subscriptions
from gas_notifier.settings.settings import Settings
from gas_notifier.settings.subscriber import Subscriber

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

TOPIC: Final = "arn:aws:sns:us-east-1:000000000000:notices"
CONFIRMED: Final = f"{TOPIC}:6d9a4e1c"


@pytest.fixture
def sns() -> "SNSClient":
    return boto3.client("sns")


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
        Subscription("a@example.com", "confirmed", arn=CONFIRMED),
        Subscription("b@example.com", "pending"),
        Subscription("c@example.com", "unsubscribed"),
        Subscription("d@example.com", "not subscribed"),
    ]


def test_subscribers_come_with_their_regions(sns: "SNSClient") -> None:
    settings = Settings(subscribers=(Subscriber("a@example.com", ("utica", "albany")),))
    assert found(sns, settings, listed(a=CONFIRMED)) == [
        Subscription("a@example.com", "confirmed", ("utica", "albany"), arn=CONFIRMED)
    ]


def test_whoever_subscribed_by_hand_is_told_too(sns: "SNSClient") -> None:
    assert found(sns, Settings(), listed(a=CONFIRMED)) == [
        Subscription("a@example.com", "confirmed", is_in_settings=False, arn=CONFIRMED)
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
    assert found(sns, settings, listed(a=CONFIRMED)) == [
        Subscription("A@Example.com", "confirmed", arn=CONFIRMED)
    ]


@pytest.mark.parametrize("gone_first", [True, False])
def test_who_came_back_is_what_they_are_now(sns: "SNSClient", *, gone_first: bool) -> None:
    pages = [listed(a="Deleted"), listed(a="PendingConfirmation")]
    settings = Settings(email=("a@example.com",))
    assert found(sns, settings, *(pages if gone_first else reversed(pages))) == [
        Subscription("a@example.com", "pending")
    ]
