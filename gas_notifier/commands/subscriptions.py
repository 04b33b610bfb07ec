"""`subscriptions`: who has confirmed the deployed stack's mails, and who has not. It only reads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import TOPIC, DeployedStack
from gas_notifier.aws.subscriptions import State, Subscription, subscriptions
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import say, wrapped
from gas_notifier.settings.settings import Settings
from gas_prices.regions import REGIONS

DESCRIPTION: Final = """\
Asks AWS, with your own credentials, who is subscribed to the deployed stack's
notices: who has confirmed, and who has not. Changes nothing."""

NOBODY: Final = "Nobody is subscribed: make deploy EMAIL=you@example.com"
ADVICE: Final[Mapping[State, str]] = {
    "pending": "until the link in Amazon's mail is opened, within two days, no notice comes",
    "unsubscribed": "somebody or some mail scanner has opened the link at the end of a notice",
    "not subscribed": "was pending for more than two days, or is not deployed yet",
}
"""What each state but the good one means."""


OPTIONS: Final = Options("subscriptions", DESCRIPTION, EPILOG, settings=("stack_name",))


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_aws(OPTIONS, arguments, _list)


def _list(_given: Given, account: Account, stack: DeployedStack) -> int:
    topic = stack.outputs[TOPIC]
    settings = Settings.from_context(stack.context or {})
    _tell(topic, list(subscriptions(account.client("sns"), topic, settings)))
    return 0


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
