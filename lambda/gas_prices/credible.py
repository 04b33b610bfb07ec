"""Which published prices are believed.

The feed is typed by hand: a wrong figure can stand in it for months. A price is credible when it
moved about as the whole state did. Over the feed's real history this catches every known typing
error; see docs/decisions/credible-prices.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from gas_prices.regions import STATE

LOWEST: Final = Decimal("1.00")
HIGHEST: Final = Decimal("15.00")
LARGEST_STEP: Final = Decimal("0.60")
"""The most a price may move between two weeks when there is no state price to compare with."""
LARGEST_DIFFERENCE: Final = Decimal("0.15")
"""The most a region's step may differ from the state's step over the same two weeks."""


@dataclass(frozen=True)
class Row:
    """One row of the feed: a week and its prices in dollars per gallon, region by region."""

    week: date
    prices: Mapping[str, Decimal]


@dataclass(frozen=True)
class PublishedWeek:
    """One published week, its prices (dollars per gallon) parted into credible and suspect."""

    week: date
    prices: Mapping[str, Decimal]
    suspect: Mapping[str, Decimal]


def judge(rows: Iterable[Row]) -> list[PublishedWeek]:
    """Return the weeks of the rows, oldest first, each price judged by those before it."""
    judged: list[PublishedWeek] = []
    last_credible: dict[str, PublishedWeek] = {}
    for row in sorted(rows, key=lambda row: row.week):
        credible: dict[str, Decimal] = {}
        # The state comes first: the other regions are measured against it.
        for region, price in sorted(row.prices.items(), key=lambda item: item[0] != STATE):
            earlier = [last_credible[region], judged[-1]] if region in last_credible else []
            if LOWEST <= price <= HIGHEST and (
                not earlier
                or any(_agrees(region, price, credible.get(STATE), week) for week in earlier)
            ):
                credible[region] = price
        suspect = {region: row.prices[region] for region in row.prices.keys() - credible.keys()}
        judged.append(PublishedWeek(row.week, credible, suspect))
        last_credible |= dict.fromkeys(credible, judged[-1])
    return judged


def _agrees(
    region: str, price: Decimal, state_price: Decimal | None, earlier: PublishedWeek
) -> bool:
    earlier_price = earlier.prices.get(region, earlier.suspect.get(region))
    if earlier_price is None:
        return False
    step = price - earlier_price
    earlier_state_price = earlier.prices.get(STATE)
    # A suspect state price counts as missing: one bad figure must not cost the other sixteen. The
    # state itself, judged first, has none to be measured against.
    if state_price is None or earlier_state_price is None:
        return abs(step) <= LARGEST_STEP
    return abs(step - (state_price - earlier_state_price)) <= LARGEST_DIFFERENCE
