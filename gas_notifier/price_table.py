"""The Prices table: one item for each published week."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct


class PriceTable(Construct):
    """The table and its change stream; `retain_data` keeps both when the stack goes.

    Each of the `replica_regions` of AWS has a copy of it, protected and kept alike. A table with
    copies is of another type, to which CloudFormation cannot change a deployed one.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        retain_data: bool,
        replica_regions: Sequence[str] = (),
        kinesis_stream: kinesis.IStream | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        settings: dict[str, Any] = {
            "partition_key": dynamodb.Attribute(name="fuel", type=dynamodb.AttributeType.STRING),
            "sort_key": dynamodb.Attribute(name="week", type=dynamodb.AttributeType.STRING),
            "point_in_time_recovery_specification": dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            "deletion_protection": retain_data,
            "removal_policy": RemovalPolicy.RETAIN if retain_data else RemovalPolicy.DESTROY,
            "kinesis_stream": kinesis_stream,
        }
        self.table: dynamodb.ITable = (
            dynamodb.TableV2(
                self,
                "Table",
                # What copies are made from; who reads new images alone is not disturbed.
                dynamo_stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
                replicas=[dynamodb.ReplicaTableProps(region=region) for region in replica_regions],
                **settings,
            )
            if replica_regions
            else dynamodb.Table(
                self,
                "Table",
                billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
                stream=dynamodb.StreamViewType.NEW_IMAGE,
                **settings,
            )
        )
