"""What subscribers are told about one week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

RECENT_WEEKS: Final = 12
"""How many weeks the sparkline of a mail shows."""
WEEK: Final = timedelta(weeks=1)
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
