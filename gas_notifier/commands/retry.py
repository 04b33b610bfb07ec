"""`retry`: what waits in the failure queue, tried once more."""

from collections.abc import Iterator, Sequence
from typing import Final

from boto3.dynamodb.types import TypeSerializer
from rich.console import Console

from gas_notifier.aws.account import Account
from gas_notifier.aws.deployed_stack import DeployedStack
from gas_notifier.aws.failures import Failure, failures, remove
from gas_notifier.aws.functions import PATIENT, InvocationError, invoke
from gas_notifier.aws.records import records
from gas_notifier.commands.on_aws import EPILOG, on_aws
from gas_notifier.commands.options import Given, Options
from gas_notifier.commands.screen import FAILED, say, wrapped
from gas_prices.fuels import Fuel
from gas_prices.item import to_item
from gas_prices.record import Record

OPTIONS: Final = Options(
    "retry",
    "Tries once more what waits in the failure queue: hands the notices that nobody mailed to the "
    "publisher, and has the fetcher look. What works is taken out.",
    EPILOG,
    settings=("stack_name",),
)
_SERIALIZER: Final = TypeSerializer()


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    return on_aws(OPTIONS, OPTIONS.read(arguments), _retry)


def _retry(_given: Given, account: Account, stack: DeployedStack) -> int:
    queues, queue_url = account.client("sqs"), stack.outputs["FailureQueueUrl"]
    console = Console(highlight=False)
    status = 0
    waiting = failures(queues, queue_url)
    say(console, f"In the failure queue: {len(waiting)}.")
    for is_of_publisher, work in ((True, _publish), (False, _look)):
        found = [failure for failure in waiting if failure.is_of_publisher is is_of_publisher]
        try:
            for line in work(account, stack, found):
                say(console, wrapped(line))
        except InvocationError as error:
            say(console, wrapped(f"Failed again, and left in the queue: {error}"), "yellow")
            status = FAILED
        else:
            remove(queues, queue_url, found)
    return status


def _publish(account: Account, stack: DeployedStack, found: Sequence[Failure]) -> Iterator[str]:
    """Hand over every notice that is not marked as mailed: a message only points at a stream."""
    known = (
        records(account.client("dynamodb"), stack.outputs["PriceTableName"], stack.fuel)
        if found
        else ()
    )
    for record in known:
        if record.notice and not record.notified_at:
            invoke(
                account.client("lambda", config=PATIENT),
                stack.outputs["PublisherName"],
                {"Records": [_stream_record(stack.fuel, record)]},
            )
            yield f"Mailed: the notice of {record.week}."


def _look(account: Account, stack: DeployedStack, found: Sequence[Failure]) -> Iterator[str]:
    if found:
        functions = account.client("lambda", config=PATIENT)
        result = invoke(functions, stack.outputs["FetcherName"], {})
        yield f"Looked at the feed: its newest week is {result['newest_week']}."


def _stream_record(fuel: Fuel, record: Record) -> dict[str, object]:
    image = _SERIALIZER.serialize(to_item(fuel, record))["M"]
    keys = {name: image[name] for name in ("fuel", "week")}
    return {"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": image}}
