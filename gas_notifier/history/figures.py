"""What a replay comes to, in numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import mean, median
from typing import Final, Self

from gas_notifier.history.driver import ActedOn
from gas_notifier.history.replays import Replay

DAYS_IN_WEEK: Final = 7
DAYS_IN_YEAR: Final = Decimal("365.25")
CENTS_IN_DOLLAR: Final = 100


@dataclass(frozen=True)
class Silence:
    """A time without a mail between two weeks; `lasting` when it ends with the last week played."""

    weeks: int
    start: date
    end: date
    lasting: bool

    @classmethod
    def between(cls, start: date, end: date, *, lasting: bool = False) -> Self:
        """Return the silence between two weeks."""
        return cls((end - start).days // DAYS_IN_WEEK, start, end, lasting)

    @property
    def is_over_a_year(self) -> bool:
        """Whether it is longer than a year."""
        return (self.end - self.start).days > DAYS_IN_YEAR


@dataclass(frozen=True)
class Drop:
    """One region's part of a notice: its price fell so many cents from its high."""

    week: date
    region: str
    cents: Decimal


@dataclass(frozen=True)
class SuspectPrice:
    """A price, in dollars per gallon, that was published but not believed."""

    week: date
    region: str
    price: Decimal


@dataclass(frozen=True)
class Figures:
    """What a replay comes to.

    Attributes:
        notices: Weeks with a notice, each one mail; the `first` notice, which tells nothing, is not
            counted.
        notices_a_year: The same, divided by the years (of 365.25 days) between the first and the
            last week played. None when one week was played.
        notices_by_year: The same for each calendar year played.
        longest_silence: The longest time without a mail. It begins with the first week played or
            with a notice, and ends with the next notice or the last week played.
        median_drop_cents: The median of all drops told. A notice tells of one drop, from the high
            to the price, for each region in it that fell. None when none was told, as the next.
        largest_drop: The largest of them, the earliest of several.
        lower_a_week_later: The share, 0 to 1, of the drops told after which the price was lower a
            week later than the one told; of those whose region has a published price then. None
            when there is no such drop, as for the next.
        lower_four_weeks_later: The same for four weeks later.
        turns: How many turns were told. A notice tells of one for each region in it that turned.
        higher_a_week_after_turn: The share of these after which the price was higher a week later.
        acted_on: What it costs to act on the mails. None when no watched region has a price.
        falls: How often a watched region's price was lower than in the published week just before,
            both being credible and both weeks played.
        untold_falls: Those of them whose region was in no notice of that very week.
        suspect_prices: Those of the watched regions, in the weeks played, oldest first.
    """

    notices: int
    notices_a_year: Decimal | None
    notices_by_year: Mapping[int, int]
    longest_silence: Silence
    median_drop_cents: Decimal | None
    largest_drop: Drop | None
    lower_a_week_later: Decimal | None
    lower_four_weeks_later: Decimal | None
    turns: int
    higher_a_week_after_turn: Decimal | None
    acted_on: ActedOn | None
    falls: int
    untold_falls: int
    suspect_prices: Sequence[SuspectPrice]

    @classmethod
    def of(cls, replay: Replay) -> Self:
        """Count and measure a replay of at least one week."""
        first, last = replay.weeks[0].week, replay.weeks[-1].week
        years = (last - first).days / DAYS_IN_YEAR
        drops = list(_drops(replay))
        cents = [drop.cents for drop in drops]
        told = {(drop.week, drop.region) for drop in drops}
        weeks = replay.mails
        by_year = Counter(week.year for week in weeks)
        falls = list(_falls(replay))
        return cls(
            notices=len(weeks),
            notices_a_year=len(weeks) / years if years else None,
            notices_by_year={year: by_year[year] for year in range(first.year, last.year + 1)},
            longest_silence=_longest_silence([first, *weeks], last),
            median_drop_cents=median(cents) if cents else None,
            largest_drop=max(drops, key=lambda drop: drop.cents, default=None),
            lower_a_week_later=_share(change < 0 for change in _changes(replay, "drop", 1)),
            lower_four_weeks_later=_share(change < 0 for change in _changes(replay, "drop", 4)),
            turns=sum(
                part.kind == "turn" for _, notice in replay.notices for part in notice.regions
            ),
            higher_a_week_after_turn=_share(change > 0 for change in _changes(replay, "turn", 1)),
            acted_on=ActedOn.of(replay),
            falls=len(falls),
            untold_falls=sum(fall not in told for fall in falls),
            suspect_prices=[
                SuspectPrice(week.week, region, week.suspect[region])
                for week in replay.weeks
                for region in replay.rule.regions
                if region in week.suspect
            ],
        )


def _drops(replay: Replay) -> Iterator[Drop]:
    """Yield all drops told, oldest first."""
    for week, notice in replay.notices:
        for told in notice.regions:
            # A first notice tells of no fall.
            if told.high:
                cents = (told.high.price - told.price) * CENTS_IN_DOLLAR
                yield Drop(week, told.region, cents)


def _changes(replay: Replay, kind: str, later: int) -> Iterator[Decimal]:
    """Yield how the price changed (dollars) in so many weeks after each drop or turn told."""
    prices = {week.week: week.prices for week in replay.weeks}
    for week, notice in replay.notices:
        then = prices.get(week + timedelta(weeks=later), {})
        for part in notice.regions:
            if part.kind == kind and part.region in then:
                yield then[part.region] - part.price


def _share(held: Iterable[bool]) -> Decimal | None:
    """Return in what share (0 to 1) of the cases something held; None when there is none."""
    cases = [Decimal(case) for case in held]
    return mean(cases) if cases else None


def _falls(replay: Replay) -> Iterator[tuple[date, str]]:
    """Yield the week and region of each weekly fall, told or not."""
    for before, week in pairwise(replay.weeks):
        for region in replay.rule.regions:
            price, price_before = week.prices.get(region), before.prices.get(region)
            if price is not None and price_before is not None and price < price_before:
                yield week.week, region


def _longest_silence(mails: Sequence[date], last: date) -> Silence:
    silences = [Silence.between(start, end) for start, end in pairwise(mails)]
    silences.append(Silence.between(mails[-1], last, lasting=True))
    return max(silences, key=lambda silence: silence.weeks)
