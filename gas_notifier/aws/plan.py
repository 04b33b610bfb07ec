"""What a deployment is going to do: from the settings that the stack has to those it will have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import TOPIC, DeployedStack, find
from gas_notifier.aws.subscriptions import subscriptions
from gas_notifier.settings import files
from gas_notifier.settings.changes import changes, losses
from gas_notifier.settings.deployed_settings import stack_name_of
from gas_notifier.settings.settings import Settings, SettingsError


@dataclass(frozen=True)
class Plan:
    """A deployment to come: of what stack, None being a new one, and with what settings.

    `changes` are lines, one a setting that changes, from what to what; `losses` are sentences.
    """

    stack: DeployedStack | None
    settings: Settings
    changes: tuple[str, ...]
    losses: tuple[str, ...]


def plan(account: Account, folder: Path, given: Mapping[str, str]) -> Plan:
    """Plan to deploy the settings that the stack has, those of `cdk.json` and those given over.

    Raises SettingsError when one is wrong, when one that is given stands in the `cdk.json` of the
    folder, too, when nobody would get a mail without `email` being given as none, and when AWS
    could not carry it out.
    """
    project = files.project_context(folder)
    for key in given.keys() & project.keys() - {"stack_name"}:
        raise SettingsError(f"{key}: {files.PROJECT} sets it, and comes first; change it there")
    said: dict[str, Any] = {**project, **given}
    name = stack_name_of(said)
    stack = find(account.client("cloudformation"), name)
    deployed = stack.context if stack else {}
    before = Settings.from_context({**deployed, "stack_name": name})
    after = Settings.from_context({**deployed, **said}, files.places(folder, project))
    if not after.readers and "email" not in given:
        raise SettingsError("email: nobody would get a mail; add EMAIL=you@example.com")
    after.refuse_own_region(account.region)
    if stack:
        _refuse_another_table(stack, before, after)
        _refuse_changes_for_who_is_gone(account, stack, before, after)
    return Plan(
        stack,
        after,
        tuple(changes(before, after)),
        (*_losses(account, stack, files.last_deployment(folder, name)), *losses(before, after)),
    )


def _losses(
    account: Account, stack: DeployedStack | None, last: Mapping[str, Any]
) -> Iterator[str]:
    if last and stack is None and (last["account"], last["region"]) != account.place:
        yield (
            "a second copy would come to live here, beside the one that was deployed from this "
            f"folder to account {last['account']}, region {last['region']}"
        )


def _refuse_another_table(stack: DeployedStack, before: Settings, after: Settings) -> None:
    """CloudFormation would make another table, empty, and takes one copy more or less at a time."""
    if bool(before.replica_regions) != bool(after.replica_regions):
        raise SettingsError(
            f"replica_regions: {stack.name} cannot change between a table with copies and one "
            "without; deploy a second stack, with a STACK_NAME of its own, bring the weeks there "
            f"with make restore TABLE={stack.outputs['PriceTableName']}, and destroy the first"
        )
    changed = {*before.replica_regions} ^ {*after.replica_regions}
    if len(changed) > 1:
        raise SettingsError(
            f"replica_regions: {', '.join(sorted(changed))} all change, but AWS adds or takes away "
            "one copy in a deployment"
        )


def _refuse_changes_for_who_is_gone(
    account: Account, stack: DeployedStack, before: Settings, after: Settings
) -> None:
    """CloudFormation reads a subscription before it changes its filter, and fails at one gone."""
    old, new = before.regions_of_readers, after.regions_of_readers
    stays = old.keys() & new.keys()
    # Version 1.0.0 said no scope of the filters, which all get one.
    changed = {
        address for address in stays if not stack.tells_settings or old[address] != new[address]
    }
    # Most deployments change no filter, and need not wait for an answer.
    found = subscriptions(account.client("sns"), stack.outputs[TOPIC], before) if changed else ()
    for reader in found:
        if reader.address in changed and reader.state in {"unsubscribed", "not subscribed"}:
            raise SettingsError(
                f"{reader.address} is {reader.state}, so AWS cannot change what it waits for: "
                "deploy without that address first, and then with it"
            )
