"""Where the weeks of a replay come from: `gas_notifier.history.price_history`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from fetcher.feed import FeedError
from gas_notifier.emulator.recorded_feed import RecordedFeed, as_published
from gas_notifier.history import price_history
from gas_notifier.history.price_history import PriceHistoryError, of_feed, of_file, up_to_now
from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_prices.credible import Row
from gas_prices.fuels import FUELS
from gas_prices.regions import REGIONS, column
from tests.support.feed_rows import body, rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "weeks.json"


@pytest.fixture
def feed() -> Iterator[RecordedFeed]:
    """Return a feed of all recorded weeks, and of two more, the first of which differs."""
    weeks = recorded_weeks()
    newest = {"date": "2026-04-13T00:00:00.000", column("albany"): "9.99"}
    with RecordedFeed([*weeks[:-1], {**weeks[-1], column("albany"): "8.88"}, newest]) as feed:
        yield feed


def test_the_recorded_weeks_are_all_of_them(recorded: list[Row]) -> None:
    read = price_history.recorded()
    assert sorted(read.rows, key=lambda row: row.week) == recorded
    assert not read.faults


def test_a_file_in_the_feeds_own_shape_is_read(path: Path) -> None:
    weeks = rows(albany="3.00 - 2.98", utica="3 3 3")
    path.write_bytes(body(weeks))

    assert list(of_file(path).rows) == weeks


def test_what_is_wrong_with_single_cells_of_a_file_is_told(path: Path) -> None:
    path.write_text('[{"date": "2026-04-06", "albany_average_gal": "3", "utica_average_gal": "x"}]')

    read = of_file(path)

    assert [row.prices for row in read.rows] == [{"albany": Decimal(3)}]
    assert read.faults == ('2026-04-06 utica is not a price: "x"',)


@pytest.mark.parametrize(
    ("state", "albany", "first", "second"),
    [
        ("New York State Average ($/gal)", "Albany Average ($/gal)", "05/09/2022", "05/02/2022"),
        ("New York State Average", "albany average", "5/9/2022", "2022-05-02"),
        (column("new_york_state"), column("albany"), "2022-05-09T00:00:00.000", "5/02/2022"),
    ],
)
def test_the_csv_download_of_the_data_set_is_read_however_its_headers_are_spelt(
    path: Path, state: str, albany: str, first: str, second: str
) -> None:
    path.write_text(
        f"\ufeffDate,{state},{albany},Note\n{first},4.44,,x\n{second},4.29,4.16\nsoon,1,1\n"
    )

    read = of_file(path)

    assert [(row.week, row.prices) for row in read.rows] == [
        (date(2022, 5, 9), {"new_york_state": Decimal("4.44")}),
        (date(2022, 5, 2), {"new_york_state": Decimal("4.29"), "albany": Decimal("4.16")}),
    ]
    assert read.faults == ('date is not a date: "soon"',)


@pytest.mark.parametrize("content", [b"", b"no,columns\n1,2\n", b"\xff", b"Date,Note\n", b"<html>"])
def test_a_file_that_is_neither_json_nor_csv_gets_one_line_that_says_where_to_get_it(
    path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(PriceHistoryError, match=rf"\A{path}: neither .*nqur-w4p7\Z"):
        of_file(path)


def test_a_csv_that_breaks_off_gets_one_line(path: Path) -> None:
    path.write_bytes(b'Date,Albany Average\n"' + b"x" * 200_000)
    with pytest.raises(PriceHistoryError, match=r"\A[^\n]*: field larger than[^\n]*\Z"):
        of_file(path)


def test_all_weeks_of_a_file_or_a_feed_are_played_up_to_the_year_2046(path: Path) -> None:
    weeks = rows(**dict.fromkeys(REGIONS, "3.00 " * 2_001))
    early = [replace(row, week=row.week - timedelta(weeks=2_000)) for row in weeks]
    with RecordedFeed(as_published(early[1:])) as feed:
        assert len(of_feed([feed.url]).rows) == 2_000
    path.write_bytes(body(early[1:]))
    assert len(of_file(path).rows) == 2_000
    path.write_bytes(body(early))
    with pytest.raises(PriceHistoryError, match="more than 2000 rows"):
        of_file(path)


def test_weeks_of_the_future_are_left_out_of_a_file_and_told(path: Path) -> None:
    path.write_text(
        '[{"date": "2026-04-06", "albany_average_gal": "3"},'
        ' {"date": "2199-01-07", "albany_average_gal": "2"}]'
    )

    read = of_file(path)

    assert [row.week for row in read.rows] == [date(2026, 4, 6)]
    assert read.faults == ("date is in the future: 2199-01-07",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b'[{"date": "2026-04-06",\n "a": ',
            "not JSON: Expecting value: line 2 column 7 (char 30)",
        ),
        (b"{}", "not an array: {}"),
        (b"[]", "no row with a price"),
        (b'[{"date": "2026-04-07"}]', "no row with a price; date is not a Monday: 2026-04-07"),
    ],
)
def test_a_broken_file_gets_one_line_that_says_where(
    path: Path, content: bytes, message: str
) -> None:
    path.write_bytes(content)

    with pytest.raises(PriceHistoryError) as raised:
        of_file(path)

    assert str(raised.value).startswith(f"{path}: {message}")
    assert "\n" not in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PriceHistoryError) as raised:
        of_file(tmp_path)

    assert str(raised.value) == f"{tmp_path}: Is a directory"


def test_of_a_feed_all_weeks_are_read(feed: RecordedFeed) -> None:
    read = of_feed([feed.url])

    assert len(read.rows) == 963
    assert min(row.week for row in read.rows) == date(2007, 10, 29)


def test_up_to_now_are_the_feeds_newest_weeks_and_before_them_the_recorded_ones(
    feed: RecordedFeed,
) -> None:
    weeks = {row.week: row.prices for row in up_to_now([feed.url]).rows}

    assert len(weeks) == 963
    assert weeks[date(2026, 4, 13)] == {"albany": Decimal("9.99")}
    assert weeks[date(2026, 4, 6)]["albany"] == Decimal("8.88")
    assert weeks[date(2007, 10, 29)]["albany"] == Decimal("2.97")


def test_up_to_now_are_all_of_a_feeds_weeks_where_the_recorded_ones_end_long_ago() -> None:
    mondays = [date(2023, 11, 20) + timedelta(weeks=week) for week in range(100)]
    rows = [{"date": str(monday), "albany_average_gal": "4.50"} for monday in mondays]
    with RecordedFeed(rows, fuel=FUELS["diesel"]) as feed:
        assert len(up_to_now([feed.url], FUELS["diesel"]).rows) == 938


def test_a_feed_that_cannot_be_reached_is_an_error() -> None:
    for read in (of_feed, up_to_now):
        with pytest.raises(FeedError):
            read(["http://127.0.0.1:1/resource/none.json"])
