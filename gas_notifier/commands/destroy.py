"""`destroy`: the whole stack, taken away again."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.aws import cdk_cli
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.options import Options

OPTIONS: Final = Options(
    "destroy",
    "Asks, and then deletes the stack: subscriptions and recorded prices as well.",
    "Without a terminal, to be meant: CDK_OPTIONS=--force",
    own=CDK_OPTIONS,
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    return cdk_cli.run("destroy", *cdk_cli.given(given.settings), *given.own.get("cdk_options", ()))
