"""`deploy`: the stack, with the settings that are kept and those that were given."""

from collections.abc import Sequence
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.aws import cdk_cli
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.options import Options
from gas_notifier.settings import context_file
from gas_notifier.settings.setting import SETTINGS
from gas_notifier.settings.settings import SettingsError

OPTIONS: Final = Options(
    "deploy",
    "Deploys the stack into your AWS account, with the settings kept from before.",
    own=CDK_OPTIONS,
    settings=tuple(SETTINGS),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    try:
        kept = context_file.keep(REPOSITORY / context_file.NAME, given.settings)
    except SettingsError as error:
        OPTIONS.error(error)
    if kept:
        print(f"Kept in {context_file.NAME}:", *(f"{key}={value}" for key, value in kept.items()))
    return cdk_cli.run("deploy", *given.own.get("cdk_options", ()))
