"""`python -m gas_notifier restore`, with moto in the place of DynamoDB."""

from typing import TYPE_CHECKING

from gas_notifier.commands.restore import main
from gas_notifier.settings.settings import Settings
from gas_prices.fuels import DEFAULT
from gas_prices.record import Record
from price_table import PriceTable
from tests.support.feed_rows import week
from tests.support.stacks import Deploy
from tests.unit.commands.conftest import Screen

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def record(number: int, notified_at: str | None = None) -> Record:
    return Record(week(number), prices={}, suspect={}, highs={}, since={}, notified_at=notified_at)


def test_what_is_not_there_is_copied_and_what_is_there_stays(
    deployed: Deploy, dynamodb: "DynamoDBClient", price_table: PriceTable, screen: Screen
) -> None:
    deployed(Settings())
    schema = dynamodb.describe_table(TableName="prices")["Table"]
    dynamodb.create_table(
        TableName="restored",
        KeySchema=schema["KeySchema"],
        AttributeDefinitions=schema["AttributeDefinitions"],
        BillingMode="PAY_PER_REQUEST",
    )
    restored = PriceTable("restored", dynamodb, DEFAULT)
    for number in range(3):
        restored.insert(record(number))
    restored.note_history()
    price_table.insert(record(1, "2025-01-13T23:00:00+00:00"))

    assert screen.output(main, "TABLE=restored") == "Weeks copied: 2; already there: 1.\n"
    assert price_table.has_history()
    marks = {number: price_table.get(week(number)) for number in range(3)}
    assert {number: mark and mark.notified_at for number, mark in marks.items()} == {
        0: None,
        1: "2025-01-13T23:00:00+00:00",
        2: None,
    }


def test_a_table_that_is_not_there_is_one_line(deployed: Deploy, screen: Screen) -> None:
    deployed(Settings())
    assert "ResourceNotFoundException" in screen.failure(main, "TABLE=nothing")
