"""A compact chart of a replay, in text: prices from left to right, and below them the mails."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import mean
from typing import Final

from gas_notifier.history.replays import Replay
from gas_prices.credible import PublishedWeek
from gas_prices.regions import REGIONS
from publisher.sparkline import BARS, sparkline

MOST_TALL: Final = 3
"""With more regions than this, each one gets a single line."""
HEIGHT: Final = 8
"""Lines of each of the few."""
MARGIN: Final = 15
"""Columns left of the chart, for the names and the scale."""
YEAR: Final = 6
"""Columns that a year takes, with what parts it from the next one."""
MOST_DIGIT: Final = 9


@dataclass(frozen=True)
class _Column:
    """Some weeks in a row, which share a column, and how many of them had a mail."""

    weeks: Sequence[PublishedWeek]
    mails: int

    @property
    def year(self) -> int:
        return self.weeks[0].week.year

    def price(self, region: str) -> Decimal | None:
        """Return the mean price of the weeks, or None when no week has one."""
        prices = [week.prices[region] for week in self.weeks if region in week.prices]
        return mean(prices) if prices else None


def chart_lines(replay: Replay, width: int) -> Iterator[str]:
    """Yield the lines of a chart of the watched regions that is at most `width` columns wide.

    Where several weeks share a column, it shows the mean of their prices and the number of their
    mails.
    """
    columns = _columns(replay, width - MARGIN)
    regions = replay.rule.regions
    for region in regions:
        prices = [column.price(region) for column in columns]
        known = [price for price in prices if price is not None]
        if not known:
            yield f"{REGIONS[region]:{MARGIN}}no price"
        elif len(regions) > MOST_TALL:
            yield f"{REGIONS[region]:{MARGIN}}{sparkline(prices)}"
        else:
            yield REGIONS[region]
            yield from _tall(prices, min(known), max(known))
    yield f"{'mails':{MARGIN}}{''.join(_digit(column.mails) for column in columns)}"
    yield f"{'':{MARGIN}}{_years(columns)}".rstrip()
    most = max(len(column.weeks) for column in columns)
    weeks = "a week" if most == 1 else f"up to {most} weeks"
    yield f"A column is {weeks}, its digit the mails of that time, + ten or more."


def _columns(replay: Replay, most: int) -> list[_Column]:
    mails = set(replay.mails)
    count = max(1, min(most, len(replay.weeks)))
    bounds = [index * len(replay.weeks) // count for index in range(count + 1)]
    columns = []
    for start, end in pairwise(bounds):
        weeks = replay.weeks[start:end]
        columns.append(_Column(weeks, sum(week.week in mails for week in weeks)))
    return columns


def _tall(prices: Sequence[Decimal | None], low: Decimal, high: Decimal) -> Iterator[str]:
    steps = HEIGHT * len(BARS)
    span = high - low or Decimal(1)
    # Even the lowest price is seen.
    heights = [
        0 if price is None else 1 + round((price - low) / span * (steps - 1)) for price in prices
    ]
    for line in reversed(range(HEIGHT)):
        scale = {HEIGHT - 1: f"${high:.2f}", 0: f"${low:.2f}"}.get(line, "")
        filled = [min(max(height - line * len(BARS), 0), len(BARS)) for height in heights]
        yield f"{scale:>{MARGIN - 1}} {''.join(f' {BARS}'[bar] for bar in filled)}".rstrip()


def _digit(mails: int) -> str:
    return "+" if mails > MOST_DIGIT else str(mails or "·")


def _years(columns: Sequence[_Column]) -> str:
    line = ""
    previous = None
    for position, column in enumerate(columns):
        has_room = len(line) <= position <= len(columns) - YEAR
        if column.year != previous and has_room:
            line = f"{line:{position}}{column.year:<{YEAR}}"
        previous = column.year
    return line.rstrip()
