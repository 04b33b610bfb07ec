"""The deployed stack, used as AWS uses it: the functions are invoked, the table is read."""

import json
from collections.abc import Mapping
from typing import Any

from gas_notifier.emulator.emulator import Emulator
from gas_prices.item import FUEL
from gas_prices.record import Record
from price_table import record_of


class InvocationError(Exception):
    """A deployed function raised an error; the message is the function's own."""


class Deployment:
    """A stack in the emulator, by its outputs."""

    def __init__(self, emulator: Emulator, outputs: Mapping[str, str]) -> None:
        self.topic_arn = outputs["NoticeTopicArn"]
        self.failure_queue_url = outputs["FailureQueueUrl"]
        self.table_name = outputs["PriceTableName"]
        self.fetcher_name = outputs["FetcherName"]
        self.publisher_name = outputs["PublisherName"]
        if address := outputs.get("PageUrl"):
            # Python resolves no name below localhost.
            api, _, _ = address.removeprefix("https://").partition(".")
            self.page_url = f"{emulator.endpoint}/_aws/execute-api/{api}/"
        self._functions = emulator.client("lambda")
        self._tables = emulator.client("dynamodb")

    def fetch(self) -> dict[str, Any]:
        """Have the fetcher look at the feed, and return its result.

        Raises InvocationError when it failed.
        """
        return self._invoke(self.fetcher_name, {})

    def resend(self, week: str) -> None:
        """Have the publisher send a week's notice again.

        Raises InvocationError when it failed.
        """
        self._invoke(self.publisher_name, {"week": week})

    def records(self) -> list[Record]:
        """Return the records of the table, oldest first."""
        pages = self._tables.get_paginator("query").paginate(
            TableName=self.table_name,
            KeyConditionExpression="fuel = :fuel",
            ExpressionAttributeValues={":fuel": {"S": FUEL}},
        )
        items = [item for page in pages for item in page["Items"]]
        return [record_of(item) for item in items]

    def _invoke(self, name: str, event: Mapping[str, object]) -> dict[str, Any]:
        answer = self._functions.invoke(FunctionName=name, Payload=json.dumps(event).encode())
        payload: dict[str, Any] = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise InvocationError(payload["errorMessage"])
        return payload


def inventory(emulator: Emulator) -> set[str]:
    """Return the names of all resources of the kinds that the stack has."""
    client = emulator.client
    stacks = client("cloudformation").describe_stacks()["Stacks"]
    functions = client("lambda").list_functions()["Functions"]
    mappings = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    schedules = client("scheduler").list_schedules()["Schedules"]
    groups = client("logs").describe_log_groups()["logGroups"]
    roles = client("iam").list_roles()["Roles"]
    alarms = client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {
        *(f"stack {stack['StackName']}" for stack in stacks),
        *(f"table {name}" for name in client("dynamodb").list_tables()["TableNames"]),
        *(f"function {function['FunctionName']}" for function in functions),
        *(f"event source mapping {mapping['UUID']}" for mapping in mappings),
        *(f"topic {topic['TopicArn']}" for topic in client("sns").list_topics()["Topics"]),
        *(f"queue {url}" for url in client("sqs").list_queues().get("QueueUrls", [])),
        *(f"schedule {schedule['Name']}" for schedule in schedules),
        *(f"log group {group['logGroupName']}" for group in groups),
        *(f"role {role['RoleName']}" for role in roles),
        *(f"alarm {alarm['AlarmName']}" for alarm in alarms),
    }
