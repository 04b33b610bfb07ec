"""The publisher: hands each new notice to the topic."""

from decimal import Decimal
from typing import cast

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from gas_notifier.function import create_function, of_fuel


class Publisher(Construct):
    """The function, fed by the table's change stream with what carries a notice."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        table: dynamodb.ITable,
        topic: sns.ITopic,
        failure_queue: sqs.IQueue,
        fuel: str,
        tank_gallons: Decimal,
        page_url: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        # Only a table without a stream has none.
        stream_arn = cast("str", table.table_stream_arn)
        self.function = create_function(
            self,
            package="publisher",
            description="Mails the notices of new weeks",
            # Three calls of three attempts and 7 s each: cut off between the mail and its mark, it
            # would mail twice.
            timeout=Duration.seconds(90),
            environment={
                "TABLE_NAME": table.table_name,
                "TOPIC_ARN": topic.topic_arn,
                "TANK_GALLONS": str(tank_gallons),
                **of_fuel(fuel),
                **({"PAGE_URL": page_url} if page_url else {}),
            },
            statements=[
                iam.PolicyStatement(
                    actions=[
                        "dynamodb:DescribeStream",
                        "dynamodb:GetRecords",
                        "dynamodb:GetShardIterator",
                        "dynamodb:ListStreams",
                    ],
                    resources=[stream_arn],
                ),
                iam.PolicyStatement(actions=["dynamodb:GetItem"], resources=[table.table_arn]),
                iam.PolicyStatement(
                    actions=["dynamodb:UpdateItem"],
                    resources=[table.table_arn],
                    # DynamoDB holds the key and every attribute of the request's expressions
                    # against this list.
                    conditions={
                        "ForAllValues:StringEquals": {
                            "dynamodb:Attributes": ["fuel", "week", "notified_at"]
                        }
                    },
                ),
                iam.PolicyStatement(actions=["sns:Publish"], resources=[topic.topic_arn]),
            ],
            failure_queue=failure_queue,
        )
        self.function.add_event_source(
            event_sources.DynamoEventSource(
                table,
                batch_size=1,
                # LATEST would lose what is written while the mapping starts or restarts.
                starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                filters=[
                    lambda_.FilterCriteria.filter(
                        {
                            "eventName": lambda_.FilterRule.is_equal("INSERT"),
                            "dynamodb": {
                                "NewImage": {
                                    "notice": {"M": {"kind": {"S": lambda_.FilterRule.exists()}}}
                                }
                            },
                        }
                    )
                ],
                # Without these one bad record would block the weeks behind it for a day.
                retry_attempts=10,
                max_record_age=Duration.hours(6),
                on_failure=event_sources.SqsDlq(failure_queue),
            )
        )
