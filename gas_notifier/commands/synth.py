"""`synth`: the CloudFormation template, in cdk.out."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.aws import cdk_cli
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.options import Options
from gas_notifier.settings.setting import SETTINGS

OPTIONS: Final = Options(
    "synth",
    "Makes the CloudFormation template, in cdk.out. Asks AWS nothing.",
    own=CDK_OPTIONS,
    settings=tuple(SETTINGS),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    return cdk_cli.run(
        "synth", "--quiet", *cdk_cli.given(given.settings), *given.own.get("cdk_options", ())
    )
