"""The bare pipeline's first function."""

import os
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

import boto3

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def handler(_event: object, _context: object) -> None:
    """Put an item."""
    _dynamodb().put_item(TableName=os.environ["TABLE_NAME"], Item={"id": {"S": str(uuid4())}})


@cache
def _dynamodb() -> "DynamoDBClient":
    return boto3.client("dynamodb")
