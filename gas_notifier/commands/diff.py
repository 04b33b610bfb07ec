"""`diff`: what a deployment would change, in our words and then in the CDK's."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from gas_notifier.aws import cdk_cli
from gas_notifier.aws.account import Account
from gas_notifier.aws.plan import Plan
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.deploy import tell
from gas_notifier.commands.on_aws import on_plan
from gas_notifier.commands.options import Given, Options
from gas_notifier.settings.setting import SETTINGS

OPTIONS: Final = Options(
    "diff",
    "Shows what make deploy would change, of the settings and of the stack.",
    own=CDK_OPTIONS,
    settings=tuple(SETTINGS),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_plan(OPTIONS, OPTIONS.read(arguments), _show)


def _show(given: Given, account: Account, planned: Plan) -> int:
    tell(Console(highlight=False), account, planned)
    cdk_options = given.own.get("cdk_options", ())
    settings = cdk_cli.all_of(planned.settings)
    return cdk_cli.run("diff", *settings, *cdk_options, region=account.region)
