"""What the publisher's tests share: a mail room, which is the publisher with all around it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import reload
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest

from gas_prices.record import Record
from lambda_context import LambdaContext
from price_table import PriceTable
from publisher import handler as publisher_handler
from tests.support.clock import StandingClock
from tests.support.feed_rows import week

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True)
class Mailroom:
    """A publisher that has just started, its table, and an inbox subscribed to its topic."""

    price_table: PriceTable
    dynamodb: "DynamoDBClient"
    sqs: "SQSClient"
    queue_url: str
    context: LambdaContext

    def insert(self, *new: Record) -> dict[str, Any]:
        """Record weeks, and return the event of the table's stream."""
        batch = []
        for record in new:
            self.price_table.insert(record)
            image = self.dynamodb.get_item(TableName="prices", Key=key(record.week))["Item"]
            batch.append(stream_record(record.week, image))
        return {"Records": batch}

    def publish(self, event: object) -> None:
        """Hand an event to the publisher."""
        publisher_handler.handler(cast("Mapping[str, Any]", event), self.context)

    def mails(self) -> list[dict[str, Any]]:
        """Return what came from the topic since this was last asked."""
        found: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(QueueUrl=self.queue_url).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                self.sqs.delete_message(
                    QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"]
                )
        return sorted(found, key=lambda mail: str(mail["Message"]))

    def mailed_at(self, number: int) -> str | None:
        """Return when a week's notice was mailed, as its record says."""
        record = self.price_table.get(week(number))
        assert record is not None
        return record.notified_at


@pytest.fixture
def mailroom(
    dynamodb: "DynamoDBClient",
    table_name: str,
    price_table: PriceTable,
    context: LambdaContext,
    monkeypatch: pytest.MonkeyPatch,
) -> Mailroom:
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic_arn = sns.create_topic(Name="notices")["TopicArn"]
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=attributes["QueueArn"])
    monkeypatch.setenv("TABLE_NAME", table_name)
    monkeypatch.setenv("TOPIC_ARN", topic_arn)
    monkeypatch.setenv("TANK_GALLONS", "13.5")
    reload(publisher_handler)
    monkeypatch.setattr(publisher_handler, "datetime", StandingClock)
    return Mailroom(price_table, dynamodb, sqs, url, context)


def key(recorded: date) -> dict[str, Any]:
    return {"fuel": {"S": "gasoline"}, "week": {"S": recorded.isoformat()}}


def stream_record(
    recorded: date, image: Mapping[str, Any] | None, event_name: str = "INSERT"
) -> dict[str, Any]:
    """Return one change of the table as its stream hands it over."""
    change = {"Keys": key(recorded)} | ({} if image is None else {"NewImage": image})
    return {"eventName": event_name, "eventSource": "aws:dynamodb", "dynamodb": change}
