"""What subscribers are told about one week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from gas_prices.credible import PublishedWeek

RECENT_WEEKS: Final = 12
"""How many weeks the sparkline of a mail shows."""
YEAR: Final = timedelta(weeks=52)
"""How far a notice looks back."""

Kind = Literal["drop", "first"]


@dataclass(frozen=True)
class High:
    """A region's highest credible price since its last notice, in dollars per gallon."""

    price: Decimal
    week: date


@dataclass(frozen=True)
class RegionNotice:
    """What a notice tells of one region. All prices are credible, in dollars per gallon.

    `lowest_since` is the latest earlier week whose price was not above this one, `known_since` the
    earliest week looked at; `falling_weeks` counts the falls in a row that end in this week;
    `recent` holds the last twelve published weeks, oldest first.
    """

    region: str
    price: Decimal
    high: High | None
    lowest_since: date | None
    known_since: date
    falling_weeks: int
    week_ago: Decimal | None
    month_ago: Decimal | None
    year_ago: Decimal | None
    recent: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Notice:
    """One mail's worth of news: `drop`, or `first` for the first record ever.

    `reason` is the rule in words, as it stood when the week was recorded, and `recorded_at` when
    that was (UTC), which the rule, having no clock, leaves open.
    """

    kind: Kind
    regions: tuple[RegionNotice, ...]
    reason: str
    recorded_at: datetime | None = None


def tell(region: str, high: High | None, weeks: Sequence[PublishedWeek]) -> RegionNotice:
    """Return what there is to tell of a region in the last of the weeks, which are oldest first.

    The region must have a credible price in that week. `high` is what the price fell from; a
    `first` notice has none.
    """
    newest = weeks[-1]
    price = newest.prices[region]
    # What comes before is there to judge these by, and was itself judged by nothing.
    history = {
        week.week: week.prices[region]
        for week in weeks
        if region in week.prices and week.week >= newest.week - YEAR
    }
    at_or_below = [
        week for week, earlier in history.items() if earlier <= price and week < newest.week
    ]
    return RegionNotice(
        region=region,
        price=price,
        high=high,
        lowest_since=max(at_or_below, default=None),
        known_since=min(history),
        falling_weeks=_falling_weeks([week.prices.get(region) for week in weeks]),
        week_ago=history.get(newest.week - timedelta(weeks=1)),
        month_ago=history.get(newest.week - timedelta(weeks=4)),
        year_ago=history.get(newest.week - YEAR),
        recent=tuple(week.prices.get(region) for week in weeks[-RECENT_WEEKS:]),
    )


def _falling_weeks(prices: Sequence[Decimal | None]) -> int:
    count = 0
    for later, earlier in pairwise(reversed(prices)):
        if later is None or earlier is None or later >= earlier:
            break
        count += 1
    return count
