"""How the commands that need an account get at it and its stack, or say why they cannot."""

from collections.abc import Callable, Mapping
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.aws.account import FAILURES, Account, reason
from gas_notifier.aws.deployed_stack import DeployedStack, need
from gas_notifier.aws.plan import Plan, plan
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import failed
from gas_notifier.settings import files
from gas_notifier.settings.deployed_settings import project_settings, stack_name_of
from gas_notifier.settings.settings import Settings, SettingsError

EPILOG: Final = (
    "Account and region are chosen as for the AWS CLI: AWS_PROFILE, AWS_REGION and ~/.aws."
)


def on_aws(
    options: Options, given: Given, work: Callable[[Given, Account, DeployedStack], int]
) -> int:
    """Do a command's work on the stack that is meant, and return its exit status, likewise."""

    def on_stack(given: Given, account: Account) -> int:
        name = stack_name_of({**files.project_context(REPOSITORY), **given.settings})
        return work(given, account, need(account.client("cloudformation"), name))

    return in_account(options, given, on_stack)


def on_plan(options: Options, given: Given, work: Callable[[Given, Account, Plan], int]) -> int:
    """Do the work of a command that plans a deployment, and return its exit status, likewise."""

    def on_planned(given: Given, account: Account) -> int:
        return work(given, account, plan(account, REPOSITORY, given.settings))

    return in_account(options, given, on_planned, project_settings)


def in_account(
    options: Options,
    given: Given,
    work: Callable[[Given, Account], int],
    read: Callable[[Mapping[str, str]], Settings] = Settings.from_context,
) -> int:
    """Do a command's work in the account of its user, and return its exit status.

    `read` reads the settings that matter. What AWS refuses is one line and status 1; what was given
    wrongly, one line and status 2.
    """
    try:
        # What is wrong by itself needs no account to be told so.
        read(given.settings)
        return work(given, Account.of_user(given.own.get("cdk_options", ())))
    except SettingsError as error:
        options.error(error)
    except FAILURES as error:
        return failed(reason(error, options.command))
