"""Which published prices are believed.

The feed is typed by hand: a wrong figure can stand in it for months. A price is credible when it
moved about as the whole state did, and the state about as the middle of its regions. Over the
feed's real history this catches every known typing error; see docs/decisions/credible-prices.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from gas_prices.regions import STATE

LOWEST: Final = Decimal("1.00")
HIGHEST: Final = Decimal("15.00")
LARGEST_STEP: Final = Decimal("0.90")
"""The most that any price may move between two weeks."""
LARGEST_STEP_ALONE: Final = Decimal("0.60")
"""The most that a price may move between two weeks when nothing tells how the others moved."""
LARGEST_DIFFERENCE: Final = Decimal("0.15")
"""The most that two steps over the same two weeks may differ: a region's from the state's, and the
state's from the median of its regions'."""
FEWEST_REGIONS: Final = 5
"""How many regions must have a price in both weeks for the median of their steps to count."""


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
    """Return the weeks of the rows, oldest first, each price judged by those before it.

    What the last of them lets one believe is believed: see `Judging`.
    """
    judging = Judging()
    for row in sorted(rows, key=lambda row: row.week):
        judging.add(row)
    return judging.weeks


class Judging:
    """Weeks that are judged one after the other.

    A price is credible when it agrees with the region's last credible price or with the one of the
    row just before; so is the first. A suspect price that alone lets the next one be believed was
    no typing error, and becomes credible with it.
    """

    def __init__(self) -> None:
        self.weeks: list[PublishedWeek] = []
        """The weeks so far, oldest first."""
        self._row_before = Row(date.min, {})
        self._last_credible: dict[str, Row] = {}

    @property
    def begins_anew(self) -> bool:
        """Whether the weeks from the last one on would be judged alike if it had been the first."""
        return all(last is self._row_before for last in self._last_credible.values())

    def add(self, row: Row) -> None:
        """Judge a row, which is later than those before."""
        # What no gallon can cost is no yardstick either.
        plausible = Row(
            row.week,
            {region: price for region, price in row.prices.items() if LOWEST <= price <= HIGHEST},
        )
        agreeing = {self._row_before.week: _agreeing(self._row_before.prices, plausible.prices)}
        credible, confirmed = set(), set()
        for region in plausible.prices:
            last = self._last_credible.get(region)
            if last and last.week not in agreeing:
                agreeing[last.week] = _agreeing(last.prices, plausible.prices)
            if last is None or region in agreeing[last.week]:
                credible.add(region)
            elif region in agreeing[self._row_before.week]:
                credible.add(region)
                confirmed.add(region)
        if confirmed:
            before = self.weeks[-1]
            self.weeks[-1] = _parted(
                before.week, {**before.prices, **before.suspect}, confirmed | before.prices.keys()
            )
        self.weeks.append(_parted(row.week, row.prices, credible))
        self._row_before = plausible
        self._last_credible |= dict.fromkeys(credible, plausible)


def _parted(week: date, prices: Mapping[str, Decimal], credible: Collection[str]) -> PublishedWeek:
    return PublishedWeek(
        week,
        {region: price for region, price in prices.items() if region in credible},
        {region: price for region, price in prices.items() if region not in credible},
    )


def _agreeing(earlier: Mapping[str, Decimal], later: Mapping[str, Decimal]) -> Collection[str]:
    """Return the regions whose prices in two weeks agree with each other.

    Where the state and the median of its regions contradict each other none does: one of the two
    is wrong, and nobody can tell which.
    """
    steps = {
        region: price - earlier[region] for region, price in later.items() if region in earlier
    }
    regions = sorted(step for region, step in steps.items() if region != STATE)
    median = _median(regions) if len(regions) >= FEWEST_REGIONS else None
    state = steps.get(STATE)
    if state is not None and abs(state) > (LARGEST_STEP_ALONE if median is None else LARGEST_STEP):
        # One figure that cannot be true must not cost the other sixteen.
        state = None
    measure = median if state is None else state
    if measure is None:
        return {region for region, step in steps.items() if abs(step) <= LARGEST_STEP_ALONE}
    contradicted = median is not None and abs(measure - median) > LARGEST_DIFFERENCE
    if contradicted or abs(measure) > LARGEST_STEP:
        return ()
    return {
        region
        for region, step in steps.items()
        if abs(step) <= LARGEST_STEP and abs(step - measure) <= LARGEST_DIFFERENCE
    }


def _median(ordered: Sequence[Decimal]) -> Decimal:
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2
