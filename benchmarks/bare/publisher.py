"""The bare pipeline's second function."""

import os
from functools import cache
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


def handler(_event: object, _context: object) -> None:
    """Mail that there is an item."""
    _sns().publish(TopicArn=os.environ["TOPIC_ARN"], Subject="New", Message="There is an item.")


@cache
def _sns() -> "SNSClient":
    return boto3.client("sns")
