"""Every figure that every notice of the real weeks tells, reckoned once more from the data.

None of the functions' code takes part: the data is read in whole cents, and the rule, any drop
everywhere, is played here.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from gas_prices.fuels import FUELS
from gas_prices.notice import RegionNotice
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.support.raw_weeks import Figures, Weeks, raw_weeks, reckoned
from tests.unit.conftest import RecordedOf, Walk


def cents(price: Decimal | None) -> int | None:
    if price is None:
        return None
    assert price * 100 % 1 == 0
    return int(price * 100)


def told(region: RegionNotice) -> Figures:
    """Return what a notice says of a region, prices in cents."""
    prices = ("price", "week_ago", "month_ago", "year_ago")
    return {
        **{name: cents(getattr(region, name)) for name in prices},
        "high": region.high and (cents(region.high.price), region.high.week),
        "lowest_since": region.lowest_since,
        "known_since": region.known_since,
        "falling_weeks": region.falling_weeks,
        "recent": [cents(price) for price in region.recent],
    }


def falls(weeks: Weeks) -> Iterator[tuple[date, dict[str, tuple[int, date] | None]]]:
    """Yield each week in which prices are told, with the high that each of these fell from."""
    highs: dict[str, tuple[int, date]] = {}
    for week, prices in weeks.items():
        fallen: dict[str, tuple[int, date] | None] = {
            slug: highs[slug]
            for slug, price in prices.items()
            if slug in highs and price < highs[slug][0]
        }
        highs |= {slug: (price, week) for slug, price in prices.items()}
        if week == next(iter(weeks)):
            yield week, dict.fromkeys(prices)
        elif fallen:
            yield week, fallen


@pytest.mark.parametrize("fuel", FUELS)
def test_every_fall_is_told_with_figures_that_the_recorded_data_has(
    fuel: str, recorded_of: RecordedOf, walk: Walk
) -> None:
    weeks = raw_weeks(fuel)
    records = walk(Rule(regions=tuple(REGIONS)), recorded_of(FUELS[fuel]))
    told_of = [record for record in records if record.notice]
    for record, (week, fallen) in zip(told_of, falls(weeks), strict=True):
        assert record.notice
        assert record.week == week
        regions = {region.region: told(region) for region in record.notice.regions}
        assert regions == {
            slug: {**reckoned(weeks, slug, week), "high": high} for slug, high in fallen.items()
        }
