"""What followed weeks like this one: counted, never foretold (docs/decisions/what-followed.md)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from gas_prices.counts import COUNTS
from gas_prices.fuels import Fuel
from gas_prices.regions import REGIONS

SITUATIONS: Final = {
    "fell-3": "a fall of 3 cents or more",
    "fell-2": "a fall of 2 cents",
    "fell-1": "a fall of 1 cent",
    "same": "a week without a change",
    "rose-1": "a rise of 1 or 2 cents",
    "rose-3": "a rise of 3 cents or more",
}
"""What a price did since the published week before."""
OFTEN: Final = {
    Decimal("0.55"): "more often than not",
    Decimal("0.45"): "about as often as not",
    Decimal(0): "less often than not",
}
"""What a share of at least so much is called."""


class WhatFollowed(NamedTuple):
    """How often the next price was lower or higher, and the one after that of two weeks later."""

    situation: str
    since: int
    cases: int
    lower: int
    higher: int
    late_lower: int
    median_cents: Decimal

    @property
    def paid_late(self) -> str:
        """How often waiting a week paid who came two weeks later: 45 to 55 % is about as often."""
        share = Decimal(self.late_lower) / self.cases
        return next(words for least, words in OFTEN.items() if share >= least)

    def tenths(self, count: int) -> int:
        """Return how many times in 10 something followed that did so `count` times."""
        return (count * 20 + self.cases) // (self.cases * 2)


def situation_of(prices: Sequence[Decimal | None]) -> str | None:
    """Name what the last of a region's weekly prices (dollars per gallon) did, if it is known."""
    match prices:
        case [*_, Decimal() as before, Decimal() as price]:
            cents = round((price - before) * 100)
            if cents < 0:
                return f"fell-{min(-cents, 3)}"
            return ("same", "rose-1", "rose-1", "rose-3")[min(cents, 3)]
    return None


def what_followed(fuel: Fuel, region: str, prices: Sequence[Decimal | None]) -> WhatFollowed | None:
    """Return what followed weeks like the last of a region's, if that is known and was counted."""
    lines = COUNTS[fuel.slug].splitlines()
    situation = situation_of(prices)
    if situation is None or not (line := _line(lines, situation, region)):
        return None
    *counts, median_cents = line.split()
    cases, lower, higher, late_lower = map(int, counts)
    since = int(_line(lines, "since", region))
    return WhatFollowed(situation, since, cases, lower, higher, late_lower, Decimal(median_cents))


def _line(lines: Sequence[str], heading: str, region: str) -> str:
    return lines[lines.index(heading) + 1 + list(REGIONS).index(region)]
