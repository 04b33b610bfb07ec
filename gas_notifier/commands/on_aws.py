"""How the commands that work on the deployed stack find it, and say why they cannot."""

from collections.abc import Callable, Sequence
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.aws.account import FAILURES, Account, reason
from gas_notifier.aws.deployed_stack import DeployedStack, need
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import failed
from gas_notifier.settings import files
from gas_notifier.settings.deployed_settings import stack_name_of
from gas_notifier.settings.settings import SettingsError

EPILOG: Final = """\
Account and region are chosen as for the AWS CLI: AWS_PROFILE, AWS_REGION and
~/.aws."""

Work = Callable[[Given, Account, DeployedStack], int]


def on_aws(options: Options, arguments: Sequence[str], work: Work) -> int:
    """Do a command's work on the stack that is meant, and return its exit status.

    What AWS refuses is one line and status 1; what was given wrongly, one line and status 2.
    """
    given = options.read(arguments)
    try:
        name = stack_name_of({**files.project_context(REPOSITORY), **given.settings})
        account = Account.of_user()
        return work(given, account, need(account.client("cloudformation"), name))
    except SettingsError as error:
        options.error(error)
    except FAILURES as error:
        return failed(reason(error, options.command))
