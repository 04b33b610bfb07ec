"""`destroy`: the whole stack, taken away again."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.aws import cdk_cli
from gas_notifier.aws.account import Account
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.on_aws import in_account
from gas_notifier.commands.options import Given, Options

OPTIONS: Final = Options(
    "destroy",
    "Asks, and then deletes the stack: subscriptions and recorded prices as well.",
    "Without a terminal, to be meant: CDK_OPTIONS=--force",
    own=CDK_OPTIONS,
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return in_account(OPTIONS, OPTIONS.read(arguments), _destroy)


def _destroy(given: Given, account: Account) -> int:
    settings, cdk_options = cdk_cli.given(given.settings), given.own.get("cdk_options", ())
    return cdk_cli.run("destroy", *settings, *cdk_options, region=account.region)
