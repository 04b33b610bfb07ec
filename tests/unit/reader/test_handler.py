"""The reader as API Gateway asks it: `reader.handler`."""

import json
import logging
import time
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import boto3
import pytest
from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import EndpointConnectionError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.dynamodb_table import Table
from gas_notifier.reader import PATHS
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.item import to_item
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from price_table import PriceTable
from reader import history, page
from tests.unit.conftest import Upset, Walk
from tests.unit.reader.conftest import Ask

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

EVERYTHING = ["/", "/weeks", "/weeks/2026-04-06", "/notices.atom", "/page.css", "/page.js"]


@pytest.mark.usefixtures("table")
def test_a_week_is_its_prices_and_what_was_told_of_it(ask: Ask) -> None:
    week = json.loads(ask("/weeks/2026-01-26").text)
    assert week["prices"]["buffalo"] == 3.08
    assert list(week) == ["week", "prices", "suspect", "notice"]
    assert (week["week"], week["suspect"]) == ("2026-01-26", {})
    assert week["notice"] == {"kind": "drop", "regions": ["buffalo"]}
    assert json.loads(ask("/weeks/2026-04-06").text)["notice"] is None


@pytest.mark.usefixtures("table")
def test_weeks_come_newest_first_and_the_next_address_leads_through_all(
    ask: Ask, weeks: list[Record]
) -> None:
    found, query = [], {"limit": "5", "since": "2026-01-12"}
    while query:
        answer = json.loads(ask("/weeks", query).text)
        found.append([week["week"] for week in answer["weeks"]])
        _, _, rest = (answer["next"] or "").partition("?")
        query = dict(pair.split("=") for pair in rest.split("&") if rest)
    assert [len(page) for page in found] == [5, 5, 3]
    assert [*chain.from_iterable(found)] == [str(record.week) for record in reversed(weeks[1:])]


@pytest.mark.usefixtures("table")
def test_a_range_has_both_its_ends(ask: Ask) -> None:
    answer = json.loads(ask("/weeks", {"since": "2026-03-23", "until": "2026-03-30"}).text)
    assert [week["week"] for week in answer["weeks"]] == ["2026-03-30", "2026-03-23"]
    assert answer["next"] is None


@pytest.mark.usefixtures("table")
def test_the_next_address_says_no_more_than_was_asked(ask: Ask) -> None:
    answer = json.loads(ask("/weeks", {"limit": "1"}).text)
    assert answer["next"] == "weeks?until=2026-04-05&limit=1"


@pytest.mark.parametrize(
    ("route", "query", "error"),
    [
        ("/weeks/2026-99-99", {}, "week is '2026-99-99', which is not a day like 2026-04-06"),
        ("/weeks/20260406", {}, "week is '20260406', which is not a day like 2026-04-06"),
        ("/weeks", {"since": "now"}, "since is 'now', which is not a day like 2026-04-06"),
        (
            "/weeks",
            {"since": "2026-04-06", "until": "2026-03-30"},
            "since 2026-04-06 is after until 2026-03-30",
        ),
        ("/weeks", {"limit": "0"}, "limit is '0', which is not a whole number from 1 to 1000"),
        ("/weeks", {"limit": "1001"}, "limit is '1001', which is not a whole number from 1 to"),
        ("/weeks", {"form": "x"}, "'form' is unknown; allowed are since, until and limit"),
        ("/", {"region": "buffalos"}, "'buffalos' is not a region; allowed are new_york_state, "),
    ],
)
@pytest.mark.usefixtures("table")
def test_what_cannot_be_is_refused_in_a_line(
    ask: Ask, route: str, query: dict[str, str], error: str
) -> None:
    answer = ask(route, query)
    assert answer.status == 400
    assert json.loads(answer.text)["error"].startswith(error)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("table")
def test_a_week_that_is_not_recorded_is_not_found(ask: Ask) -> None:
    answer = ask("/weeks/2026-04-13")
    assert answer.status == 404
    assert answer.text == '{"error": "week 2026-04-13 is not recorded"}'


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("route", EVERYTHING)
def test_what_is_known_there_is_not_sent_again(ask: Ask, route: str) -> None:
    first = ask(route)
    again = ask(route, if_none_match=f'"other", {first.headers["ETag"]}')
    assert (first.status, again.status, again.text) == (200, 304, "")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert ask(route, if_none_match='W/"other"').status == 200


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("route", EVERYTHING)
def test_a_head_is_the_same_without_the_text(ask: Ask, route: str) -> None:
    whole, head = (
        ask(route, accept_encoding="gzip"),
        ask(route, None, "HEAD", accept_encoding="gzip"),
    )
    assert (head.headers, head.text) == (whole.headers, "")


