"""The price table in DynamoDB: one item per published week."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from gas_prices.fuels import Fuel
from gas_prices.item import ItemError, from_item, to_item
from gas_prices.record import Record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

logger = logging.getLogger(__name__)

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


class PriceTable:
    """The table's uses, for one fuel; each but `records` is one request."""

    def __init__(self, name: str, client: "DynamoDBClient", fuel: Fuel) -> None:
        self._name = name
        self._client = client
        self._fuel = fuel

    def newest(self) -> Record | None:
        """Return the record of the newest week, or None when the table is empty."""
        items = self._client.query(
            TableName=self._name,
            KeyConditionExpression="fuel = :fuel",
            ExpressionAttributeValues={":fuel": {"S": self._fuel.slug}},
            ScanIndexForward=False,
            Limit=1,
            # A look right after another must see what that one recorded.
            ConsistentRead=True,
        )["Items"]
        return record_of(items[0]) if items else None

    def records(self) -> Iterator[Record]:
        """Yield all records, newest first, without their highs.

        An item that is no record is left out, and logged.
        """
        pages = self._client.get_paginator("query").paginate(
            TableName=self._name,
            KeyConditionExpression="fuel = :fuel",
            ExpressionAttributeValues={":fuel": {"S": self._fuel.slug}},
            ProjectionExpression="week, prices, suspect, notice",
            ScanIndexForward=False,
        )
        for page in pages:
            for item in page["Items"]:
                try:
                    yield record_of({**item, "highs": {"M": {}}})
                except ItemError as error:
                    logger.error(
                        "not a record", extra={"week": item.get("week"), "reason": str(error)}
                    )

    def insert(self, record: Record) -> bool:
        """Write a week that is not there yet; return False when it is, and leave it as it was."""
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_serializer.serialize(to_item(self._fuel, record))["M"],
                ConditionExpression="attribute_not_exists(fuel)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def oldest_week(self) -> date:
        """Return the oldest week of a table that has one."""
        items = self._client.query(
            TableName=self._name,
            KeyConditionExpression="fuel = :fuel",
            ExpressionAttributeValues={":fuel": {"S": self._fuel.slug}},
            Limit=1,
            ConsistentRead=True,
        )["Items"]
        return date.fromisoformat(items[0]["week"]["S"])

    def has_history(self) -> bool:
        """Tell whether the weeks from before the watch began are all there."""
        return bool(
            self._client.query(
                TableName=self._name,
                KeyConditionExpression="fuel = :fuel",
                ExpressionAttributeValues={":fuel": self._history["fuel"]},
            )["Items"]
        )

    def note_history(self) -> None:
        """Note that the weeks from before the watch began are all there."""
        self._client.put_item(TableName=self._name, Item=self._history)

    def get(self, week: date) -> Record | None:
        """Return the record of a week, or None when there is none."""
        item = self._client.get_item(
            TableName=self._name, Key=self._key(week), ConsistentRead=True
        ).get("Item")
        return record_of(item) if item else None

    def mark_notified(self, week: date, at: str) -> None:
        """Set when the topic accepted the week's notice (ISO 8601, UTC)."""
        self._client.update_item(
            TableName=self._name,
            Key=self._key(week),
            UpdateExpression="SET notified_at = :at",
            ExpressionAttributeValues={":at": {"S": at}},
            # Without it, an update to a week deleted meanwhile would bring back an empty shell.
            ConditionExpression="attribute_exists(fuel)",
        )

    @property
    def _history(self) -> "dict[str, AttributeValueTypeDef]":
        """The item, no record, that says that the weeks from before the watch are all there."""
        return {"fuel": {"S": f"{self._fuel.slug} history"}, "week": {"S": "all"}}

    def _key(self, week: date) -> "dict[str, AttributeValueTypeDef]":
        return {"fuel": {"S": self._fuel.slug}, "week": {"S": week.isoformat()}}


def record_of(image: Mapping[str, Any]) -> Record:
    """Return the record in an item or stream image as DynamoDB writes it, types spelt out.

    Raises ItemError when it holds none.
    """
    item = {}
    for name, value in image.items():
        try:
            item[name] = _deserializer.deserialize(value)
        except (ArithmeticError, AttributeError, TypeError) as error:
            raise ItemError(f"{name} is {value!r}") from error
    return from_item(item)
