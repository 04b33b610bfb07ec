"""The deployed stack, used as AWS uses it: the functions are invoked, the table is read."""

from collections.abc import Mapping
from typing import Any

from gas_notifier.aws.functions import invoke
from gas_notifier.aws.records import records
from gas_notifier.emulator.emulator import Emulator
from gas_prices.fuels import DEFAULT, Fuel
from gas_prices.record import Record


class Deployment:
    """A stack in the emulator, by its outputs."""

    def __init__(
        self, emulator: Emulator, outputs: Mapping[str, str], fuel: Fuel = DEFAULT
    ) -> None:
        self.topic_arn = outputs["NoticeTopicArn"]
        self.failure_queue_url = outputs["FailureQueueUrl"]
        self.table_name = outputs["PriceTableName"]
        self.fetcher_name = outputs["FetcherName"]
        self.publisher_name = outputs["PublisherName"]
        if address := outputs.get("PageUrl"):
            # Python resolves no name below localhost.
            api, _, _ = address.removeprefix("https://").partition(".")
            self.page_url = f"{emulator.endpoint}/_aws/execute-api/{api}/"
        self._fuel = fuel
        self._functions = emulator.client("lambda")
        self._tables = emulator.client("dynamodb")

    def fetch(self) -> dict[str, Any]:
        """Have the fetcher look at the feed, and return its result.

        Raises InvocationError when it failed.
        """
        result: dict[str, Any] = invoke(self._functions, self.fetcher_name, {})
        return result

    def resend(self, week: str) -> None:
        """Have the publisher send a week's notice again.

        Raises InvocationError when it failed.
        """
        invoke(self._functions, self.publisher_name, {"week": week})

    def records(self) -> list[Record]:
        """Return the records of the table, oldest first."""
        return records(self._tables, self.table_name, self._fuel)


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
