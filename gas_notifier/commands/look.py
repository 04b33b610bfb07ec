"""`look`: the fetcher looks at the feed now, and what came of it is said."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import TOPIC, DeployedStack
from gas_notifier.aws.functions import PATIENT, InvocationError, invoke
from gas_notifier.aws.records import records
from gas_notifier.aws.subscriptions import Subscription, subscriptions
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import failed, say, wrapped
from gas_notifier.history.previews import preview
from gas_notifier.settings.settings import Settings
from gas_prices.credible import PublishedWeek
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule

OPTIONS: Final = Options(
    "look",
    "Has the deployed fetcher look at the feed now, and says what it recorded, who is mailed, or "
    "what keeps a mail back.",
    EPILOG,
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_aws(OPTIONS, OPTIONS.read(arguments), _look)


def _look(_given: Given, account: Account, stack: DeployedStack) -> int:
    settings = Settings.from_context(stack.context)
    functions = account.client("lambda", config=PATIENT)
    try:
        result = invoke(functions, stack.outputs["FetcherName"], {})
    except InvocationError as error:
        return failed(f"the look failed: {error}")
    known = records(account.client("dynamodb"), stack.outputs["PriceTableName"], stack.fuel)
    readers = list(subscriptions(account.client("sns"), stack.outputs[TOPIC], settings))
    console = Console(highlight=False)
    for line in _lines(result, settings, known, readers):
        say(console, wrapped(line))
    return 0


def _lines(
    result: Mapping[str, Any],
    settings: Settings,
    known: Sequence[Record],
    readers: Sequence[Subscription],
) -> Iterator[str]:
    yield f"Looked at {result['feed_url']}: its newest week is {result['newest_week']}."
    for region, price in result["suspect"].items():
        yield f"Not believed: {REGIONS[region]}, ${price}."
    for region in result["missing"]:
        yield f"No price: {REGIONS[region]}."
    if result["recorded"]:
        yield f"Recorded: {', '.join(result['recorded'])}."
    if result["notice"]:
        yield from _told(settings.readers_of(result["notice"]["regions"]), readers)
    elif result["recorded"]:
        yield "No mail."
        yield from _kept_back(settings.rule, known)
    else:
        yield "No mail: nothing is new since the last look."


def _told(to: Sequence[str], readers: Sequence[Subscription]) -> Iterator[str]:
    """Yield who is mailed, and who would be if they had confirmed."""
    states = {reader.address: reader.state for reader in readers}
    mailed = [address for address in to if states[address] == "confirmed"]
    yield f"Mailed: {', '.join(mailed) or 'nobody'}."
    for address in to:
        if states[address] != "confirmed":
            yield (
                f"Missed by {address}, who is {states[address]}: make subscriptions says what to "
                "do, and make resend mails it again."
            )


def _kept_back(rule: Rule, known: Sequence[Record]) -> Iterator[str]:
    weeks = [PublishedWeek(record.week, record.prices, record.suspect) for record in known]
    found = preview(rule, weeks, known[-2] if len(known) > 1 else None)
    for region, reasons in found.kept_back.items():
        yield f"Not told: {REGIONS[region]}, {'; '.join(reasons)}."
