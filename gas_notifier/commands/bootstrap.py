"""`bootstrap`: what the CDK needs in an account and region, once."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.aws import cdk_cli
from gas_notifier.aws.account import Account
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.on_aws import EPILOG, in_account
from gas_notifier.commands.options import Given, Options

OPTIONS: Final = Options(
    "bootstrap",
    "Prepares an account and region for deployments with the CDK.",
    EPILOG,
    own=CDK_OPTIONS,
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return in_account(OPTIONS, OPTIONS.read(arguments), _bootstrap)


def _bootstrap(given: Given, account: Account) -> int:
    cdk_options = given.own.get("cdk_options", ())
    return cdk_cli.run("bootstrap", *cdk_options, region=account.region)
