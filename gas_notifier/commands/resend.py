"""`resend`: a notice mailed once more, for whoever confirmed late."""

import shlex
from collections.abc import Sequence
from typing import Final

from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import TOPIC, DeployedStack
from gas_notifier.aws.functions import PATIENT, InvocationError, invoke
from gas_notifier.aws.records import records
from gas_notifier.aws.subscriptions import subscriptions
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options, day
from gas_notifier.commands.screen import FAILED, agreed, failed, say, wrapped
from gas_notifier.settings import values
from gas_notifier.settings.setting import Setting
from gas_notifier.settings.settings import Settings

OPTIONS: Final = Options(
    "resend",
    "Mails the newest notice once more, or that of a week, to all who wait for it and have "
    "confirmed. Says to how many, and asks first.",
    EPILOG,
    own={
        "week": Setting(day, "DATE", "such as 2026-01-26 (default: the newest with a notice)"),
        "yes": Setting(values.flag, "FLAG", "do not ask"),
    },
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_aws(OPTIONS, OPTIONS.read(arguments), _resend)


def _resend(given: Given, account: Account, stack: DeployedStack) -> int:
    known = records(account.client("dynamodb"), stack.outputs["PriceTableName"], stack.fuel)
    notices = {record.week: record.notice for record in known if record.notice}
    week = given.own.get("week", max(notices, default=None))
    if not notices:
        return failed("there is no notice: nothing was told yet")
    if week not in notices:
        return failed(f"week {week} has no notice: the newest is of {max(notices)}")
    settings = Settings.from_context(stack.context)
    told = settings.readers_of([region.region for region in notices[week].regions])
    topic = stack.outputs[TOPIC]
    confirmed = [
        reader.address
        for reader in subscriptions(account.client("sns"), topic, settings)
        if reader.state == "confirmed" and (reader.address in told or not reader.is_in_settings)
    ]
    console = Console(highlight=False)
    many = f"{len(confirmed)} {'reader' if len(confirmed) == 1 else 'readers'}"
    say(console, wrapped(f"The notice of {week}, to {many}: {', '.join(confirmed) or 'nobody'}."))
    again = shlex.join(["make", "resend", f"WEEK={week}", f"STACK_NAME={stack.name}", "YES=1"])
    if not given.own.get("yes") and not agreed(console, "Mail it once more?", again):
        return FAILED
    try:
        invoke(
            account.client("lambda", config=PATIENT),
            stack.outputs["PublisherName"],
            {"week": week.isoformat()},
        )
    except InvocationError as error:
        return failed(f"the publisher failed: {error}")
    say(console, "Mailed.")
    return 0
