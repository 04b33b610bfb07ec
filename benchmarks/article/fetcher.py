"""The article's fetcher."""

import os
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

import boto3
import requests

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


def handler(_event: object, _context: object) -> None:
    """Insert the feed's first price when it is lower than that of the table's first item."""
    with requests.Session() as session:
        newest = session.get(os.environ["FEED_URL"]).json()[0]
    items = _table().scan()["Items"]
    price = float(newest["new_york_state_average_gal"])
    if not items or price < float(str(items[0]["price"])):
        _table().put_item(
            Item={"id": str(uuid4()), "date": newest["date"], "price": str(price)},
        )


@cache
def _table() -> "Table":
    return boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
