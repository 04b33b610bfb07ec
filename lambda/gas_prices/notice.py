"""What subscribers are told about one week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final, Literal

from gas_prices.credible import PublishedWeek

RECENT_WEEKS: Final = 12
"""How many weeks the sparkline of a mail shows."""
DAYS_IN_WEEK: Final = 7
WEEK: Final = timedelta(weeks=1)
MONTH: Final = timedelta(weeks=4)
YEAR: Final = timedelta(weeks=52)
"""How far a notice looks back."""

NEWS: Final = timedelta(weeks=5)
"""The age up to which a week is news. The feed has one 11 to 19 days after its date, as a rule."""

Kind = Literal["drop", "turn", "quiet", "first"]


@dataclass(frozen=True)
class High:
    """A region's highest credible price since its last drop was told, in dollars per gallon."""

    price: Decimal
    week: date


@dataclass(frozen=True, order=True)
class Low:
    """A region's lowest credible price since its last drop was told, in dollars per gallon."""

    price: Decimal
    week: date


@dataclass(frozen=True)
class Fall:
    """A fall that was told, from the price that it began at to the lowest so far."""

    high: High
    low: Low


@dataclass(frozen=True)
class RegionNotice:
    """What a notice tells of one region. All prices are credible, in dollars per gallon.

    A drop has the `high` that it is measured from, a turn the `fall` that is over. `kept_back` is
    all that keeps a region of a `quiet` notice from being told.

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
    fall: Fall | None = None
    kept_back: tuple[str, ...] = ()

    @property
    def kind(self) -> Literal["drop", "turn"] | None:
        """What is told of the region, which need not be the kind of the whole notice."""
        return "drop" if self.high else "turn" if self.fall else None

    @property
    def before(self) -> High | Low | None:
        """The price that a drop or a turn is measured from."""
        return self.fall.low if self.fall else self.high


@dataclass(frozen=True)
class Notice:
    """One mail's worth of news: of drops first, of turns, of nothing for long, or of a beginning.

    Its kind is `drop` when there is any, `turn` when there are only turns, `quiet` when nothing was
    told since the week `told_before`, and `first` for the first record ever.

    `reason` is the rule in words, as it stood when the week was recorded, and `recorded_at` when
    that was (UTC), which the rule, having no clock, leaves open.
    """

    kind: Kind
    regions: tuple[RegionNotice, ...]
    reason: str
    recorded_at: datetime | None = None
    told_before: date | None = None


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
