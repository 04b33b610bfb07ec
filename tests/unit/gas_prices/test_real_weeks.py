"""The rule over the real weeks, typing errors and all. Any region and any drop is told here."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from gas_prices.credible import Row
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

YEAR = timedelta(weeks=52)
MISTYPED = {
    date(2023, 2, 13): REGIONS.keys(),
    date(2023, 9, 18): {"syracuse"},
}
"""The known typing errors of the feed as it was on 2023-12-13."""


@pytest.fixture(scope="module")
def records(walk: Walk, recorded: list[Row]) -> list[Record]:
    """The records that watching every region of the mended weeks leaves."""
    return walk(Rule(regions=tuple(REGIONS)), recorded)


@pytest.fixture(scope="module")
def records_as_published(walk: Walk, as_published: list[Row]) -> list[Record]:
    """The records that watching every region of the weeks as published leaves."""
    return walk(Rule(regions=tuple(REGIONS)), as_published)


def falls(records: Sequence[Record]) -> dict[str, int]:
    """Return how many drops were told of each region."""
    return Counter(
        region.region
        for record in records
        if record.notice and record.notice.kind == "drop"
        for region in record.notice.regions
    )


def test_every_week_is_recorded_once(records: list[Record], recorded: list[Row]) -> None:
    assert [record.week for record in records] == [row.week for row in recorded]
    assert len(records) == 962


def test_every_price_is_recorded_as_it_was_published(
    records_as_published: list[Record], as_published: list[Row]
) -> None:
    assert [{**record.prices, **record.suspect} for record in records_as_published] == [
        row.prices for row in as_published
    ]


def test_of_sixteen_years_of_true_prices_one_is_not_believed(records: list[Record]) -> None:
    assert {record.week: record.suspect for record in records if record.suspect} == {
        date(2022, 3, 14): {"white_plains": Decimal("4.68")}
    }


def test_every_known_typing_error_is_suspect_and_nothing_else_but_the_false_alarm(
    records_as_published: list[Record],
) -> None:
    assert {
        record.week: record.suspect.keys() for record in records_as_published if record.suspect
    } == {date(2022, 3, 14): {"white_plains"}, **MISTYPED}


def test_no_typing_error_is_compared_with_a_year_later(
    walk: Walk, as_published: list[Row], recorded: list[Row]
) -> None:
    mended = {row.week: row.prices for row in recorded}
    rows = {**{row.week: row for row in recorded}, **{row.week: row for row in as_published}}
    told = [
        (record.week - YEAR, region.region, region.year_ago)
        for record in walk(Rule(regions=tuple(REGIONS)), [rows[week] for week in sorted(rows)])
        if record.notice
        for region in record.notice.regions
        if region.year_ago is not None
    ]
    assert {region for week, region, _ in told if week == date(2023, 2, 6)}
    assert [
        (week, region, price)
        for week, region, price in told
        if abs(price - mended[week][region]) > Decimal("0.15")
    ] == []


def test_no_typing_error_is_mailed(records_as_published: list[Record]) -> None:
    told = {
        (record.week, region.region)
        for record in records_as_published
        if record.notice
        for region in record.notice.regions
    }
    assert not told & {(week, region) for week, regions in MISTYPED.items() for region in regions}


def test_no_typing_error_is_ever_what_a_price_fell_from(
    records_as_published: list[Record],
) -> None:
    highs = {
        (high.week, region)
        for record in records_as_published
        for region, high in [
            *record.highs.items(),
            *(
                (region.region, region.high)
                for region in (record.notice.regions if record.notice else ())
                if region.high
            ),
        ]
    }
    assert not highs & {(week, region) for week, regions in MISTYPED.items() for region in regions}


def test_after_the_week_that_was_mistyped_everywhere_each_fall_is_the_true_one(
    records_as_published: list[Record],
) -> None:
    # Believing 2023-02-13 would have told a fall of about 0.30 in sixteen regions.
    [record] = [record for record in records_as_published if record.week == date(2023, 2, 20)]
    assert record.notice is not None
    largest = max(
        region.high.price - region.price for region in record.notice.regions if region.high
    )
    assert len(record.notice.regions) == 17
    assert largest == Decimal("0.16")


def test_after_syracuse_was_mistyped_no_fall_is_told_there_until_there_is_one(
    records_as_published: list[Record],
) -> None:
    # Believing 4.78 would have told a fall of 0.87 on 2023-09-25, when nothing had changed.
    told = {
        record.week: region.high and region.high.price - region.price
        for record in records_as_published
        if record.notice and date(2023, 9, 18) <= record.week <= date(2023, 10, 2)
        for region in record.notice.regions
        if region.region == "syracuse"
    }
    assert told == {date(2023, 10, 2): Decimal("0.02")}


def test_no_fall_is_told_that_is_larger_than_any_that_happened(
    records: list[Record], records_as_published: list[Record]
) -> None:
    for weeks in (records, records_as_published):
        largest = max(
            region.high.price - region.price
            for record in weeks
            if record.notice
            for region in record.notice.regions
            if region.high
        )
        # Syracuse in October 2008.
        assert largest == Decimal("0.27")


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_watched_alone_is_told_of_the_same_falls(
    walk: Walk, records_as_published: list[Record], as_published: list[Row], region: str
) -> None:
    # The last two years are enough: they hold every known typing error.
    weeks = as_published[-100:]
    alone = walk(Rule(regions=(region,)), weeks)
    assert falls(alone)[region] == falls(records_as_published[-99:])[region]
