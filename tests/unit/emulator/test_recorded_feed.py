"""The recorded feed answers as the real one does."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
import requests

from fetcher import feed
from gas_notifier.emulator.recorded_feed import RecordedFeed
from gas_notifier.history.recorded_weeks import recorded_weeks, week_of

ROWS: Final = [
    {"date": "2026-03-30T00:00:00.000", "albany_average_gal": "3.92"},
    {"date": "2026-03-16T00:00:00.000", "albany_average_gal": "3.54", "utica_average_gal": "3.5"},
    {"date": "2026-03-23T00:00:00.000", "albany_average_gal": "3.78", "utica_average_gal": "3.7"},
]


@pytest.fixture
def recorded_feed() -> Iterator[RecordedFeed]:
    """Return a feed of three weeks, of which Utica has no price in the newest."""
    with RecordedFeed(ROWS) as recorded_feed:
        yield recorded_feed


def get(recorded_feed: RecordedFeed, **parameters: str) -> requests.Response:
    """Return the answer to a query; its parameters are written without their dollar sign."""
    query = {f"${name}": value for name, value in parameters.items()}
    return requests.get(recorded_feed.url, params=query, timeout=5)


def ask(recorded_feed: RecordedFeed, **parameters: str) -> list[dict[str, str]]:
    """Return the rows that a query is answered with."""
    answer = get(recorded_feed, **parameters)
    answer.raise_for_status()
    rows: list[dict[str, str]] = answer.json()
    return rows


def weeks(answer: list[dict[str, str]]) -> list[str]:
    return [row["date"][5:10] for row in answer]


def test_the_fetcher_reads_it(recorded_feed: RecordedFeed) -> None:
    answer = feed.read([recorded_feed.url], date(2026, 4, 9))

    assert [row.week.day for row in answer.rows.rows] == [30, 23, 16]
    assert answer.rows.faults == ()


def test_all_recorded_weeks_are_there_oldest_first() -> None:
    rows = recorded_weeks()

    assert len(rows) == 962
    assert (week_of(rows[0]), week_of(rows[-1])) == (date(2007, 10, 29), date(2026, 4, 6))


def test_a_null_is_an_absent_key_and_a_price_a_string(recorded_feed: RecordedFeed) -> None:
    assert ask(recorded_feed, order="date DESC", limit="1") == [ROWS[0]]


def test_weeks_after_the_newest_are_not_published_yet(recorded_feed: RecordedFeed) -> None:
    recorded_feed.newest_week = date(2026, 3, 23)

    assert weeks(ask(recorded_feed)) == ["03-16", "03-23"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["03-30", "03-16", "03-23"]),
        ("date", ["03-16", "03-23", "03-30"]),
        ("date asc", ["03-16", "03-23", "03-30"]),
        ("date DESC", ["03-30", "03-23", "03-16"]),
        ("utica_average_gal, date", ["03-30", "03-16", "03-23"]),
    ],
)
def test_rows_are_sorted_when_asked(
    recorded_feed: RecordedFeed, order: str, expected: list[str]
) -> None:
    assert weeks(ask(recorded_feed, order=order)) == expected


def test_limit_and_offset_cut_a_page(recorded_feed: RecordedFeed) -> None:
    assert weeks(ask(recorded_feed, order="date", limit="1", offset="1")) == ["03-23"]


def test_selected_columns_alone_are_answered(recorded_feed: RecordedFeed) -> None:
    answer = ask(recorded_feed, select="date, utica_average_gal", order="date DESC", limit="2")

    assert answer == [
        {"date": "2026-03-30T00:00:00.000"},
        {"date": "2026-03-23T00:00:00.000", "utica_average_gal": "3.7"},
    ]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("date > '2026-03-23'", ["03-30"]),
        ("date >= '2026-03-23T00:00:00.000'", ["03-23", "03-30"]),
        ("date < '2026-03-23'", ["03-16"]),
        ("date<='2026-03-23'", ["03-16", "03-23"]),
        ("date = '2026-03-23'", ["03-23"]),
        ("date != '2026-03-23'", ["03-16", "03-30"]),
        ("date > '2026-03-16' and date < '2026-03-30'", ["03-23"]),
    ],
)
def test_weeks_are_chosen_by_their_date(
    recorded_feed: RecordedFeed, where: str, expected: list[str]
) -> None:
    assert weeks(ask(recorded_feed, where=where, order="date")) == expected


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"select": "diesel"}, "query.soql.no-such-column"),
        ({"order": "diesel"}, "query.soql.no-such-column"),
        ({"order": "date down"}, "query.compiler.malformed"),
        ({"where": "albany_average_gal > 3"}, "query.compiler.malformed"),
        ({"where": "date > 'soon'"}, "query.soql.type-mismatch"),
        ({"limit": "-1"}, "query.soql.invalid-value"),
        ({"offset": "x"}, "query.soql.invalid-value"),
        ({"page": "2"}, "query.unrecognized"),
    ],
)
def test_what_the_feed_does_not_know_is_refused(
    recorded_feed: RecordedFeed, parameters: dict[str, str], code: str
) -> None:
    answer = get(recorded_feed, **parameters)

    assert answer.status_code == 400
    assert answer.json().keys() == {"message", "errorCode", "data"}
    assert answer.json()["errorCode"] == code


def test_another_data_set_is_not_found(recorded_feed: RecordedFeed) -> None:
    url = recorded_feed.url.replace("nqur-w4p7", "zzzz-zzzz")

    answer = requests.get(url, timeout=5)

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "dataset.missing",
        "error": True,
        "message": "Not found",
        "data": {"id": "zzzz-zzzz"},
    }


@pytest.mark.parametrize(("encoding", "expected"), [("gzip", "gzip"), ("identity", None)])
def test_the_answer_is_packed_for_those_who_can_unpack_it(
    recorded_feed: RecordedFeed, encoding: str, expected: str | None
) -> None:
    answer = requests.get(recorded_feed.url, headers={"Accept-Encoding": encoding}, timeout=5)

    assert answer.headers.get("Content-Encoding") == expected
    assert len(answer.json()) == 3
