"""`restore`: recorded weeks of another table, brought back into the stack's own."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import DeployedStack
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import say
from gas_notifier.settings.setting import Setting

OPTIONS: Final = Options(
    "restore",
    "Copies the weeks of another table into that of the stack: of one restored from a backup, or "
    "kept from a stack that is gone. What is there stays as it is.",
    EPILOG,
    own={"table": Setting(lambda text: str(text).strip(), "NAME", "where the weeks are")},
    settings=("stack_name",),
)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    given = OPTIONS.read(arguments)
    if "table" not in given.own:
        OPTIONS.error("table: say which, as in TABLE=GasNotifier-restored")
    return on_aws(OPTIONS, given, _restore)


def _restore(given: Given, account: Account, stack: DeployedStack) -> int:
    tables = account.client("dynamodb")
    copied = there = 0
    for page in tables.get_paginator("scan").paginate(TableName=given.own["table"]):
        for item in page["Items"]:
            # One says that the years before the watch are all there, and is none.
            is_week = "prices" in item
            try:
                tables.put_item(
                    TableName=stack.outputs["PriceTableName"],
                    Item=item,
                    ConditionExpression="attribute_not_exists(fuel)",
                )
            except tables.exceptions.ConditionalCheckFailedException:
                there += is_week
            else:
                copied += is_week
    say(Console(highlight=False), f"Weeks copied: {copied}; already there: {there}.")
    return 0
