"""The table in memory of the benchmark: `benchmarks.dynamodb_table`."""

import boto3
import botocore.session
import pytest

from benchmarks.dynamodb_table import Item, Table, item_size


@pytest.mark.parametrize(
    ("item", "size"),
    [
        ({"week": {"S": "2026-04-06"}}, 4 + 10),
        ({"price": {"N": "3.14"}}, 5 + 3),
        ({"price": {"N": "300"}}, 5 + 2),
        ({"prices": {"M": {"utica": {"N": "3.1"}}}}, 6 + 3 + 1 + 5 + 2),
        ({"recent": {"L": [{"N": "3"}, {"NULL": True}]}}, 6 + 3 + 2 + 2 + 1),
    ],
)
def test_an_item_is_as_large_as_dynamodb_counts_it(item: Item, size: int) -> None:
    assert item_size(item) == size


def test_requests_are_answered_and_counted() -> None:
    table = Table([{"week": {"S": f"{week:04000}"}} for week in range(1000)])
    session = botocore.session.get_session()
    table.answer_all(session.get_component("event_emitter"))
    client = boto3.Session(botocore_session=session, region_name="us-east-1").client("dynamodb")

    client.put_item(TableName="prices", Item={"week": {"S": "new"}})
    newest = client.query(
        TableName="prices", KeyConditionExpression="x", Limit=1, ConsistentRead=True
    )
    after_the_query = table.read_units
    page = client.scan(TableName="prices")

    assert newest["Items"] == [{"week": {"S": "new"}}]
    assert after_the_query == 1
    # A page ends after the item that takes it over a megabyte, here of 4,004 bytes each.
    assert page["Count"] == 262
    assert table.read_units - after_the_query == 128.5
    assert table.requests == {"PutItem": 1, "Query": 1, "Scan": 1}

    pages = client.get_paginator("query").paginate(TableName="prices", KeyConditionExpression="x")
    weeks = [item["week"]["S"] for page in pages for item in page["Items"]]
    assert weeks == ["new", *(f"{week:04000}" for week in reversed(range(1000)))]
    assert table.requests["Query"] == 1 + 4


def test_what_was_inserted_and_counted_can_be_forgotten() -> None:
    table = Table([])
    session = botocore.session.get_session()
    table.answer_all(session.get_component("event_emitter"))
    client = boto3.Session(botocore_session=session, region_name="us-east-1").client("dynamodb")
    client.put_item(TableName="prices", Item={"week": {"S": "new"}})

    table.forget()

    assert not table.requests
    newest = client.query(
        TableName="prices", KeyConditionExpression="x", Limit=1, ConsistentRead=True
    )
    assert newest["Items"] == []
