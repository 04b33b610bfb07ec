"""How the commands that work on the deployed stack find it, or plan it, or say why they cannot."""

from collections.abc import Callable, Sequence
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.aws.account import FAILURES, Account, reason
from gas_notifier.aws.deployed_stack import DeployedStack, need
from gas_notifier.aws.plan import Plan, plan
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import failed
from gas_notifier.settings import files
from gas_notifier.settings.deployed_settings import stack_name_of
from gas_notifier.settings.settings import Settings, SettingsError

EPILOG: Final = (
    "Account and region are chosen as for the AWS CLI: AWS_PROFILE, AWS_REGION and ~/.aws."
)


def on_aws(
    options: Options,
    arguments: Sequence[str],
    work: Callable[[Given, Account, DeployedStack], int],
) -> int:
    """Do a command's work on the stack that is meant, and return its exit status.

    What AWS refuses is one line and status 1; what was given wrongly, one line and status 2.
    """

    def on_stack(given: Given) -> int:
        name = stack_name_of({**files.project_context(REPOSITORY), **given.settings})
        account = Account.of_user()
        return work(given, account, need(account.client("cloudformation"), name))

    return _answered(options, arguments, on_stack)


def on_plan(
    options: Options, arguments: Sequence[str], work: Callable[[Given, Account, Plan], int]
) -> int:
    """Do the work of a command that plans a deployment, and return its exit status, likewise."""

    def on_planned(given: Given) -> int:
        # What is wrong by itself needs no account to be told so.
        Settings.from_context(given.settings)
        account = Account.of_user(given.own.get("cdk_options", ()))
        return work(given, account, plan(account, REPOSITORY, given.settings))

    return _answered(options, arguments, on_planned)


def _answered(options: Options, arguments: Sequence[str], work: Callable[[Given], int]) -> int:
    given = options.read(arguments)
    try:
        return work(given)
    except SettingsError as error:
        options.error(error)
    except FAILURES as error:
        return failed(reason(error, options.command))
