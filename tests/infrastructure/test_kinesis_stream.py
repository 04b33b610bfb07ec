"""The Kinesis stream: what it costs, what it keeps, and what is left of it."""

from aws_cdk.assertions import Template

from gas_notifier.emulator.isolated_environment import REGION
from tests.infrastructure.conftest import MakeStack


def test_it_is_one_shard_that_keeps_a_day_and_goes_with_the_stack(full_template: Template) -> None:
    (stream,) = full_template.find_resources("AWS::Kinesis::Stream").values()
    properties = stream["Properties"]
    assert properties["StreamModeDetails"] == {"StreamMode": "PROVISIONED"}
    assert (properties["ShardCount"], properties["RetentionPeriodHours"]) == (1, 24)
    # A key of its own would cost a dollar a month more.
    assert properties["StreamEncryption"] == {
        "EncryptionType": "KMS",
        "KeyId": "alias/aws/kinesis",
    }
    assert stream["DeletionPolicy"] == "Delete"


def test_the_changes_of_the_table_here_go_to_it(
    make_stack: MakeStack, full_template: Template
) -> None:
    template = Template.from_stack(make_stack({"kinesis": True}))
    (table,) = template.find_resources("AWS::DynamoDB::Table").values()
    (stream_id,) = template.find_resources("AWS::Kinesis::Stream")
    to_it = {"StreamArn": {"Fn::GetAtt": [stream_id, "Arn"]}}
    assert table["Properties"]["KinesisStreamSpecification"] == to_it
    assert template.to_json()["Outputs"]["KinesisStreamName"]["Value"] == {"Ref": stream_id}
    # Of a table with copies, that of the stack's own region.
    (copies,) = full_template.find_resources("AWS::DynamoDB::GlobalTable").values()
    streamed = [
        replica["Region"]
        for replica in copies["Properties"]["Replicas"]
        if replica.get("KinesisStreamSpecification") == to_it
    ]
    assert streamed == [REGION]
