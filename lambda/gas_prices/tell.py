"""What there is to tell of a region in one week."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final

from gas_prices.credible import PublishedWeek
from gas_prices.notice import RECENT_WEEKS, WEEK, YEAR, Fall, High, RegionNotice

DAYS_IN_WEEK: Final = 7
MONTH: Final = timedelta(weeks=4)


def tell(
    region: str,
    high: High | None,
    weeks: Sequence[PublishedWeek],
    *,
    fall: Fall | None = None,
    kept_back: Iterable[str] = (),
) -> RegionNotice:
    """Return what there is to tell of a region in the last of the weeks, which are oldest first.

    The region must have a credible price in that week. `high` is what the price fell from, if it is
    a drop; `fall` the one that is over, if it is a turn.
    """
    newest = weeks[-1]
    price = newest.prices[region]
    year = _index(weeks, newest.week - YEAR)
    year_ago = weeks[year].prices.get(region) if weeks[year].week == newest.week - YEAR else None
    known_since = newest.week - YEAR if year_ago else _known_since(region, weeks, year)
    return RegionNotice(
        region=region,
        price=price,
        high=high,
        lowest_since=next(
            (
                week.week
                for week in weeks[-2::-1]
                if region in week.prices
                and week.prices[region] <= price
                and week.week >= known_since
            ),
            None,
        ),
        known_since=known_since,
        falling_weeks=_falling_weeks(region, weeks),
        week_ago=_price(region, weeks, newest.week - WEEK),
        month_ago=_price(region, weeks, newest.week - MONTH),
        year_ago=year_ago,
        recent=tuple([week.prices.get(region) for week in weeks[-RECENT_WEEKS:]]),
        fall=fall,
        kept_back=tuple(kept_back),
    )


def _known_since(region: str, weeks: Sequence[PublishedWeek], year: int) -> date:
    """Return the week of the latest price before that year or, without one, of the first in it.

    What comes before is there to judge these by, and was itself judged by nothing.
    """
    in_order = chain(reversed(weeks[:year]), weeks[year:])
    return next(week.week for week in in_order if region in week.prices)


def _price(region: str, weeks: Sequence[PublishedWeek], day: date) -> Decimal | None:
    week = weeks[_index(weeks, day)]
    return week.prices.get(region) if week.week == day else None


def _index(weeks: Sequence[PublishedWeek], day: date) -> int:
    """Return the index of the first week that is not before a day."""
    # No two of them are less than seven days apart.
    index = max(0, len(weeks) - 1 - (weeks[-1].week - day).days // DAYS_IN_WEEK)
    while weeks[index].week < day:
        index += 1
    return index


def _falling_weeks(region: str, weeks: Sequence[PublishedWeek]) -> int:
    count = 0
    for later, earlier in pairwise(reversed(weeks)):
        price, price_before = later.prices.get(region), earlier.prices.get(region)
        # Of a week that was never published nobody knows whether the price fell in it.
        if (
            price is None
            or price_before is None
            or price >= price_before
            or later.week - earlier.week > WEEK
        ):
            break
        count += 1
    return count
