"""`synth`: the CloudFormation template, in cdk.out."""

from collections.abc import Sequence
from typing import Final

from gas_notifier.aws import cdk_cli
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.options import Options
from gas_notifier.commands.screen import remark
from gas_notifier.settings.deployed_settings import project_settings
from gas_notifier.settings.setting import SETTINGS
from gas_notifier.settings.settings import SettingsError

OPTIONS: Final = Options(
    "synth",
    "Makes the CloudFormation template, in cdk.out. Asks AWS nothing.",
    own=CDK_OPTIONS,
    settings=tuple(SETTINGS),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    try:
        settings = project_settings(given.settings)
    except SettingsError as error:
        OPTIONS.error(error)
    cdk_options = given.own.get("cdk_options", ())
    status = cdk_cli.run("synth", "--quiet", *cdk_cli.given(given.settings), *cdk_options)
    if status == 0 and not cdk_options:
        remark(f"Template: cdk.out/{settings.stack_name}.template.json")
    return status
