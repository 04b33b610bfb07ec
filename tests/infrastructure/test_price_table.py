"""The table, with copies in other regions and without."""

from aws_cdk.assertions import Template

from gas_notifier.emulator.isolated_environment import REGION
from tests.infrastructure.conftest import MakeStack


def test_each_copy_is_protected_and_kept_as_the_table_is(full_template: Template) -> None:
    (table,) = full_template.find_resources("AWS::DynamoDB::GlobalTable").values()
    replicas = table["Properties"]["Replicas"]
    assert {replica["Region"] for replica in replicas} == {REGION, "us-east-2", "us-west-2"}
    for replica in replicas:
        assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert replica["DeletionProtectionEnabled"]
    assert table["DeletionPolicy"] == "Retain"


def test_a_kinesis_stream_leaves_the_table_as_it_is(
    make_stack: MakeStack, default_template: Template
) -> None:
    streamed = Template.from_stack(make_stack({"kinesis": True}))
    plain, with_stream = (
        template.find_resources("AWS::DynamoDB::Table")["PriceTableD66A4CF8"]
        for template in (default_template, streamed)
    )
    assert with_stream["Properties"].pop("KinesisStreamSpecification")
    assert with_stream == plain
