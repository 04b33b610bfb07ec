"""`deploy`: the stack, with the settings that it has, those of `cdk.json`, and those given."""

import shlex
from collections.abc import Sequence
from functools import partial
from typing import Final

from rich.console import Console

from gas_notifier import REPOSITORY
from gas_notifier.aws import cdk_cli
from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import TOPIC, need
from gas_notifier.aws.plan import Plan
from gas_notifier.aws.subscriptions import subscriptions
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.on_aws import on_plan
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import FAILED, agreed, say, wrapped
from gas_notifier.settings import files, values
from gas_notifier.settings.setting import SETTINGS, Setting
from gas_notifier.settings.settings import Settings

OPTIONS: Final = Options(
    "deploy",
    "Deploys the stack into your AWS account. It begins with the settings that the stack has; "
    "those of cdk.json and those given here take their places.",
    own={
        **CDK_OPTIONS,
        "yes": Setting(values.flag, "FLAG", "go on whatever would be lost, without a question"),
    },
    settings=tuple(SETTINGS),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_plan(OPTIONS, OPTIONS.read(arguments), partial(_deploy, arguments))


def _deploy(arguments: Sequence[str], given: Given, account: Account, planned: Plan) -> int:
    console = Console(highlight=False)
    tell(console, account, planned)
    if planned.losses and not given.own.get("yes"):
        again = shlex.join(["make", "deploy", *arguments, "YES=1"])
        if not agreed(console, "Deploy all the same?", again):
            return FAILED
    settings = planned.settings
    cdk_options = given.own.get("cdk_options", ())
    status = cdk_cli.run("deploy", *cdk_cli.all_of(settings), *cdk_options, region=account.region)
    if status == 0:
        files.keep_copy(REPOSITORY, settings, account=account.number, region=account.region)
        _tell_what_is_next(console, account, settings, is_new=planned.stack is None)
    return status


def _tell_what_is_next(
    console: Console, account: Account, settings: Settings, *, is_new: bool
) -> None:
    stack = need(account.client("cloudformation"), settings.stack_name)
    readers = subscriptions(account.client("sns"), stack.outputs[TOPIC], settings)
    pending = [reader.address for reader in readers if reader.state == "pending"]
    if pending:
        say(
            console,
            wrapped(
                f"Next: Amazon has mailed a link to {', '.join(pending)}. Do not open it, but copy "
                "it, within two days:"
            ),
        )
        say(console, "  make confirm LINK='https://sns...'")
    if is_new:
        say(console, "Then make look records the newest week and mails what is watched since.")
    else:
        say(console, "make look looks at the feed at once, and says what comes of it.")


def tell(console: Console, account: Account, planned: Plan) -> None:
    """Say where a deployment goes, what it changes of the settings, and what would be lost."""
    where = f"account {account.number}, region {account.region}"
    is_there = "is there" if planned.stack else "is new"
    say(console, wrapped(f"The stack {planned.settings.stack_name} {is_there}: {where}."))
    for change in planned.changes or ["no setting changes"]:
        say(console, f"  {change}")
    for loss in planned.losses:
        say(console, wrapped(f"Lost: {loss}."), "yellow")
