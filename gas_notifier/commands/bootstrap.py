"""`bootstrap`: what the CDK needs in an account and region, once."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.aws import cdk_cli
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.options import Options

OPTIONS: Final = Options(
    "bootstrap", "Prepares an account and region for deployments with the CDK.", own=CDK_OPTIONS
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return cdk_cli.run("bootstrap", *OPTIONS.read(arguments).own.get("cdk_options", ()))
