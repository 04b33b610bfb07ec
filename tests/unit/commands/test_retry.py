"""`python -m gas_notifier retry`, with functions that note what they are told."""

import json
from collections.abc import Callable, Sequence

import pytest

from gas_notifier.aws.account import Account
from gas_notifier.aws.functions import InvocationError
from gas_notifier.commands import retry as command
from gas_notifier.commands.retry import main
from gas_notifier.settings.settings import Settings
from gas_prices.credible import Row
from gas_prices.record import Record
from gas_prices.rule import Rule
from price_table import PriceTable, record_of
from tests.support.feed_rows import rows, week
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen

Output = pytest.CaptureFixture[str]
Walk = Callable[[Rule, Sequence[Row]], list[Record]]
Queue = Callable[..., int]

POINTER = json.dumps({"requestContext": {}, "DDBStreamBatchInfo": {"shardId": "1"}})
RULE = Rule(("albany",))


class Functions:
    """Both functions, of which some fail."""

    def __init__(self) -> None:
        self.looks = 0
        self.handed_over: list[Record] = []
        self.failing = ""

    def invoke(
        self, _: object, name: str, event: dict[str, list[dict[str, dict[str, dict[str, object]]]]]
    ) -> object:
        if name == self.failing:
            raise InvocationError(f"{name} failed")
        if name == "fetcher":
            self.looks += 1
            return {"newest_week": "2025-01-20"}
        (stream_record,) = event["Records"]
        change = stream_record["dynamodb"]
        assert change["Keys"]["week"] == change["NewImage"]["week"]
        self.handed_over.append(record_of(change["NewImage"]))
        return None


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Functions:
    functions = Functions()
    monkeypatch.setattr(command, "invoke", functions.invoke)
    return functions


@pytest.fixture
def queue(deployed: Deploy, account: Account, walk: Walk, price_table: PriceTable) -> Queue:
    """Return a function that puts messages into the failure queue, and tells how many there are.

    Of the notices of three weeks that are recorded, one was mailed.
    """
    url = deployed(Settings(rule=RULE))["FailureQueueUrl"]
    for record in walk(RULE, rows(albany="3.10 3.05 3.00 3.10")):
        price_table.insert(record)
    price_table.mark_notified(week(0), "2025-01-06T23:00:00+00:00")
    queues = account.client("sqs")

    def queue(*bodies: str) -> int:
        for body in bodies:
            queues.send_message(QueueUrl=url, MessageBody=body)
        counts = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        visible = counts["ApproximateNumberOfMessages"]
        return int(visible) + int(counts["ApproximateNumberOfMessagesNotVisible"])

    return queue


def test_what_nobody_mailed_is_handed_to_the_publisher_as_the_stream_would(
    queue: Queue, functions: Functions, screen: Screen
) -> None:
    queue(POINTER, POINTER)
    assert screen.output(main) == (
        "In the failure queue: 2.\n"
        "Mailed: the notice of 2025-01-13.\nMailed: the notice of 2025-01-20.\n"
    )
    assert [record.week for record in functions.handed_over] == [week(1), week(2)]
    assert queue() == functions.looks == 0


def test_a_look_that_failed_is_done_once_more(
    queue: Queue, functions: Functions, screen: Screen
) -> None:
    queue("{}", "no JSON", "3")
    assert "Looked at the feed: its newest week is 2025-01-20." in screen.output(main)
    assert (functions.looks, functions.handed_over, queue()) == (1, [], 0)


def test_what_fails_again_stays_and_holds_up_nothing_else(
    queue: Queue, functions: Functions, capsys: Output
) -> None:
    functions.failing = "publisher"
    queue(POINTER, "{}")
    assert main([]) == 1
    assert (functions.looks, queue()) == (1, 1)
    assert "Failed again, and left in the queue: publisher failed\n" in capsys.readouterr().out


def test_an_empty_queue_is_said_to_be_empty(
    queue: Queue, functions: Functions, screen: Screen
) -> None:
    assert screen.output(main) == "In the failure queue: 0.\n"
    assert (functions.looks, functions.handed_over, queue()) == (0, [], 0)
