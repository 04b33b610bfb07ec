"""The rule: which weeks are recorded, and which of them subscribers are told about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from gas_prices.credible import PublishedWeek, Row, judge
from gas_prices.notice import High, Notice, tell
from gas_prices.record import Record

RecordMode = Literal["every-week", "drops"]


@dataclass(frozen=True)
class Outcome:
    """What one look at the feed comes to.

    `newest_week` is the newest known, of the feed or the table; `records` are the weeks to record,
    oldest first; `suspect` (dollars per gallon) and `missing`
    are of the feed's newest week: prices published but not believed, and watched regions that have
    no price.
    """

    newest_week: date
    records: tuple[Record, ...]
    suspect: Mapping[str, Decimal]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """When subscribers are told; the settings of the same names say what each part means.

    `regions` are the watched ones, the most important first; `below` is in dollars per gallon.
    """

    regions: tuple[str, ...]
    min_drop_cents: int = 0
    below: Decimal | None = None
    lowest_in_weeks: int | None = None
    record: RecordMode = "every-week"

    def apply(self, rows: Iterable[Row], newest_record: Record | None) -> Outcome:
        """Judge the feed's rows, in any order and at least one, against the newest record."""
        weeks = judge(rows)
        newest = weeks[-1]
        return Outcome(
            newest_week=max(newest.week, newest_record.week) if newest_record else newest.week,
            records=tuple(self._records(weeks, newest_record)),
            suspect=newest.suspect,
            missing=tuple(
                region
                for region in self.regions
                if region not in newest.prices and region not in newest.suspect
            ),
        )

    def in_words(self) -> str:
        """Return the rule as the end of a sentence that begins "when a price ..."."""
        cents = f" by {self.min_drop_cents} cents or more" if self.min_drop_cents > 1 else ""
        conditions = [
            f"falls{cents} below the price in the last mail"
            if self.record == "drops"
            else f"falls{cents} from its highest since the last mail"
        ]
        if self.below is not None:
            conditions.append(f"is at most ${self.below:.2f}")
        if self.lowest_in_weeks is not None:
            weeks = "week" if self.lowest_in_weeks == 1 else f"{self.lowest_in_weeks} weeks"
            conditions.append(f"is below every price of the {weeks} before")
        return ", and ".join(conditions)

    def _records(
        self, weeks: Sequence[PublishedWeek], newest_record: Record | None
    ) -> Iterator[Record]:
        if newest_record is None:
            new, highs = weeks[-1:], None
        else:
            new = [week for week in weeks if week.week > newest_record.week]
            highs = newest_record.highs
        for week in new:
            # Only the newest week is news: a late batch must not mail about weeks gone by.
            notice = self._notice(weeks, highs) if week is weeks[-1] else None
            if notice or self.record == "every-week":
                highs = self._next_highs(highs or {}, week, notice)
                yield Record(week.week, week.prices, week.suspect, highs, notice)

    def _notice(
        self, weeks: Sequence[PublishedWeek], highs: Mapping[str, High] | None
    ) -> Notice | None:
        """Return the notice about the last of the weeks; without highs it is the first ever."""
        prices = weeks[-1].prices
        if highs is None:
            told = [tell(region, None, weeks) for region in self.regions if region in prices]
        else:
            told = [
                tell(region, highs[region], weeks)
                for region in self.regions
                if region in prices and region in highs and self._is_drop(region, highs, weeks)
            ]
        if not told:
            return None
        return Notice("first" if highs is None else "drop", tuple(told), self.in_words())

    def _is_drop(
        self, region: str, highs: Mapping[str, High], weeks: Sequence[PublishedWeek]
    ) -> bool:
        *earlier, newest = weeks
        price = newest.prices[region]
        high = highs[region].price
        recent = earlier[-self.lowest_in_weeks :] if self.lowest_in_weeks else []
        return (
            price < high
            and (high - price) * 100 >= self.min_drop_cents
            and (self.below is None or price <= self.below)
            and all(price < week.prices.get(region, high) for week in recent)
        )

    def _next_highs(
        self, highs: Mapping[str, High], week: PublishedWeek, notice: Notice | None
    ) -> Mapping[str, High]:
        told = {region.region for region in notice.regions} if notice else set()
        following = dict(highs)
        for region, price in week.prices.items():
            high = highs.get(region)
            if (
                high is None
                or region in told
                or region not in self.regions
                or (self.record == "every-week" and price >= high.price)
            ):
                following[region] = High(price, week.week)
        return following
