"""What the unit tests share: no way to an AWS account, a table in moto, and the real weeks."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import boto3
import botocore.session
import hypothesis
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.hooks import BaseEventHooks
from botocore.loaders import Loader, create_loader
from botocore.model import OperationModel
from moto import mock_aws

from fetcher.rows import parse
from gas_notifier import REPOSITORY
from gas_notifier.aws.account import Account
from gas_notifier.history.recorded_weeks import file_of, recorded_weeks
from gas_notifier.history.replays import replay, windows
from gas_notifier.settings.settings import METADATA, Settings
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT, Fuel
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable
from tests.support.aws_faults import AwsFault, CrashError, carry_out
from tests.support.stacks import Deploy, Stacks

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# The same examples in every run, so that a failure is a failure everywhere.
hypothesis.settings.register_profile(
    "repeatable", derandomize=True, database=None, deadline=None, max_examples=100
)
hypothesis.settings.load_profile("repeatable")

AS_PUBLISHED = REPOSITORY / "tests/data" / "as_published_2023-12-13.json"

Upset = Callable[..., None]
Crash = Callable[[int], None]
Disturb = Callable[[str, Iterable[AwsFault]], list[AwsFault | None]]
RecordedOf = Callable[[Fuel], list[Row]]
Walk = Callable[[Rule, Sequence[Row]], list[Record]]


@dataclass
class Context:
    """The context of one invocation."""

    function_name: str = "GasNotifier-Function"
    aws_request_id: str = "6f3c1a52-0000-4000-8000-000000000001"


@pytest.fixture(scope="session", autouse=True)
def _no_aws_account() -> Iterator[None]:
    """Hide the machine's own AWS settings; moto and loopback are all that is left to reach."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            patch.setenv(name, "fake")
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            patch.setenv(name, os.devnull)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(scope="session")
def _service_models() -> Loader:
    """What boto3 knows of the services, read from disk once and not for every test."""
    return create_loader()


@pytest.fixture
def _aws(_service_models: Loader) -> Iterator[None]:
    """Stand moto in for AWS, and give boto3 a new default session, whose events tests may hook."""
    session = botocore.session.get_session()
    session.register_component("data_loader", _service_models)
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(boto3, "DEFAULT_SESSION", boto3.Session(botocore_session=session))
        yield


@pytest.fixture
def dynamodb(_aws: None) -> "DynamoDBClient":
    return boto3.client("dynamodb")


