"""The price table, in moto's DynamoDB."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.item import ItemError
from gas_prices.notice import High, Notice, RegionNotice
from gas_prices.record import Record
from price_table import PriceTable, record_of
from tests.support.feed_rows import week

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AT = "2026-04-10T22:00:00+00:00"


def record(number: int = 0, price: str = "3.10") -> Record:
    """Return a record of a week with everything in it that a record can have."""
    high, recent = High(Decimal("3.20"), week(0)), (None, Decimal("3.20"), Decimal(price))
    region = RegionNotice(
        "albany", Decimal(price), high, None, week(0), 1, None, None, Decimal("3.30"), recent
    )
    return Record(
        week=week(number),
        prices={"albany": Decimal(price)},
        suspect={"utica": Decimal("-0.50")},
        highs={"albany": high},
        since={"albany": week(0)},
        notice=Notice("drop", (region,), "falls"),
    )


@pytest.fixture
def requests(dynamodb: "DynamoDBClient") -> Iterator[list[tuple[str, Mapping[str, Any]]]]:
    """The requests that the client makes: each operation and its parameters."""
    made: list[tuple[str, Mapping[str, Any]]] = []

    def note(params: Mapping[str, Any], event_name: str, **_others: object) -> None:
        made.append((event_name.rpartition(".")[2], params))

    dynamodb.meta.events.register("provide-client-params.dynamodb", note)
    yield made
    dynamodb.meta.events.unregister("provide-client-params.dynamodb", note)


class TestNewest:
    def test_it_is_the_record_of_the_newest_week_whenever_it_was_written(
        self, price_table: PriceTable
    ) -> None:
        assert price_table.newest() is None
        for number in (1, 52, 51):
            price_table.insert(record(number))
        assert price_table.newest() == record(52)

    def test_it_is_one_query_of_one_item_that_sees_what_was_just_written(
        self, price_table: PriceTable, requests: list[tuple[str, Mapping[str, Any]]]
    ) -> None:
        price_table.newest()
        [(operation, parameters)] = requests
        assert operation == "Query"
        assert parameters["Limit"] == 1
        assert parameters["ConsistentRead"] is True


class TestInsert:
    def test_a_week_that_is_there_is_left_as_it_was(self, price_table: PriceTable) -> None:
        assert price_table.insert(record(price="3.10")) is True
        price_table.mark_notified(week(0), AT)
        assert price_table.insert(record(price="3.00")) is False
        assert price_table.get(week(0)) == replace(record(price="3.10"), notified_at=AT)

    def test_it_is_one_request(
        self, price_table: PriceTable, requests: list[tuple[str, Mapping[str, Any]]]
    ) -> None:
        price_table.insert(record())
        assert [operation for operation, _ in requests] == ["PutItem"]

    def test_any_other_refusal_is_raised(self, dynamodb: "DynamoDBClient") -> None:
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            PriceTable("elsewhere", dynamodb, DEFAULT).insert(record())


class TestGet:
    def test_it_sees_what_was_just_written(
        self, price_table: PriceTable, requests: list[tuple[str, Mapping[str, Any]]]
    ) -> None:
        price_table.get(week(0))
        [(operation, parameters)] = requests
        assert operation == "GetItem"
        assert parameters["ConsistentRead"] is True

    def test_an_item_that_is_no_record_is_told_so(
        self, price_table: PriceTable, dynamodb: "DynamoDBClient", table_name: str
    ) -> None:
        key = {"fuel": {"S": "gasoline"}, "week": {"S": "2026-04-06"}}
        dynamodb.put_item(TableName=table_name, Item={**key, "prices": {"S": "none"}})
        with pytest.raises(ItemError, match="prices is 'none'"):
            price_table.get(date(2026, 4, 6))


class TestMarkNotified:
    def test_the_mark_is_all_that_changes_and_the_last_one_stays(
        self, price_table: PriceTable
    ) -> None:
        price_table.insert(record())
        price_table.mark_notified(week(0), "2026-04-09T22:00:00+00:00")
        price_table.mark_notified(week(0), AT)
        assert price_table.get(week(0)) == replace(record(), notified_at=AT)

    def test_a_week_that_was_deleted_does_not_come_back_as_an_empty_shell(
        self, price_table: PriceTable
    ) -> None:
        with pytest.raises(ClientError, match="ConditionalCheckFailed"):
            price_table.mark_notified(week(0), AT)
        assert price_table.get(week(0)) is None


class TestRecordOf:
    def test_a_stream_image_holds_the_same_record_as_the_table(
        self, price_table: PriceTable, dynamodb: "DynamoDBClient", table_name: str
    ) -> None:
        price_table.insert(record())
        [image] = dynamodb.scan(TableName=table_name)["Items"]
        assert record_of(image) == record()

    @pytest.mark.parametrize(
        ("value", "told"),
        [
            ({"N": "dear"}, "Decimal('NaN')"),
            ({"N": "3" * 39}, f"{{'N': '{'3' * 39}'}}"),
            ({"Z": "?"}, "{'Z': '?'}"),
            ({"M": "?"}, "{'M': '?'}"),
        ],
    )
    def test_a_value_that_is_none_of_dynamodb_is_named(
        self, value: dict[str, str], told: str
    ) -> None:
        with pytest.raises(ItemError) as raised:
            record_of({"week": {"S": "2026-04-06"}, "prices": {"M": {}}, "suspect": value})
        assert str(raised.value) == f"suspect is {told}"


def test_two_fuels_in_one_table_do_not_know_of_each_other(
    price_table: PriceTable, table_name: str, dynamodb: "DynamoDBClient"
) -> None:
    diesel = PriceTable(table_name, dynamodb, FUELS["diesel"])
    price_table.insert(record(1))
    price_table.note_history()
    assert diesel.newest() is None
    assert not diesel.has_history()
    assert diesel.insert(record(1, "4.61"))
    assert diesel.newest() == record(1, "4.61")
    assert price_table.newest() == record(1)