@pytest.mark.usefixtures("table")
def test_long_texts_are_compressed_where_that_is_understood(ask: Ask) -> None:
    plain, compressed = ask("/", accept_encoding="br"), ask("/", accept_encoding="br, gzip")
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.headers["Vary"] == "Accept-Encoding"
    assert compressed.text == plain.text
    assert "Content-Encoding" not in ask("/weeks/2026-04-06", accept_encoding="gzip").headers


@pytest.mark.usefixtures("table")
def test_the_page_may_load_nothing_from_elsewhere(ask: Ask) -> None:
    headers = ask("/").headers
    sources = {
        word
        for directive in headers["Content-Security-Policy"].split("; ")
        for word in directive.split()[1:]
    }
    assert sources == {"'none'", "'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.usefixtures("table")
def test_however_many_ask_the_table_is_read_once_a_minute(
    ask: Ask, aws_calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for route in EVERYTHING:
        ask(route)
    assert aws_calls == ["Query"]
    moment = time.monotonic() + history.MAX_AGE + 1
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    ask("/")
    assert aws_calls == ["Query", "Query"]


def test_an_empty_page_is_not_kept_until_the_first_look(
    ask: Ask, price_table: PriceTable, weeks: list[Record]
) -> None:
    assert "<h1>No price of Buffalo is recorded yet</h1>" in ask("/").text
    price_table.insert(weeks[0])
    assert "<h1>Gas in Buffalo</h1>" in ask("/").text


@pytest.mark.usefixtures("table")
def test_however_many_ask_a_regions_page_is_drawn_once_a_minute(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = ask("/").text
    monkeypatch.setattr(page, "page", lambda *_: "drawn anew")
    assert ask("/").text == drawn
    assert ask("/", {"region": "utica"}).text == "drawn anew"
    moment = time.monotonic() + history.MAX_AGE + 1
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    assert ask("/").text == "drawn anew"


@pytest.mark.usefixtures("table", "broken_week")
def test_an_item_that_is_no_record_hides_no_other(
    ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(json.loads(ask("/weeks", {"limit": "100"}).text)["weeks"]) == 14
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        "not a record"
    ]


@pytest.mark.usefixtures("table")
def test_a_table_that_cannot_be_read_is_said_without_its_reason(ask: Ask, upset: Upset) -> None:
    upset("dynamodb.Query", EndpointConnectionError(endpoint_url="https://secret.example"))
    answer = ask("/")
    assert answer.status == 503
    assert answer.text == '{"error": "the prices cannot be read just now"}'


def test_eighteen_years_of_all_regions_are_read_whole_and_answered_in_under_a_megabyte(
    ask: Ask, walk: Walk, recorded: Sequence[Row]
) -> None:
    *_, told = (each for each in walk(Rule(tuple(REGIONS)), recorded[-60:]) if each.notice)
    item = TypeSerializer().serialize(to_item(DEFAULT, told))["M"]
    weeks = [str(row.week) for row in recorded]
    table = Table([{**item, "week": {"S": week}} for week in weeks])
    assert boto3.DEFAULT_SESSION
    table.answer_all(boto3.DEFAULT_SESSION.events)

    all_of_them = ask("/weeks", {"limit": "1000"}).text

    assert [week["week"] for week in json.loads(all_of_them)["weeks"]] == weeks[::-1]
    assert table.requests["Query"] > 1
    texts = [all_of_them, *(ask(route).text for route in EVERYTHING)]
    assert max(len(text.encode()) for text in texts) < 1_000_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    route=st.one_of(st.sampled_from(PATHS), st.text(min_size=1).map("/weeks/{}".format)),
    query=st.dictionaries(
        st.sampled_from(["since", "until", "limit", "region", "x"]),
        st.one_of(st.text(), st.sampled_from(["2026-04-06", "2025-01-01", "7", "buffalo"])),
    ),
    method=st.sampled_from(["GET", "HEAD"]),
    headers=st.dictionaries(st.sampled_from(["accept_encoding", "if_none_match"]), st.text()),
)
def test_nothing_that_is_asked_makes_the_reader_fail(
    ask: Ask, route: str, query: dict[str, str], method: str, headers: dict[str, str]
) -> None:
    assert ask(route, query, method, **headers).status in {200, 400, 404}


def test_a_reader_of_diesel_shows_diesel_alone(
    ask: Ask,
    table: PriceTable,
    table_name: str,
    dynamodb: "DynamoDBClient",
    weeks: list[Record],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FUEL", "diesel")
    PriceTable(table_name, dynamodb, FUELS["diesel"]).insert(weeks[3])
    assert len(list(table.records())) == len(weeks)
    assert [week["week"] for week in json.loads(ask("/weeks").text)["weeks"]] == [
        str(weeks[3].week)
    ]
    assert "<h1>Diesel in Buffalo" in ask("/").text
