"""The rule over the real weeks, typing errors and all. Any region and any drop is told here."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from gas_notifier import REPOSITORY
from gas_notifier.history.price_history import of_file
from gas_prices.credible import Row
from gas_prices.fuels import FUELS
from gas_prices.notice import RegionNotice
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.unit.conftest import RecordedOf

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

VINTAGES = REPOSITORY / "tests/data/vintages"
EVERYWHERE = Rule(regions=tuple(REGIONS))
YEAR = timedelta(weeks=52)
GASOLINE = {date(2023, 2, 13): REGIONS.keys(), date(2023, 9, 18): {"syracuse"}}
DIESEL = {date(2023, 1, 9): REGIONS.keys(), date(2023, 2, 13): REGIONS.keys()}
"""What is mistyped in the copies of 2023-12-13 and 2023-11-13."""


@pytest.fixture(scope="module")
def records_as_published(walk: Walk, as_published: list[Row]) -> list[Record]:
    """The records that watching every region of the weeks as published leaves."""
    return walk(EVERYWHERE, as_published)


@pytest.fixture(scope="module")
def diesel_records(walk: Walk, recorded_of: RecordedOf) -> list[Record]:
    """The records that 838 weeks of diesel leave, which the same office publishes."""
    return walk(EVERYWHERE, recorded_of(FUELS["diesel"]))


def drops(records: Sequence[Record]) -> Iterator[tuple[date, RegionNotice]]:
    """Yield each drop that was told, with its week."""
    for record in records:
        if record.notice and record.notice.kind == "drop":
            for region in record.notice.regions:
                yield record.week, region


def suspect(records: Sequence[Record]) -> dict[date, set[str]]:
    return {record.week: set(record.suspect) for record in records if record.suspect}


def test_of_sixteen_years_of_true_prices_one_is_not_believed(
    walk: Walk, recorded: list[Row]
) -> None:
    records = walk(EVERYWHERE, recorded)
    assert [record.week for record in records] == [row.week for row in recorded]
    assert suspect(records) == {date(2022, 3, 14): {"white_plains"}}


def test_every_known_typing_error_is_suspect_and_little_else(
    records_as_published: list[Record], diesel_records: list[Record]
) -> None:
    assert suspect(records_as_published) == {date(2022, 3, 14): {"white_plains"}, **GASOLINE}
    # Diesel's two largest steps, 72 and 70 cents in 2022, were true.
    assert suspect(diesel_records) == {
        date(2022, 3, 28): {"buffalo"},
        date(2022, 5, 9): {"batavia", "glens_falls"},
        date(2022, 10, 17): {"buffalo"},
        **DIESEL,
    }


def test_no_typing_error_is_told_or_is_ever_a_high(
    records_as_published: list[Record], diesel_records: list[Record]
) -> None:
    for records, mistyped in ((records_as_published, GASOLINE), (diesel_records, DIESEL)):
        wrong = {(week, region) for week, regions in mistyped.items() for region in regions}
        told = list(drops(records))
        assert not wrong & {(week, region.region) for week, region in told}
        assert not wrong & {(part.high.week, part.region) for _, part in told if part.high}
        highs = {(high.week, name) for record in records for name, high in record.highs.items()}
        assert not wrong & highs
        largest = max(part.high.price - part.price for _, part in told if part.high)
        # Syracuse in October 2008; the errors would have told 87 and 30 cents.
        assert largest <= Decimal("0.27")


def test_no_typing_error_is_compared_with_a_year_later(
    walk: Walk, as_published: list[Row], recorded: list[Row]
) -> None:
    mended = {row.week: row.prices for row in recorded}
    rows = {**{row.week: row for row in recorded}, **{row.week: row for row in as_published}}
    ago = [
        (week - YEAR, part.region, part.year_ago)
        for week, part in drops(walk(EVERYWHERE, [rows[week] for week in sorted(rows)]))
        if part.year_ago is not None
    ]
    assert {region for week, region, _ in ago if week == date(2023, 2, 6)}
    unlike = [(w, r, price) for w, r, price in ago if abs(price - mended[w][r]) > Decimal("0.15")]
    assert unlike == []


def test_of_the_falls_told_at_the_time_the_final_data_lacks_next_to_none(
    recorded: list[Row], as_published: list[Row]
) -> None:
    # Public copies as they stood on their dates, of which each week is seen in the first that has
    # it, with the weeks before it as they stood there.
    copies = [list(of_file(path).rows) for path in sorted(VINTAGES.glob("2*.csv"))]
    records: list[Record] = []
    for copy in [*copies, as_published]:
        rows = sorted(copy, key=lambda row: row.week)
        for end, row in enumerate(rows, start=1):
            if not records or row.week > records[-1].week:
                newest = records[-1] if records else None
                records += apply(EVERYWHERE, rows[max(0, end - 54) : end], newest).records
    final = {row.week: row.prices for row in recorded}
    told = [(week, part, part.high) for week, part in drops(records) if part.high]
    lacking = [
        high.price - part.price
        for week, part, high in told
        if final[week][part.region] >= final[high.week][part.region]
    ]
    assert len(told) > 4_000
    assert len(lacking) <= 4
    assert all(drop == Decimal("0.01") for drop in lacking)
