"""`subscriptions`: who has confirmed the deployed stack's mails, and who has not. It only reads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import TOPIC, DeployedStack, subscribed_at
from gas_notifier.aws.subscriptions import State, Subscription, subscriptions
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import say, wrapped
from gas_notifier.settings.settings import Settings
from gas_prices.regions import REGIONS

DESCRIPTION: Final = (
    "Asks AWS, with your own credentials, who is subscribed to the deployed stack's notices: who "
    "has confirmed, and who has not. Changes nothing."
)

NOBODY: Final = "Nobody is subscribed: make deploy EMAIL=you@example.com"
PENDING: Final = timedelta(days=2)
"""So long SNS waits for a link to be followed."""
ADVICE: Final[Mapping[State, str]] = {
    "pending": "no notice comes until the link in Amazon's mail is followed; copy it, and make "
    "confirm LINK='https://sns...'",
    "unsubscribed": "somebody or some mail scanner has opened the link at the end of a notice; to "
    "begin anew: docs/confirming.md",
    "not subscribed": "was pending for more than two days, or is not deployed yet; to begin anew: "
    "docs/confirming.md",
}
"""What to do about each state but the good one."""

OPTIONS: Final = Options("subscriptions", DESCRIPTION, EPILOG, settings=("stack_name",))


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_aws(OPTIONS, OPTIONS.read(arguments), _list)


def _list(_given: Given, account: Account, stack: DeployedStack) -> int:
    topic = stack.outputs[TOPIC]
    settings = Settings.from_context(stack.context)
    found = list(subscriptions(account.client("sns"), topic, settings))
    console = Console(highlight=False)
    say(console, f"Topic: {topic}\n")
    since = subscribed_at(account.client("cloudformation"), stack.name)
    width = max((len(reader.address) for reader in found), default=0)
    for reader in found:
        say(console, f"{reader.address:{width}}  {reader.state:14}  {_wants(reader, since)}")
    states = Counter(reader.state for reader in found)
    counts = ", ".join(f"{count} {state}" for state, count in states.items())
    say(console, f"\n{counts}" if found else NOBODY)
    for state, advice in ADVICE.items():
        if state in states:
            say(console, wrapped(f"{state}: {advice}"), "yellow")
    for reader in found:
        if reader.arn and not reader.is_in_settings:
            say(console, f"{reader.address} is taken out by no deployment, but by:", "yellow")
            say(console, f"  aws sns unsubscribe --subscription-arn {reader.arn}")
    return 0


def _wants(reader: Subscription, since: Mapping[str, datetime]) -> str:
    if not reader.is_in_settings:
        return "not in the settings"
    regions = ", ".join(REGIONS[region] for region in reader.regions)
    wants = regions or "every notice"
    if reader.state == "pending" and reader.address.lower() in since:
        until = since[reader.address.lower()].astimezone(UTC) + PENDING
        wants += f", until {until:%Y-%m-%d %H:%M} UTC"
    return wants
