"""CloudFormation, as far as it is asked; moto's wants more packages than all tests together."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import ClientError

Deploy = Callable[..., dict[str, str]]
"""Deploys a stack that tells its settings, and returns its outputs."""


class Stacks:
    """The stacks of an account, and their templates, by name."""

    def __init__(self) -> None:
        self.stacks: dict[str, dict[str, Any]] = {}
        self.templates: dict[str, dict[str, Any]] = {}
        self.meta = boto3.client("sns").meta

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        if StackName not in self.stacks:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError(
                {"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks"
            )
        return {"Stacks": [self.stacks[StackName]]}

    def get_template(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        return {"TemplateBody": self.templates[StackName]}

    def get_paginator(self, _operation: str) -> "Stacks":
        return self

    def paginate(self, *, StackName: str) -> list[dict[str, Any]]:  # noqa: N803 - boto3's name
        resources = self.templates[StackName].get("Resources", {})
        return [
            {
                "StackResourceSummaries": [
                    {
                        "LogicalResourceId": name,
                        "ResourceType": resource["Type"],
                        "LastUpdatedTimestamp": datetime(2026, 11, 26, 15, 10, tzinfo=UTC),
                    }
                    for name, resource in resources.items()
                ]
            }
        ]
