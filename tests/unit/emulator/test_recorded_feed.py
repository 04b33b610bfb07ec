"""The recorded feed answers as the real one does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
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
    answer = feed.read([recorded_feed.url], datetime(2026, 11, 26, tzinfo=UTC))

    assert [row.week.day for row in answer.rows.rows] == [30, 23, 16]
    assert answer.rows.faults == ()
    # It is as if the newest week had just been published.
    assert answer.at == datetime(2026, 4, 10, 12, tzinfo=UTC)


def test_all_recorded_weeks_are_there_oldest_first() -> None:
    rows = recorded_weeks()

    assert len(rows) == 962
    assert (week_of(rows[0]), week_of(rows[-1])) == (date(2007, 10, 29), date(2026, 4, 6))


def test_weeks_after_the_newest_are_not_published_yet(recorded_feed: RecordedFeed) -> None:
    recorded_feed.newest_week = date(2026, 3, 23)

    assert weeks(ask(recorded_feed)) == ["03-16", "03-23"]


def test_without_an_order_all_rows_are_answered_as_they_are_stored(
    recorded_feed: RecordedFeed,
) -> None:
    assert ask(recorded_feed) == ROWS


def test_the_newest_weeks_are_answered_first_when_asked(recorded_feed: RecordedFeed) -> None:
    assert weeks(ask(recorded_feed, order="date DESC", limit="2")) == ["03-30", "03-23"]


@pytest.mark.parametrize(
    "parameters", [{"order": "date"}, {"limit": "-1"}, {"where": "date > '2026-03-23'"}]
)
def test_what_nobody_here_asks_is_refused(
    recorded_feed: RecordedFeed, parameters: dict[str, str]
) -> None:
    assert get(recorded_feed, **parameters).status_code == 400


def test_another_data_set_is_not_found(recorded_feed: RecordedFeed) -> None:
    url = recorded_feed.url.replace("nqur-w4p7", "zzzz-zzzz")
    assert requests.get(url, timeout=5).status_code == 404


@pytest.mark.parametrize(("encoding", "expected"), [("gzip", "gzip"), ("identity", None)])
def test_the_answer_is_packed_for_those_who_can_unpack_it(
    recorded_feed: RecordedFeed, encoding: str, expected: str | None
) -> None:
    answer = requests.get(recorded_feed.url, headers={"Accept-Encoding": encoding}, timeout=5)

    assert answer.headers.get("Content-Encoding") == expected
    assert len(answer.json()) == 3
