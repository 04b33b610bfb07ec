"""What holds for the stack as a whole."""

from collections.abc import Iterator
from typing import Any

from aws_cdk.assertions import Template

from tests.infrastructure.conftest import MakeStack


def test_what_holds_data_or_readers_keeps_its_logical_id(full_template: Template) -> None:
    # A new id is a new resource: the prices, the failures or the subscriptions would be lost.
    stateful = (
        "AWS::DynamoDB::GlobalTable",
        "AWS::SQS::Queue",
        "AWS::SNS::Topic",
        "AWS::SNS::Subscription",
    )
    assert {name for kind in stateful for name in full_template.find_resources(kind)} == {
        "PriceTableD66A4CF8",
        "FailureQueue0B31C32D",
        "NoticesTopic898AF2CD",
        "AlarmsTopic3A2DFEBA",
        "AlarmsOperator769A6A3B",
        "NoticesReader27b677683f02ace6576DCF5D",
        "NoticesReader2fc3fc2a665dffe7D7C861FF",
        "NoticesReaderd108b279434fe1d5C23A4BC4",
    }


def test_nothing_has_a_physical_name(full_template: Template) -> None:
    named = set()
    for logical_id, definition in full_template.to_json()["Resources"].items():
        # QueueName names a queue; elsewhere it only points at one.
        kind = definition["Type"].rpartition("::")[2]
        # Two APIs may have the same name, and all have a stage called $default.
        if (
            not definition["Type"].startswith("AWS::ApiGatewayV2::")
            and {"Name", f"{kind}Name"} & definition["Properties"].keys()
        ):
            named.add(logical_id)
    assert named == set()


def test_no_statement_allows_any_action_or_any_resource(full_template: Template) -> None:
    allowed = [
        statement
        for statement in _statements(full_template.to_json())
        if statement["Effect"] == "Allow"
    ]
    assert len(allowed) > 10
    for statement in allowed:
        assert "*" not in str(statement["Action"])
        assert "*" not in str(statement.get("Resource"))


def test_no_policy_stands_beside_the_roles(full_template: Template) -> None:
    # The CDK's own grants, wider than needed, would come as these.
    full_template.resource_count_is("AWS::IAM::Policy", 0)
    full_template.resource_count_is("AWS::IAM::ManagedPolicy", 0)
    full_template.resource_count_is("AWS::IAM::Role", 5)


def _statements(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "Effect" in node:
            yield node
        for value in node.values():
            yield from _statements(value)
    elif isinstance(node, list):
        for value in node:
            yield from _statements(value)


def test_each_function_is_told_of_a_fuel_that_is_not_the_default(make_stack: MakeStack) -> None:
    template = Template.from_stack(make_stack({"fuel": "diesel", "api": "read-write"})).to_json()
    told = [
        resource["Properties"]["Environment"]["Variables"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Function"
    ]
    assert [variables["FUEL"] for variables in told] == ["diesel"] * 4
    assert "when diesel gets cheaper" in template["Description"]
