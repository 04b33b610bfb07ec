"""The deployed functions, with what the emulator leaves out of them.

That is their log format, JSON, and the dead-letter queue for events that failed for good.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.support.pipeline import Pipeline

_RUNTIME: Final = str(Path(__file__).with_name("lambda_runtime"))


class Functions:
    """Both functions of a pipeline, from now on complete."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.names = (pipeline.deployment.fetcher_name, pipeline.deployment.publisher_name)
        self._functions = pipeline.emulator.client("lambda")
        self._logs = pipeline.emulator.client("logs")
        self._sqs = pipeline.emulator.client("sqs")
        self._queue_url = pipeline.deployment.failure_queue_url
        queue = self._sqs.get_queue_attributes(
            QueueUrl=self._queue_url, AttributeNames=["QueueArn"]
        )
        self._groups = []
        for name in self.names:
            configuration = self._functions.get_function_configuration(FunctionName=name)
            self._groups.append(configuration["LoggingConfig"]["LogGroup"])
            self._functions.update_function_configuration(
                FunctionName=name, DeadLetterConfig={"TargetArn": queue["Attributes"]["QueueArn"]}
            )
            self._set(name, PYTHONPATH=_RUNTIME)

    @contextmanager
    def with_variable(self, name: str, variable: str, value: str) -> Iterator[None]:
        """Give a variable of a function's environment another value while the context lasts."""
        before = self._set(name, **{variable: value})
        try:
            yield
        finally:
            self._set(name, **before)

    def invoke_asynchronously(self, name: str, event: str = "{}") -> None:
        """Invoke a function as the schedule does: on AWS, a failure is tried again twice."""
        self._functions.invoke(FunctionName=name, InvocationType="Event", Payload=event.encode())

    def log_lines(self) -> list[str]:
        """Return all lines of both functions' logs."""
        return [
            event["message"]
            for group in self._groups
            for page in self._logs.get_paginator("filter_log_events").paginate(logGroupName=group)
            for event in page["events"]
        ]

    def clear(self) -> None:
        """Forget all lines written and all failures so far."""
        self._sqs.purge_queue(QueueUrl=self._queue_url)
        for group in self._groups:
            for stream in self._logs.describe_log_streams(logGroupName=group)["logStreams"]:
                self._logs.delete_log_stream(
                    logGroupName=group, logStreamName=stream["logStreamName"]
                )

    def failures(self) -> int:
        """Return how many messages wait in the failure queue."""
        attribute: Final = "ApproximateNumberOfMessages"
        attributes = self._sqs.get_queue_attributes(
            QueueUrl=self._queue_url, AttributeNames=[attribute]
        )["Attributes"]
        return int(attributes[attribute])

    def _set(self, name: str, **variables: str) -> dict[str, str]:
        """Set variables of a function's environment, and return it as it was before."""
        before = self._functions.get_function_configuration(FunctionName=name)["Environment"]
        self._functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": before["Variables"] | variables}
        )
        return before["Variables"]
