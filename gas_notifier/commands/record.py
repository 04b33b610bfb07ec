"""`record`: a week by hand, through the API of the deployed stack, when the feed is down."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any, Final

import requests

from gas_notifier.aws import recorder
from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import DeployedStack
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options, day
from gas_notifier.commands.screen import failed, wrapped
from gas_notifier.settings import values
from gas_notifier.settings.setting import Setting
from gas_prices.regions import REGIONS

DESCRIPTION: Final = (
    "Records a week's prices by hand, signed with your own credentials. The rule, the table and "
    "the mails do the rest, as if the feed had brought them."
)
PAGE: Final = "PageUrl"
NO_RECORDER: Final = "the deployed stack takes no weeks: make deploy API=read-write"
RIGHT: Final = "it takes the right execute-api:Invoke (docs/decisions/recorded-by-hand.md)"
MONDAY: Final = 0


def _monday(value: object) -> date:
    week = day(value)
    if week.weekday() != MONDAY:
        raise ValueError(f"{week} is not a Monday, as all weeks of the feed are")
    return week


OPTIONS: Final = Options(
    "record",
    DESCRIPTION,
    EPILOG,
    own={
        "week": Setting(_monday, "DATE", "a Monday, such as 2026-04-13"),
        **{
            slug: Setting(values.decimal("1", "15", 3, "dollars"), "PRICE", f"in {name}")
            for slug, name in REGIONS.items()
        },
    },
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    if "week" not in given.own or len(given.own) == 1:
        OPTIONS.error("say the week and a price of each watched region: WEEK=2026-04-13 UTICA=3.05")
    return on_aws(OPTIONS, given, _record)


def _record(given: Given, account: Account, stack: DeployedStack) -> int:
    prices = dict(given.own)
    week = prices.pop("week")
    if PAGE not in stack.outputs:
        return failed(NO_RECORDER)
    try:
        status, answer = recorder.put(
            stack.outputs[PAGE], week, prices, account.credentials, account.region
        )
    except requests.RequestException as error:
        return failed(f"no answer from {stack.outputs[PAGE]}: {error}")
    if status == HTTPStatus.NOT_FOUND:
        return failed(NO_RECORDER)
    try:
        said = json.loads(answer)
    except ValueError:
        return failed(f"no answer from {stack.outputs[PAGE]}: {status} came, and no JSON")
    if status >= HTTPStatus.BAD_REQUEST:
        right = f"; {RIGHT}" if status == HTTPStatus.FORBIDDEN else ""
        return failed(f"not recorded: {said.get('error') or said.get('message') or status}{right}")
    print(wrapped(_in_words(said)))
    return 0


def _in_words(said: Mapping[str, Any]) -> str:
    week = said["week"]
    if not said["recorded"]:
        return f"Not recorded: nothing of {week} is told, and record=drops keeps no such week."
    if "told" not in said:
        return f"{week} is recorded already, with these prices: nothing was changed."
    told = ", ".join(REGIONS[region] for region in said["told"])
    return f"Recorded: {week}. {f'Its mail tells of {told}.' if told else 'No mail.'}"
