"""What the reader's tests share: a reader of a table in moto, to be asked."""

import gzip
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import reload
from typing import TYPE_CHECKING, Any

import pytest

from gas_notifier.history.replays import replay, windows
from gas_prices.credible import Row
from gas_prices.record import Record
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable
from reader import handler as reader_handler

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RULE = Rule(("buffalo", "utica"), min_drop_cents=2)


@dataclass(frozen=True)
class Answered:
    """What came back, unpacked."""

    status: int
    headers: dict[str, str]
    text: str


Ask = Callable[..., Answered]


def request(
    route: str, query: dict[str, str] | None = None, method: str = "GET", **headers: str
) -> dict[str, Any]:
    """Return the event of a request; in the names of headers, _ stands for -."""
    path, _, week = route.partition("weeks/")
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}weeks/{{week}}" if week else f"{method} {route}",
        "rawPath": route,
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
        "requestContext": {"domainName": "gas.example.com", "http": {"method": method}},
        **({"queryStringParameters": query} if query else {}),
        **({"pathParameters": {"week": week}} if week else {}),
    }


@pytest.fixture
def ask(table_name: str, context: LambdaContext, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Start a new reader, and return a function that asks it."""
    monkeypatch.setenv("TABLE_NAME", table_name)
    monkeypatch.setenv("RULE", RULE.to_json())
    reload(reader_handler)

    def ask(
        route: str, query: dict[str, str] | None = None, method: str = "GET", **headers: str
    ) -> Answered:
        answer: Any = reader_handler.handler(request(route, query, method, **headers), context)
        body = b64decode(answer.get("body", ""))
        if body and "Content-Encoding" in answer["headers"]:
            body = gzip.decompress(body)
        return Answered(answer["statusCode"], answer["headers"], body.decode())

    return ask


@pytest.fixture(scope="session")
def weeks(recorded: Sequence[Row]) -> list[Record]:
    """The records of the last fourteen real weeks, oldest first."""
    [played] = replay([RULE], windows(recorded, recorded[-14].week))
    return list(played.records)


@pytest.fixture
def table(price_table: PriceTable, weeks: Sequence[Record]) -> PriceTable:
    """A table with the last fourteen real weeks."""
    for record in weeks:
        price_table.insert(record)
    return price_table


@pytest.fixture
def broken_week(dynamodb: "DynamoDBClient", table_name: str) -> None:
    """An item that is no record."""
    item = {"fuel": {"S": "gasoline"}, "week": {"S": "2026-04-13"}, "prices": {"S": "x"}}
    dynamodb.put_item(TableName=table_name, Item=item)
