"""The records of the deployed price table."""

from typing import TYPE_CHECKING

from gas_prices.fuels import Fuel
from gas_prices.record import Record
from price_table import record_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def records(tables: "DynamoDBClient", table_name: str, fuel: Fuel) -> list[Record]:
    """Return a fuel's records of a table, oldest first."""
    pages = tables.get_paginator("query").paginate(
        TableName=table_name,
        KeyConditionExpression="fuel = :fuel",
        ExpressionAttributeValues={":fuel": {"S": fuel.slug}},
    )
    return [record_of(item) for page in pages for item in page["Items"]]
