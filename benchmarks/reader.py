"""How long does a request take beside a bare function of the same API, and what does it read?

The requests are a browser's: with TLS, over one connection, to the API of the stack in the
emulator, whose table has all the recorded weeks. A bare function that answers a constant is one
more route of that API. All are warm, and asked in turns.

What the table is asked is counted in one in memory. It has all weeks, once as they are recorded
from before the watch began, and once as if all 17 regions had been watched from the beginning.
"""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

import boto3
import botocore.session
import requests
from boto3.dynamodb.types import TypeSerializer

from benchmarks.bare import answer
from benchmarks.comparison import Comparison, interleave, percentile
from benchmarks.dynamodb_table import PAGE, Item, Table, item_size
from fetcher.feed import ALL_WEEKS
from gas_notifier.bundling import bundle
from gas_notifier.emulator.cdk import Cdk
from gas_notifier.emulator.deployment import Deployment
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.price_history import recorded
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_notifier.history.replays import replay, windows
from gas_prices.credible import judge
from gas_prices.fuels import DEFAULT
from gas_prices.item import to_item
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from price_table import PriceTable
from reader.handler import Reader
from reader.history import History

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROUNDS: Final = 5
REQUESTS: Final = 40
"""Of each kind, in a round."""
WARM_UP: Final = 5
ASKED: Final[Mapping[str, str]] = {"page": "", "weeks": "weeks", "bare": "bare"}
"""The addresses that are asked, from that of the page."""
A_MINUTE: Final = 600
"""Requests that the API lets through at most."""
LARGEST_ZIP: Final = 40
"""Kilobytes."""
TIMEOUT: Final = 30
"""Seconds."""


def compare(rounds: int = ROUNDS, asked: int = REQUESTS) -> Iterator[Comparison]:
    """Yield the median and the 95th percentile of the answers, then the reads and the size."""
    yield from _answers(rounds, asked)
    yield from reads()
    yield size()


def reads(weeks: int = ALL_WEEKS) -> Iterator[Comparison]:
    """Yield how often a table of so many weeks is asked in a minute, and for how much of it."""
    rule = Rule(tuple(REGIONS))
    rows = recorded().rows[-weeks:]
    (watched,) = replay([rule], windows(rows))
    before = [Record(week.week, week.prices, week.suspect, {}, {}) for week in judge(rows)]
    for what, records in (
        (f"{len(before)} weeks unwatched", before),
        (f"{len(watched.records)} weeks, {len(REGIONS)} watched", watched.records),
    ):
        items = _items(records)
        table = Table(items)
        reader = Reader(DEFAULT, rule, History(PriceTable("prices", _client(table), DEFAULT)))
        newest = {"week": str(records[-1].week)}
        for _ in range(A_MINUTE):
            reader.answer({"routeKey": "GET /weeks/{week}", "pathParameters": newest})
        told = ", ".join(f"{count} {kind}" for kind, count in table.requests.items())
        stored = sum(map(item_size, items))
        yield Comparison(
            "reader",
            f"reads in a minute, {what}: {told}",
            "",
            [table.requests.total()],
            "a Query a megabyte",
            [math.ceil(stored / PAGE)],
            at_least=1,
            at_most=1,
        )
        yield Comparison(
            "reader",
            f"read units a request, {what}",
            "",
            [table.read_units / A_MINUTE],
            "the first of a minute",
            [table.read_units],
        )


def size() -> Comparison:
    """Return the size of the reader's zip."""
    with TemporaryDirectory() as asset:
        bundle("reader", Path(asset))
        zipped = _zip({str(path.relative_to(asset)): path for path in Path(asset).rglob("*.*")})
    return Comparison(
        "reader", "its zip", "kB", [len(zipped) / 1000], "allowed", [LARGEST_ZIP], at_most=1
    )


def _answers(rounds: int, asked: int) -> Iterator[Comparison]:
    with ExitStack() as stack:
        emulator = stack.enter_context(Emulator())
        feed = stack.enter_context(RecordedFeed(recorded_weeks()))
        cdk = Cdk(emulator, {"email": "you@example.com", "feed_url": feed.url, "api": "read"})
        cdk.prepare()
        deployment = Deployment(emulator, cdk.deploy())
        deployment.fetch()
        _add_bare(emulator, deployment)
        session = stack.enter_context(requests.Session())
        session.trust_env = False
        session.verify = emulator.environment["AWS_CA_BUNDLE"]
        ask = {
            name: partial(_milliseconds, session, f"{deployment.page_url}{address}")
            for name, address in ASKED.items()
        }
        interleave(WARM_UP, **ask)
        measured = [interleave(asked, **ask) for _ in range(rounds)]
    for name in ("page", "weeks"):
        for what, figure in (("median", median), ("95th percentile", percentile)):
            ours, bare = ([figure(part[kind]) for part in measured] for kind in (name, "bare"))
            yield Comparison(
                "reader", f"GET /{ASKED[name]}, warm, {what}", "ms", ours, "a constant", bare
            )


def _add_bare(emulator: Emulator, deployment: Deployment) -> None:
    """Add the bare function and its route, and have the reader write a line as it does."""
    functions, apis = emulator.client("lambda"), emulator.client("apigatewayv2")
    (reader,) = [
        function
        for function in functions.list_functions()["Functions"]
        if "Reader" in function["FunctionName"]
    ]
    source = Path(answer.__file__)
    variables = {"PYTHONPATH": str(source.parent), answer.ANSWERED_BY: "reader.handler"}
    functions.update_function_configuration(
        FunctionName=reader["FunctionName"],
        Handler="answer.handler",
        Environment={"Variables": reader["Environment"]["Variables"] | variables},
    )
    bare = functions.create_function(
        FunctionName="bare",
        Runtime=reader["Runtime"],
        Role=reader["Role"],
        Handler="answer.handler",
        Code={"ZipFile": _zip({source.name: source})},
    )
    api = deployment.page_url.rstrip("/").rpartition("/")[2]
    integration = apis.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationUri=bare["FunctionArn"],
        PayloadFormatVersion="2.0",
    )
    apis.create_route(
        ApiId=api,
        RouteKey=f"GET /{ASKED['bare']}",
        Target=f"integrations/{integration['IntegrationId']}",
    )


def _milliseconds(session: requests.Session, address: str) -> float:
    started = time.perf_counter()
    session.get(address, timeout=TIMEOUT).raise_for_status()
    return (time.perf_counter() - started) * 1000


def _items(records: Sequence[Record]) -> list[Item]:
    return [TypeSerializer().serialize(to_item(DEFAULT, record))["M"] for record in records]


def _client(table: Table) -> "DynamoDBClient":
    session = botocore.session.get_session()
    table.answer_all(session.get_component("event_emitter"))
    return boto3.Session("none", "none", region_name="us-east-1", botocore_session=session).client(
        "dynamodb"
    )


def _zip(files: Mapping[str, Path]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, path in files.items():
            archive.write(path, name)
    return packed.getvalue()
