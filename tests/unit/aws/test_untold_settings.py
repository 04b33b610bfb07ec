"""The settings of a stack of version 1.0.0: `gas_notifier.aws.untold_settings`."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import need
from gas_notifier.aws.plan import plan
from gas_notifier.settings.settings import Settings, SettingsError
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.rule import Rule
from tests.support.stacks import Deploy, Stacks


def subscription(address: str, topic: str, **more: object) -> dict[str, Any]:
    return {
        "Type": "AWS::SNS::Subscription",
        "Properties": {"Endpoint": address, "TopicArn": {"Ref": topic}, **more},
    }


def function(**variables: str) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {"Environment": {"Variables": {"TABLE_NAME": "prices", **variables}}},
    }


def test_they_are_read_from_its_resources(
    account: Account, deployed: Deploy, stacks: Stacks
) -> None:
    deployed(Settings())
    stacks.templates["GasNotifier"] = {
        "Resources": {
            "Table": {
                "Type": "AWS::DynamoDB::Table",
                "Properties": {"DeletionProtectionEnabled": True},
            },
            "Topic": {"Type": "AWS::SNS::Topic"},
            "Reader": subscription("a@example.com", "NoticesTopic898AF2CD"),
            "Subscriber": subscription(
                "s@example.com", "NoticesTopic898AF2CD", FilterPolicy={"regions": ["utica"]}
            ),
            "Operator": subscription("ops@example.com", "AlarmsTopic3A2DFEBA"),
            "Fetcher": function(
                REGIONS="albany,utica",
                MIN_DROP_CENTS="3",
                BELOW="3.25",
                LOWEST_IN_WEEKS="",
                RECORD="drops",
                FEED_URLS="https://feed.example/a.json,https://feed.example/b.json",
            ),
            "Publisher": function(TANK_GALLONS="13.5"),
            "Schedule": {
                "Type": "AWS::Scheduler::Schedule",
                "Properties": {
                    "ScheduleExpression": "rate(12 hours)",
                    "ScheduleExpressionTimezone": "Europe/Berlin",
                },
            },
        }
    }
    stack = need(account.client("cloudformation"), "GasNotifier")
    assert Settings.from_context(stack.context) == Settings(
        email=("a@example.com",),
        subscribers=(Subscriber("s@example.com", ("utica",)),),
        rule=Rule(("albany", "utica"), min_drop_cents=3, below=Decimal("3.25"), record="drops"),
        schedule="rate(12 hours)",
        time_zone="Europe/Berlin",
        feed_url=("https://feed.example/a.json", "https://feed.example/b.json"),
        tank_gallons=Decimal("13.5"),
        alarm_email="ops@example.com",
        retain_data=True,
    )


def test_a_reader_of_it_who_is_gone_cannot_get_a_scope(
    account: Account, tmp_path: Path, deployed: Deploy, stacks: Stacks
) -> None:
    deployed(Settings())
    stacks.templates["GasNotifier"] = {
        "Resources": {"Reader": subscription("a@example.com", "NoticesTopic898AF2CD")}
    }
    with pytest.raises(SettingsError, match=r"^a@example\.com is not subscribed, so AWS cannot"):
        plan(account, tmp_path, {})
