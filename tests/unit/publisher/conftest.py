"""What the publisher's tests share: a topic with an inbox, and a publisher to hand events to."""

import json
from collections.abc import Callable, Mapping
from importlib import reload
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest

from gas_prices.record import Record
from lambda_context import LambdaContext
from price_table import PriceTable
from publisher import handler as publisher_handler
from tests.support.clock import StandingClock
from tests.support.stream_records import stream_record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sns import SNSClient

Publish = Callable[..., None]
Inserted = Callable[..., dict[str, Any]]
Inbox = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def sns(_aws: None) -> "SNSClient":
    return boto3.client("sns")


@pytest.fixture
def topic_arn(sns: "SNSClient") -> str:
    return sns.create_topic(Name="notices")["TopicArn"]


@pytest.fixture
def inbox(sns: "SNSClient", topic_arn: str) -> Inbox:
    """Return a function that reads what came from the topic since it was last called."""
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=attributes["QueueArn"])

    def inbox() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while messages := sqs.receive_message(QueueUrl=url).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return sorted(found, key=lambda mail: str(mail["Message"]))

    return inbox


@pytest.fixture
def publish(
    table_name: str, topic_arn: str, context: LambdaContext, monkeypatch: pytest.MonkeyPatch
) -> Publish:
    """Start a new publisher, and return a function that hands it an event."""
    monkeypatch.setenv("TABLE_NAME", table_name)
    monkeypatch.setenv("TOPIC_ARN", topic_arn)
    monkeypatch.setenv("TANK_GALLONS", "12")

    reload(publisher_handler)
    monkeypatch.setattr(publisher_handler, "datetime", StandingClock)

    def publish(event: object) -> None:
        publisher_handler.handler(cast("Mapping[str, Any]", event), context)

    return publish


@pytest.fixture
def inserted(dynamodb: "DynamoDBClient", table_name: str, price_table: PriceTable) -> Inserted:
    """Return a function that records weeks, and returns the event of the table's stream."""

    def inserted(*new: Record) -> dict[str, Any]:
        batch = []
        for record in new:
            price_table.insert(record)
            key = {"fuel": {"S": "gasoline"}, "week": {"S": record.week.isoformat()}}
            image = dynamodb.get_item(TableName=table_name, Key=key)["Item"]
            batch.append(stream_record(record.week, image))
        return {"Records": batch}

    return inserted
