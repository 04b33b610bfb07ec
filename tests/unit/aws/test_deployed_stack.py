"""The deployed stack, as CloudFormation knows it: `gas_notifier.aws.deployed_stack`."""

import pytest
from botocore.exceptions import ClientError

from gas_notifier.aws.account import Account, NotDeployedError
from gas_notifier.aws.deployed_stack import find, need
from gas_notifier.settings.settings import Settings
from gas_prices.fuels import FUELS
from tests.support.stacks import Deploy, Stacks

DIESEL = Settings.from_context(
    {"email": "you@example.com", "stack_name": "Diesel", "fuel": "diesel"}
)


def test_it_tells_its_outputs_and_its_settings(account: Account, deployed: Deploy) -> None:
    outputs = deployed(DIESEL)
    stack = need(account.client("cloudformation"), "Diesel")
    assert stack.outputs == outputs
    assert Settings.from_context(stack.context) == DIESEL
    assert stack.fuel == FUELS["diesel"]


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"])
def test_one_that_was_never_complete_is_none(
    account: Account, deployed: Deploy, status: str
) -> None:
    deployed(DIESEL, status)
    assert find(account.client("cloudformation"), "Diesel") is None


def test_where_there_is_none_it_is_said_in_what_region(account: Account) -> None:
    with pytest.raises(NotDeployedError, match=r"^there is no stack Diesel in us-east-1$"):
        need(account.client("cloudformation"), "Diesel")


def test_a_stack_without_a_topic_is_not_ours(
    account: Account, deployed: Deploy, stacks: Stacks
) -> None:
    deployed(DIESEL)
    stacks.stacks["Diesel"]["Outputs"] = []
    with pytest.raises(NotDeployedError, match=r"^the stack Diesel is CREATE_COMPLETE and has no"):
        find(account.client("cloudformation"), "Diesel")


def test_who_may_not_ask_cannot_know(
    account: Account, stacks: Stacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: str) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "DescribeStacks")

    monkeypatch.setattr(stacks, "describe_stacks", refuse)
    with pytest.raises(ClientError, match="AccessDenied"):
        find(account.client("cloudformation"), "Diesel")
