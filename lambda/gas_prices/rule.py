"""The rule: which weeks are recorded, and which of them subscribers are told about."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, Final, Literal, NamedTuple, Self

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
        days = [week.week for week in weeks]
        reach = bisect_left(days, days[-1] - YEAR)
        drops = self.record == "drops"
        # `drops` does not record the weeks that it passes over: they count as well.
        end = len(days) - 1 if drops else bisect_right(days, newest_record.week)
        highs = {}
        for region, recorded in newest_record.highs.items():
            since = bisect_left(days, newest_record.since[region], reach)
            known: Iterator[tuple[Decimal, date]] = (
                (week.prices[region], week.week)
                for week in weeks[since:end]
                if region in week.prices
            )
            as_recorded = (recorded.price, recorded.week)
            if recorded.week < days[reach]:
                known = chain([as_recorded], known)
            high = next(_not_above(as_recorded, known), None) if drops else max(known, default=None)
            if high:
                highs[region] = recorded if high == as_recorded else High(*high)
        return highs

    def kept_back(
        self, region: str, weeks: Sequence[PublishedWeek], highs: Mapping[str, High] | None
    ) -> Iterator[str]:
        """Yield each thing that keeps a region out of the last week's notice, and by how much.

        A watched region that nothing keeps back is in it. `highs` are those before that week; on
        an empty table there are none, and a price is all it takes.
        """
        yield from map(str, self._against(region, weeks, highs))

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
            if not any(self._against(region, weeks, highs))
        ]
        if not told:
            return None
        return Notice("first" if highs is None else "drop", tuple(told), self.in_words())

    def _against(
        self, region: str, weeks: Sequence[PublishedWeek], highs: Mapping[str, High] | None
    ) -> Iterator[object]:
        """Yield the same, in words only when asked for them: most often it is enough to know."""
        newest = weeks[-1]
        if region in newest.suspect:
            yield f"its price, {_exactly(newest.suspect[region])}, is suspect"
        elif region not in newest.prices:
            yield "it has no price"
        elif highs is not None:
            yield from self._too_high(region, weeks, highs.get(region))

    def _too_high(
        self, region: str, weeks: Sequence[PublishedWeek], high: High | None
    ) -> Iterator[object]:
        price = weeks[-1].prices[region]
        if high is None:
            yield "it has no earlier price to compare with"
        elif price >= high.price:
            yield _Difference("it did not fall", price, high.price, high.week)
        elif (high.price - price) * 100 < self.min_drop_cents:
            yield _Difference(
                f"min_drop_cents is {self.min_drop_cents}", price, high.price, high.week
            )
        if self.below is not None and price > self.below:
            yield _Difference("below is not reached", price, self.below)
        recent = weeks[-1 - self.lowest_in_weeks : -1] if self.lowest_in_weeks else ()
        not_above = [
            (week.prices[region], week.week)
            for week in recent
            if region in week.prices and week.prices[region] <= price
        ]
        if not_above:
            yield _Difference(
                f"lowest_in_weeks is {self.lowest_in_weeks}", price, *min(not_above), "price"
            )

    def _anew(
        self, week: PublishedWeek, notice: Notice | None, since: Mapping[str, date]
    ) -> Collection[str]:
        """Return the regions whose highs begin anew with a week."""
        told = {region.region for region in notice.regions} if notice else set()
        compared = set(self.regions).intersection(since) - told
        return week.prices.keys() - compared

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


def _not_above(
    limit: tuple[Decimal, date], prices: Iterable[tuple[Decimal, date]]
) -> Iterator[tuple[Decimal, date]]:
    """Yield the prices that are not above a limit; that of its own week is lowered to it."""
    for price, week in prices:
        if price <= limit[0]:
            yield price, week
        elif week == limit[1]:
            yield limit


class _Difference(NamedTuple):
    """How much a price is above or below another, which is a limit or of some week."""

    condition: str
    price: Decimal
    other: Decimal
    week: date | None = None
    of_week: str = "high"

    def __str__(self) -> str:
        """Return it like "it did not fall: $3.04 is 4 cents above $3.00, the high of ..."."""
        cents = f"{(abs(self.price - self.other) * 100).normalize():f}"
        if self.price == self.other:
            distance = "the same as"
        else:
            unit = "cent" if cents == "1" else "cents"
            distance = f"{cents} {unit} {'above' if self.price > self.other else 'below'}"
        difference = f"{_exactly(self.price)} is {distance} {_exactly(self.other)}"
        whose = f", the {self.of_week} of {self.week}" if self.week else ""
        return f"{self.condition}: {difference}{whose}"


def _exactly(amount: Decimal) -> str:
    """Return dollars as they are, with two decimals at least: thousandths can decide."""
    return f"${amount + Decimal('0.00')}"
