"""Who is subscribed to the deployed stack's notices, and how each one stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from gas_notifier.settings.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

State = Literal["confirmed", "pending", "unsubscribed", "not subscribed"]

_STATES: Final[Mapping[str, State]] = {
    "PendingConfirmation": "pending",
    "Deleted": "unsubscribed",
}
"""What SNS has in place of the ARN of a subscription that is not confirmed, or no longer."""


@dataclass(frozen=True)
class Subscription:
    """An address and how it stands. `regions` are those it waits for, empty when it is all.

    `is_in_settings` tells whether the next deployment knows of it. `arn` is there once it is
    confirmed.
    """

    address: str
    state: State
    regions: tuple[str, ...] = ()
    is_in_settings: bool = True
    arn: str | None = None


def subscriptions(sns: "SNSClient", topic_arn: str, settings: Settings) -> Iterator[Subscription]:
    """Yield a subscription for each address that the settings or the topic has."""
    # An address that came back after it had gone is listed twice: what it is now counts.
    by_age = sorted(_listed(sns, topic_arn), key=lambda item: item[1] != "Deleted")
    arns = dict(by_age)
    for address, regions in settings.regions_of_readers.items():
        yield _subscription(address, arns.pop(address.lower(), None), regions, is_in_settings=True)
    for address, arn in arns.items():
        yield _subscription(address, arn, (), is_in_settings=False)


def _subscription(
    address: str, arn: str | None, regions: tuple[str, ...], *, is_in_settings: bool
) -> Subscription:
    if arn is None:
        return Subscription(address, "not subscribed", regions, is_in_settings)
    if state := _STATES.get(arn):
        return Subscription(address, state, regions, is_in_settings)
    return Subscription(address, "confirmed", regions, is_in_settings, arn)


def _listed(sns: "SNSClient", topic_arn: str) -> Iterator[tuple[str, str]]:
    """Yield each address, in small letters, and the ARN or what SNS has in its place."""
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn)
    for page in pages:
        for subscription in page["Subscriptions"]:
            yield subscription["Endpoint"].lower(), subscription["SubscriptionArn"]
