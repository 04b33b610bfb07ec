"""What waits in the failure queue: what it is about, and how it is taken out once it is mended."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True)
class Failure:
    """One message: a pointer to a record that the publisher failed at, or an event of a look."""

    receipt: str
    is_of_publisher: bool


def failures(queues: "SQSClient", queue_url: str) -> list[Failure]:
    """Return all that waits in the queue; for half a minute nobody else is handed it."""
    return list(_receive(queues, queue_url))


def remove(queues: "SQSClient", queue_url: str, done: Sequence[Failure]) -> None:
    """Take failures out of the queue."""
    for failure in done:
        queues.delete_message(QueueUrl=queue_url, ReceiptHandle=failure.receipt)


def _receive(queues: "SQSClient", queue_url: str) -> Iterator[Failure]:
    # Now and then an answer is empty although the queue is not; with a wait it is not.
    while messages := queues.receive_message(
        QueueUrl=queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=1
    ).get("Messages"):
        for message in messages:
            yield Failure(message["ReceiptHandle"], _is_of_publisher(message["Body"]))


def _is_of_publisher(body: str) -> bool:
    """Tell whether a message is what an event source mapping leaves of a record it gave up.

    Source: "Retain discarded records for a DynamoDB event source" in the AWS Lambda guide.
    """
    try:
        return "DDBStreamBatchInfo" in json.loads(body)
    except (TypeError, ValueError):
        return False
