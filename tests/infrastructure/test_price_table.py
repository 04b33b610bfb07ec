from aws_cdk.assertions import Template

from tests.infrastructure.conftest import MakeStack
from tests.support.resources import properties, resource


def test_a_record_is_found_by_its_fuel_and_week(default_template: Template) -> None:
    table = properties(default_template, "AWS::DynamoDB::Table", "PriceTable")
    assert table["KeySchema"] == [
        {"AttributeName": "fuel", "KeyType": "HASH"},
        {"AttributeName": "week", "KeyType": "RANGE"},
    ]
    assert table["AttributeDefinitions"] == [
        {"AttributeName": "fuel", "AttributeType": "S"},
        {"AttributeName": "week", "AttributeType": "S"},
    ]


def test_the_table_is_paid_by_request_streamed_and_recoverable(default_template: Template) -> None:
    table = properties(default_template, "AWS::DynamoDB::Table", "PriceTable")
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_the_table_goes_with_the_stack(default_template: Template) -> None:
    table = resource(default_template, "AWS::DynamoDB::Table", "PriceTable")
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Delete"
    assert table["Properties"]["DeletionProtectionEnabled"] is False


def test_the_table_outlives_the_stack_when_data_is_retained(make_stack: MakeStack) -> None:
    template = Template.from_stack(make_stack({"retain_data": True}))
    table = resource(template, "AWS::DynamoDB::Table", "PriceTable")
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
    assert table["Properties"]["DeletionProtectionEnabled"] is True
