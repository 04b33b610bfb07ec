"""`diff`: what a deployment would change, in our words and then in the CDK's."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from gas_notifier import REPOSITORY
from gas_notifier.aws import cdk_cli
from gas_notifier.aws.account import FAILURES, Account, reason
from gas_notifier.aws.plan import plan
from gas_notifier.commands.cdk_options import CDK_OPTIONS
from gas_notifier.commands.deploy import tell
from gas_notifier.commands.options import Options
from gas_notifier.commands.screen import failed
from gas_notifier.settings.setting import SETTINGS
from gas_notifier.settings.settings import SettingsError

OPTIONS: Final = Options(
    "diff",
    "Shows what make deploy would change, of the settings and of the stack.",
    own=CDK_OPTIONS,
    settings=tuple(SETTINGS),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    cdk_options: Sequence[str] = given.own.get("cdk_options", ())
    try:
        account = Account.of_user(cdk_options)
        planned = plan(account, REPOSITORY, given.settings)
    except SettingsError as error:
        OPTIONS.error(error)
    except FAILURES as error:
        return failed(reason(error, "diff"))
    tell(Console(highlight=False), account, planned)
    return cdk_cli.run(
        "diff", *cdk_cli.all_of(planned.settings), *cdk_options, region=account.region
    )