@pytest.fixture
def table_name(dynamodb: "DynamoDBClient") -> str:
    """The name of an empty price table."""
    dynamodb.create_table(
        TableName="prices",
        KeySchema=[
            {"AttributeName": "fuel", "KeyType": "HASH"},
            {"AttributeName": "week", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "fuel", "AttributeType": "S"},
            {"AttributeName": "week", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return "prices"


@pytest.fixture
def price_table(dynamodb: "DynamoDBClient", table_name: str) -> PriceTable:
    return PriceTable(table_name, dynamodb, DEFAULT)


@pytest.fixture
def aws_calls(_aws: None) -> list[str]:
    """The operations that clients made from now on ask of AWS, in their order."""
    calls: list[str] = []

    def note(model: OperationModel, **_others: object) -> None:
        calls.append(model.name)

    _events().register_first("before-call", note)
    return calls


@pytest.fixture
def upset(_aws: None) -> Upset:
    """Return a function that does something else before an operation of clients made from now on.

    Its steps are for the first call, the second, and so on: an error is raised, a function called,
    and None changes nothing. Later calls go through.
    """

    def upset(operation: str, *steps: Exception | Callable[[], object] | None) -> None:
        following = iter(steps)

        def run(**_others: object) -> None:
            step = next(following, None)
            if isinstance(step, Exception):
                raise step
            if step:
                step()

        _events().register(f"before-call.{operation}", run)

    return upset


@pytest.fixture
def crash(_aws: None) -> Crash:
    """Return a function that ends a function like its process, after so many calls from then on.

    They count over all operations of clients made from then on; the last of them is carried out.
    """

    def crash(after: int) -> None:
        calls = count(1)

        def run(**_others: object) -> None:
            if next(calls) == after:
                raise CrashError

        _events().register("after-call", run)

    return crash


@pytest.fixture
def disturb(_aws: None, monkeypatch: pytest.MonkeyPatch) -> Disturb:
    """Return a function that disturbs the requests of an operation, as they leave the SDK.

    The faults are for the first request, the second, and so on, of clients made from then on;
    later requests go through. Its result counts the requests. What the SDK waits passes at once.
    """
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))

    def disturb(operation: str, faults: Iterable[AwsFault]) -> list[AwsFault | None]:
        met: list[AwsFault | None] = []
        following = iter(faults)
        events = _events()

        def run(request: AWSPreparedRequest, **_others: object) -> AWSResponse | None:
            met.append(next(following, None))
            fault = met[-1]
            if fault is AwsFault.LOST_ANSWER:
                carry_out(events, request)
            return fault and fault.answer(request)

        # What it returns is the answer, of which the stubs of botocore know nothing.
        answering: Any = run
        events.register(f"before-send.{operation}", answering)
        return met

    return disturb


@pytest.fixture
def stacks(_aws: None) -> Stacks:
    return Stacks()


@pytest.fixture
def account(stacks: Stacks) -> Account:
    """Return the user's account, which is moto's but for CloudFormation."""
    assert boto3.DEFAULT_SESSION is not None
    account = Account(boto3.DEFAULT_SESSION, "123456789012")
    client = account.client

    def instead(service: str, **options: object) -> object:
        return stacks if service == "cloudformation" else cast("Any", client)(service, **options)

    account.client = cast("Any", instead)
    return account


@pytest.fixture
def deployed(account: Account, stacks: Stacks, monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """Return a function that deploys a stack to the user's account."""
    monkeypatch.setattr(Account, "of_user", lambda *_: account)

    def deployed(settings: Settings, status: str = "CREATE_COMPLETE") -> dict[str, str]:
        name = settings.stack_name
        topic = account.client("sns").create_topic(Name=f"{name}-notices")["TopicArn"]
        queue = account.client("sqs").create_queue(QueueName="failures")["QueueUrl"]
        outputs = {
            "NoticeTopicArn": topic,
            "FailureQueueUrl": queue,
            "PriceTableName": "prices",
            "FetcherName": "fetcher",
            "PublisherName": "publisher",
        }
        if settings.api != "off":
            outputs["PageUrl"] = "https://page.example/"
        stacks.stacks[name] = {
            "StackStatus": status,
            "Outputs": [{"OutputKey": key, "OutputValue": outputs[key]} for key in outputs],
        }
        stacks.templates[name] = {
            "Metadata": {METADATA: settings.to_context()},
            "Resources": {
                "Topic": {"Type": "AWS::SNS::Topic"},
                **{
                    f"Reader{number}": {
                        "Type": "AWS::SNS::Subscription",
                        "Properties": {"Endpoint": address},
                    }
                    for number, address in enumerate(settings.readers)
                },
            },
        }
        return outputs

    return deployed


@pytest.fixture
def context() -> LambdaContext:
    """What Lambda hands to a handler beside the event."""
    return Context()


@pytest.fixture(scope="session")
def recorded() -> list[Row]:
    """The 962 real weeks as they stand today, typing errors mended, oldest first."""
    return _read(json.dumps(recorded_weeks()).encode())


@pytest.fixture(scope="session")
def recorded_of(recorded: list[Row]) -> RecordedOf:
    """Return a function that returns the recorded weeks of a fuel, oldest first."""
    found = {DEFAULT.slug: recorded}

    def recorded_of(fuel: Fuel) -> list[Row]:
        return found.get(fuel.slug) or _read(file_of(fuel).read_bytes())

    return recorded_of


@pytest.fixture(scope="session")
def as_published() -> list[Row]:
    """The 839 real weeks just as the feed held them on 2023-12-13, oldest first."""
    return _read(AS_PUBLISHED.read_bytes())


@pytest.fixture(scope="session")
def walk() -> Walk:
    """Return a function that shows a rule the feed week after week, and returns the records."""

    def walk(rule: Rule, weeks: Sequence[Row]) -> list[Record]:
        (played,) = replay([rule], windows(weeks))
        return list(played.records)

    return walk


@pytest.fixture(scope="session")
def recorded_notices(walk: Walk, recorded: list[Row]) -> list[Record]:
    """The records with a notice of the 962 real weeks, all regions watched, any drop told."""
    return [record for record in walk(Rule(regions=tuple(REGIONS)), recorded) if record.notice]


def _events() -> BaseEventHooks:
    assert boto3.DEFAULT_SESSION is not None
    return boto3.DEFAULT_SESSION.events


def _read(answer: bytes) -> list[Row]:
    read = parse(answer, date.max)
    assert not read.faults
    return sorted(read.rows, key=lambda row: row.week)
