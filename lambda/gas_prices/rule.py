"""The rule: which weeks are recorded, and which of them subscribers are told about."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, Self

from gas_prices.credible import PublishedWeek, Row, judge
from gas_prices.notice import YEAR, High, Notice, tell
from gas_prices.record import Record

Mode = Literal["every-week", "drops"]

_UNLIKE_JSON: Final[Mapping[str, Callable[[Any], object]]] = {"regions": tuple, "below": Decimal}
"""How the fields of a rule whose types JSON lacks are read from it."""


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
    record: Mode = "every-week"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the rule that `to_json` wrote."""
        fields = json.loads(text)
        unlike = {name: read(fields[name]) for name, read in _UNLIKE_JSON.items() if name in fields}
        return cls(**{**fields, **unlike})

    def to_json(self) -> str:
        """Return the rule as one text, dollars to the last digit; what is not set is left out."""
        fields = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(fields, default=str)

    def apply(self, rows: Iterable[Row], newest_record: Record | None) -> Outcome:
        """Judge the feed's rows, in any order and at least one, against the newest record."""
        return self.decide(judge(rows), newest_record)

    def decide(self, weeks: Sequence[PublishedWeek], newest_record: Record | None) -> Outcome:
        """Do the same for weeks judged before, oldest first, as several rules can share them."""
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

    def highs(self, newest_record: Record, weeks: Sequence[PublishedWeek]) -> Mapping[str, High]:
        """Return the highs that the weeks after a record are compared with.

        A high is the highest credible price since the region's last notice, that week included, as
        published now; where all were withdrawn there is none. What was recorded stands only for
        weeks before those of the last year: the feed has no more, or nothing to judge them by. For
        `drops`, whose high never rises, it is the price in the last notice, as published now.
        """
        reach = max(weeks[0].week, weeks[-1].week - YEAR)
        highs = {}
        for region, recorded in newest_record.highs.items():
            since = max(newest_record.since[region], reach)
            candidates = [recorded] if recorded.week < reach else []
            candidates += (
                High(week.prices[region], week.week)
                for week in weeks[:-1]
                # `drops` does not record the weeks that it passes over: they count as well.
                if since <= week.week
                and (week.week <= newest_record.week or self.record == "drops")
                and region in week.prices
            )
            if self.record == "drops":
                candidates = list(_not_above(recorded, candidates))[:1]
            if candidates:
                highs[region] = max(candidates, key=lambda high: (high.price, high.week))
        return highs

    def kept_back(
        self, region: str, weeks: Sequence[PublishedWeek], highs: Mapping[str, High] | None
    ) -> Iterator[str]:
        """Yield each thing that keeps a region out of the last week's notice, and by how much.

        A watched region that nothing keeps back is in it. `highs` are those before that week; on
        an empty table there are none, and a price is all it takes.
        """
        newest = weeks[-1]
        if region in newest.suspect:
            yield f"its price, {_exactly(newest.suspect[region])}, is suspect"
        elif region not in newest.prices:
            yield "it has no price"
        elif highs is not None:
            yield from self._too_high(region, weeks, highs.get(region))

    def in_words(self) -> str:
        """Return the rule as the end of a sentence that begins "when a price ..."."""
        dollars, cents = divmod(self.min_drop_cents, 100)
        least = f"${dollars}.{cents:02}" if dollars else f"{cents} cents"
        or_more = f" {least} or more" if self.min_drop_cents > 1 else ""
        from_what = (
            "below the price in the last mail"
            if self.record == "drops"
            else "from its highest since the last mail"
        )
        conditions = [f"falls{or_more} {from_what} about it"]
        if self.below is not None:
            conditions.append(f"is at most ${self.below:.3f}".removesuffix("0"))
        if self.lowest_in_weeks is not None:
            weeks = "week" if self.lowest_in_weeks == 1 else f"{self.lowest_in_weeks} weeks"
            conditions.append(f"is lower than in the {weeks} before")
        *others, last = conditions
        return f"{', '.join(others)} and {last}" if others else last

    def _records(
        self, weeks: Sequence[PublishedWeek], newest_record: Record | None
    ) -> Iterator[Record]:
        if newest_record:
            new: Sequence[PublishedWeek] = [
                week for week in weeks if week.week > newest_record.week
            ]
            highs = self.highs(newest_record, weeks)
            recorded, since = newest_record.highs, newest_record.since
        else:
            new, highs, recorded, since = weeks[-1:], {}, {}, {}
        for week in new:
            notice = None
            # Only the newest week is news: a late batch must not mail about weeks gone by.
            if week is weeks[-1]:
                notice = self._notice(weeks, highs if newest_record else None)
            if notice or self.record == "every-week":
                anew = self._anew(week, notice, since)
                since = {**since, **dict.fromkeys(anew, week.week)}
                highs = {**highs, **self._risen(week, highs, anew)}
                # A high that was withdrawn stays recorded until another price takes its place.
                kept = {**recorded, **highs}
                yield Record(week.week, week.prices, week.suspect, kept, since, notice)

    def _notice(
        self, weeks: Sequence[PublishedWeek], highs: Mapping[str, High] | None
    ) -> Notice | None:
        """Return the notice about the last of the weeks; without highs it is the first ever."""
        told = [
            tell(region, highs[region] if highs else None, weeks)
            for region in self.regions
            if not any(self.kept_back(region, weeks, highs))
        ]
        if not told:
            return None
        return Notice("first" if highs is None else "drop", tuple(told), self.in_words())

    def _too_high(
        self, region: str, weeks: Sequence[PublishedWeek], high: High | None
    ) -> Iterator[str]:
        *earlier, newest = weeks
        price = newest.prices[region]
        if high is None:
            yield "it has no earlier price to compare with"
        elif price >= high.price:
            yield f"it did not fall: {_difference(price, high.price)}, the high of {high.week}"
        elif (high.price - price) * 100 < self.min_drop_cents:
            difference = _difference(price, high.price)
            yield f"min_drop_cents is {self.min_drop_cents}: {difference}, the high of {high.week}"
        if self.below is not None and price > self.below:
            yield f"below is not reached: {_difference(price, self.below)}"
        recent = earlier[-self.lowest_in_weeks :] if self.lowest_in_weeks else []
        not_above = [
            (week.prices[region], week.week)
            for week in recent
            if region in week.prices and week.prices[region] <= price
        ]
        if not_above:
            lowest, week = min(not_above)
            difference = _difference(price, lowest)
            yield f"lowest_in_weeks is {self.lowest_in_weeks}: {difference}, the price of {week}"

    def _anew(
        self, week: PublishedWeek, notice: Notice | None, since: Mapping[str, date]
    ) -> Collection[str]:
        """Return the regions whose highs begin anew with a week."""
        told = {region.region for region in notice.regions} if notice else set()
        return {
            region
            for region in week.prices
            if region in told or region not in self.regions or region not in since
        }

    def _risen(
        self, week: PublishedWeek, highs: Mapping[str, High], anew: Collection[str]
    ) -> Mapping[str, High]:
        """Return the highs that a week's prices become."""
        return {
            region: High(price, week.week)
            for region, price in week.prices.items()
            if region in anew
            or region not in highs
            or (self.record == "every-week" and price >= highs[region].price)
        }


def _not_above(limit: High, highs: Iterable[High]) -> Iterator[High]:
    """Yield the highs that are not above a limit; its own week's counts as the limit itself."""
    for high in highs:
        if high.price <= limit.price:
            yield high
        elif high.week == limit.week:
            yield limit


def _difference(price: Decimal, other: Decimal) -> str:
    """Return how much a price is above or below another, like "$3.04 is 4 cents above $3.00"."""
    cents = f"{(abs(price - other) * 100).normalize():f}"
    if price == other:
        distance = "the same as"
    else:
        unit = "cent" if cents == "1" else "cents"
        distance = f"{cents} {unit} {'above' if price > other else 'below'}"
    return f"{_exactly(price)} is {distance} {_exactly(other)}"


def _exactly(amount: Decimal) -> str:
    """Return dollars as they are, with two decimals at least: thousandths can decide."""
    return f"${amount + Decimal('0.00')}"
