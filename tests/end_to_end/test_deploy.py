"""`make deploy` and `make diff` with the real CDK CLI, and the emulator in the place of AWS."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from gas_notifier.emulator.emulator import Emulator
from tests.support.checkout import Checkout

STACK: Final = "Other"
"""Beside the stack of the other tests in the same account."""
FIRST: Final = (
    *("EMAIL=a@example.com,b@example.com", "REGIONS=albany", "RETAIN_DATA=1"),
    "ALARM_EMAIL=ops@example.com",
)
LOST: Final = (
    "Lost: a@example.com would get no notice any more.\n"
    "Lost: b@example.com would get no notice any more.\n"
)
KEPT: Final = {
    "email": ["a@example.com", "b@example.com"],
    "alarm_email": "ops@example.com",
    "retain_data": True,
    "stack_name": STACK,
    "regions": ["albany"],
}
# The app, and a resource that no deployment can make.
BROKEN_APP: Final = """
from aws_cdk import App, CfnResource
from gas_notifier.settings.settings import Settings
from gas_notifier.stack import GasNotifier
app = App(builtin_cloud_formation_validation=False)
stack = GasNotifier(app, "Other", settings=Settings.from_context(app.node.get_all_context()))
url = {"TargetFunctionArn": "nobody", "AuthType": "AWS_IAM"}
CfnResource(stack, "Broken", type="AWS::Lambda::Url", properties=url)
app.synth()
"""


@pytest.fixture(scope="module")
def checkout(
    bootstrapped: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Checkout]:
    """Return a checkout from which the stack was deployed once."""
    checkout = Checkout(tmp_path_factory.mktemp("checkout"), bootstrapped, stack_name=STACK)
    deployed = checkout.run("deploy", *FIRST)
    assert deployed.returncode == 0, deployed.stderr
    assert "The stack Other is new: account 000000000000, region us-east-1." in (deployed.stdout)
    yield checkout
    destroyed = checkout.run("destroy", "CDK_OPTIONS=--force")
    assert destroyed.returncode == 0, destroyed.stderr
    # The table is retained, and protected.
    tables = bootstrapped.client("dynamodb")
    (table,) = (name for name in tables.list_tables()["TableNames"] if name.startswith(STACK))
    tables.update_table(TableName=table, DeletionProtectionEnabled=False)
    tables.delete_table(TableName=table)


def readers(emulator: Emulator) -> Sequence[str]:
    (topic,) = (
        topic["TopicArn"]
        for topic in emulator.client("sns").list_topics()["Topics"]
        if f"{STACK}-Notices" in topic["TopicArn"]
    )
    listed = emulator.client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return sorted(subscription["Endpoint"] for subscription in listed)


def settings(emulator: Emulator) -> object:
    template = emulator.client("cloudformation").get_template(StackName=STACK)
    return template["TemplateBody"]["Metadata"]["GasNotifierSettings"]


def test_from_a_fresh_clone_no_reader_goes_without_a_word(checkout: Checkout) -> None:
    (checkout.folder / "deployed.json").unlink()

    stopped = checkout.run("deploy", "EMAIL=c@example.com")

    assert stopped.returncode == 1
    assert stopped.stdout == (
        "The stack Other is there: account 000000000000, region us-east-1.\n"
        f"  email: a@example.com, b@example.com -> c@example.com\n{LOST}"
    )
    assert stopped.stderr == (
        "Nothing was done. If it is meant: make deploy EMAIL=c@example.com YES=1\n"
    )
    listed = checkout.run("subscriptions")
    assert listed.stdout.splitlines()[2:] == [
        "a@example.com  confirmed       every notice",
        "b@example.com  confirmed       every notice",
        "",
        "2 confirmed",
    ]


def test_subscribers_in_cdk_json_come_beside_those_who_are_deployed(checkout: Checkout) -> None:
    checkout.set(stack_name=STACK, subscribers=[{"email": "s@example.com", "regions": "utica"}])
    diff = checkout.run("diff")
    checkout.set(stack_name=STACK)

    assert diff.returncode == 0, diff.stderr
    ours, theirs = diff.stdout.split("subscribers: none -> s@example.com (utica)\n")
    assert "Lost" not in ours
    shown = theirs + diff.stderr
    assert "[+] AWS::SNS::Subscription" in shown
    assert "[-]" not in shown


def test_a_rollback_leaves_settings_and_readers_as_they_were(
    checkout: Checkout, bootstrapped: Emulator
) -> None:
    (checkout.folder / "broken.py").write_text(BROKEN_APP)

    failed = checkout.run(
        *("deploy", "EMAIL=a@example.com,b@example.com,d@example.com", "REGIONS=utica"),
        f"CDK_OPTIONS=--app '{sys.executable} broken.py'",
    )

    assert failed.returncode == 1
    assert "not found: nobody" in failed.stderr
    (stack,) = bootstrapped.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert settings(bootstrapped) == KEPT
    assert readers(bootstrapped) == ["a@example.com", "b@example.com"]
    assert not (checkout.folder / "deployed.json").exists()


def test_in_a_terminal_it_asks_and_takes_out_whom_it_named(
    checkout: Checkout, bootstrapped: Emulator
) -> None:
    status, screen = checkout.run_in_terminal("n", "deploy", "EMAIL=c@example.com")
    assert status == 1
    assert LOST in screen.replace("\r", "")
    assert readers(bootstrapped) == ["a@example.com", "b@example.com"]

    status, screen = checkout.run_in_terminal("y", "deploy", "EMAIL=c@example.com")
    assert status == 0, screen
    assert readers(bootstrapped) == ["c@example.com"]
    # All that was not named is as it was.
    now = {**KEPT, "email": ["c@example.com"]}
    assert settings(bootstrapped) == now
    copy = json.loads((checkout.folder / "deployed.json").read_text())
    assert copy == {STACK: {"account": "000000000000", "region": "us-east-1", "settings": now}}
