"""`record: drops`, the article's own rule: record a week only when its price is below the last."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

import pytest

from gas_prices.credible import Row
from gas_prices.notice import High
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.regions import STATE
from gas_prices.rule import Rule
from tests.support.feed_rows import rows, week

Walk = Callable[[Rule, Sequence[Row]], list[Record]]

RULE: Final = Rule(("albany",), record="drops")


@pytest.mark.parametrize(
    ("prices", "recorded"),
    [
        pytest.param("3.10 3.10 3.20 3.09 3.08", [0, 3, 4], id="only weeks with a notice"),
        pytest.param("3.10 3.00 3.30 3.20 3.00", [0, 1], id="not what does not reach the last"),
    ],
)
def test_a_week_is_recorded_when_its_price_is_below_the_last(
    walk: Walk, prices: str, recorded: list[int]
) -> None:
    records = walk(RULE, rows(albany=prices))
    assert [record.week for record in records] == [week(number) for number in recorded]
    assert all(record.notice for record in records)


def test_a_high_that_another_region_is_told_beside_does_not_rise_either(walk: Walk) -> None:
    rule = Rule(("albany", "utica"), record="drops")
    records = walk(rule, rows(albany="3.10 3.20 3.15", utica="3.10 3.05 3.00"))
    assert records[-1].highs == {
        "albany": High(Decimal("3.10"), week(0)),
        "utica": High(Decimal("3.00"), week(2)),
    }


def test_a_region_without_a_price_at_first_waits_until_another_is_told_of(walk: Walk) -> None:
    rule = Rule(("albany", "utica"), record="drops")
    records = walk(rule, rows(albany="3.10 3.10 3.05 3.05", utica="- 3.08 3.06 3.04"))
    assert [record.week for record in records] == [week(0), week(2), week(3)]
    notice = records[-1].notice
    assert notice is not None
    assert [told.high for told in notice.regions] == [High(Decimal("3.06"), week(2))]


def test_of_several_weeks_at_once_only_the_newest_can_be_recorded() -> None:
    weeks = rows(albany="3.10 3.00 3.05")
    [newest] = apply(RULE, weeks[:1], None).records
    [record] = apply(RULE, weeks, newest).records
    assert record.highs == {"albany": High(Decimal("3.05"), week(2))}


@pytest.mark.parametrize("region", [STATE, "new_york_city", "buffalo"])
def test_it_records_what_the_articles_program_recorded(
    walk: Walk, recorded: list[Row], region: str
) -> None:
    records = walk(Rule((region,), record="drops"), recorded)
    assert [(record.week, record.prices[region]) for record in records] == (
        articles_program([(row.week, row.prices[region]) for row in recorded])
    )


def test_over_fifteen_years_it_is_silent_about_most_falls(walk: Walk, recorded: list[Row]) -> None:
    years = [row for row in recorded if row.week >= date(2011, 4, 11)]
    falls = sum(later.prices[STATE] < row.prices[STATE] for row, later in pairwise(years))
    drops = walk(Rule((STATE,), record="drops"), years)[1:]
    assert (len(drops), falls) == (48, 393)


def articles_program(prices: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    """Insert a record when there is none, or when the price is lower than the last record's."""
    inserted: list[tuple[date, Decimal]] = []
    for published, price in prices:
        if not inserted or price < inserted[-1][1]:
            inserted.append((published, price))
    return inserted
