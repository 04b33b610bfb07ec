"""`subscriptions`: who has confirmed the deployed stack's mails, and who has not.

The one command that talks to AWS, with its user's own credentials. It only reads.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError
from rich.console import Console

from gas_notifier.commands.options import Options
from gas_notifier.commands.screen import failed, say, wrapped
from gas_notifier.settings.deployed_settings import deployed_settings
from gas_notifier.settings.settings import Settings, SettingsError
from gas_prices.regions import REGIONS

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_sns import SNSClient

STACK: Final = "GasNotifier"
OUTPUT: Final = "NoticeTopicArn"

State = Literal["confirmed", "pending", "unsubscribed", "not subscribed"]

_STATES: Final[Mapping[str, State]] = {
    "PendingConfirmation": "pending",
    "Deleted": "unsubscribed",
}
"""What SNS has in place of the ARN of a subscription that is not confirmed, or no longer."""


class NotDeployedError(Exception):
    """There is no stack whose topic could have subscriptions."""


@dataclass(frozen=True)
class Subscription:
    """An address and how it stands. `regions` are those it waits for, empty when it is all.

    `is_in_settings` tells whether the next deployment knows of it.
    """

    address: str
    state: State
    regions: tuple[str, ...] = ()
    is_in_settings: bool = True


def topic_arn(cloudformation: "CloudFormationClient") -> str:
    """Return the ARN of the deployed stack's topic.

    Raises NotDeployedError when there is no stack, or none that is complete.
    """
    try:
        [stack] = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    except ClientError as error:
        # CloudFormation has no error of its own for this.
        if "does not exist" in str(error):
            where = cloudformation.meta.region_name
            raise NotDeployedError(f"there is no stack {STACK} in {where}") from error
        raise
    for output in stack.get("Outputs", []):
        if output["OutputKey"] == OUTPUT:
            return output["OutputValue"]
    raise NotDeployedError(f"the stack {STACK} is {stack['StackStatus']} and has no topic")


def subscriptions(sns: "SNSClient", topic_arn: str, settings: Settings) -> Iterator[Subscription]:
    """Yield a subscription for each address that the settings or the topic has."""
    # An address that came back after it had gone is listed twice: what it is now counts.
    by_age = sorted(_states(sns, topic_arn), key=lambda item: item[1] != "unsubscribed")
    states = dict(by_age)
    for address, regions in (
        *((address, ()) for address in settings.email),
        *((subscriber.email, subscriber.regions) for subscriber in settings.subscribers),
    ):
        yield Subscription(address, states.pop(address.lower(), "not subscribed"), regions)
    for address, state in states.items():
        yield Subscription(address, state, is_in_settings=False)


def _states(sns: "SNSClient", topic_arn: str) -> Iterator[tuple[str, State]]:
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic_arn)
    for page in pages:
        for subscription in page["Subscriptions"]:
            state = _STATES.get(subscription["SubscriptionArn"], "confirmed")
            yield subscription["Endpoint"].lower(), state


DESCRIPTION: Final = """\
Asks AWS, with your own credentials, who is subscribed to the deployed stack's
notices: who has confirmed, and who has not. Changes nothing."""

EPILOG: Final = """\
Account and region are chosen as for the AWS CLI: AWS_PROFILE, AWS_REGION and
~/.aws. How to confirm, and what to do about the others: docs/confirming.md"""

NOBODY: Final = "Nobody is subscribed: make deploy EMAIL=you@example.com"
ADVICE: Final[Mapping[State, str]] = {
    "pending": "until the link in Amazon's mail is opened, within two days, no notice comes",
    "unsubscribed": "somebody or some mail scanner has opened the link at the end of a notice",
    "not subscribed": "was pending for more than two days, or is not deployed yet",
}
"""What each state but the good one means."""


OPTIONS: Final = Options("subscriptions", DESCRIPTION, EPILOG)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    OPTIONS.read(arguments)
    try:
        settings = deployed_settings({})
    except SettingsError as error:
        OPTIONS.error(error)
    try:
        topic, found = _ask(settings)
    except NoRegionError:
        return failed("no AWS region is set: try AWS_REGION=us-east-1 make subscriptions")
    except NoCredentialsError:
        return failed("no AWS credentials were found: try AWS_PROFILE=name make subscriptions")
    except (BotoCoreError, ClientError, NotDeployedError) as error:
        return failed(" ".join(str(error).split()))
    _tell(topic, found)
    return 0


def _ask(settings: Settings) -> tuple[str, Sequence[Subscription]]:
    # Unlike the AWS CLI and the CDK CLI, boto3 does not read AWS_REGION.
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    topic = topic_arn(session.client("cloudformation"))
    return topic, list(subscriptions(session.client("sns"), topic, settings))


def _tell(topic: str, found: Sequence[Subscription]) -> None:
    console = Console(highlight=False)
    say(console, f"Topic: {topic}\n")
    width = max((len(subscription.address) for subscription in found), default=0)
    for subscription in found:
        regions = ", ".join(REGIONS[region] for region in subscription.regions)
        wants = regions or "every notice"
        if not subscription.is_in_settings:
            wants = "not in the settings"
        say(console, f"{subscription.address:{width}}  {subscription.state:14}  {wants}")
    states = Counter(subscription.state for subscription in found)
    counts = ", ".join(f"{count} {state}" for state, count in states.items())
    say(console, f"\n{counts}" if found else NOBODY)
    for state, advice in ADVICE.items():
        if state in states:
            say(console, wrapped(f"{state}: {advice}"), "yellow")
