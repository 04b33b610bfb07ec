"""The article's publisher."""

import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Mail the price of the first record of the batch, whatever else is in it."""
    image = event["Records"][0]["dynamodb"]["NewImage"]
    _sns().publish(
        TopicArn=os.environ["TOPIC_ARN"],
        Subject="Gas price alert",
        Message=f"The gas price has fallen to {image['price']['S']}",
    )


@cache
def _sns() -> "SNSClient":
    return boto3.client("sns")
