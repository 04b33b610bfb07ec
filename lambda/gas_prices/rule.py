"""The rule: which weeks are recorded, and which of them subscribers are told about."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple, Self

from gas_prices.credible import PublishedWeek, Row, judge
from gas_prices.notice import WEEK, YEAR, Fall, High, Notice, RegionNotice, tell
from gas_prices.record import Record
from gas_prices.turn import falls_after, falls_as_published

Mode = Literal["every-week", "drops"]

_UNLIKE_JSON: Final[Mapping[str, Callable[[Any], object]]] = {"regions": tuple, "below": Decimal}
"""How the fields of a rule whose types JSON lacks are read from it."""


@dataclass(frozen=True)
class Outcome:
    """What one look at the feed comes to.

    `newest_week` is the newest known, of the feed or the table; `records` are the weeks to record,
    oldest first; `suspect` (dollars per gallon) and `missing`
    are of the feed's newest week: prices published but not believed, and watched regions that have
    no price. `weeks` are the feed's, judged, and `known` is the newest record there is now.
    """

    newest_week: date
    records: tuple[Record, ...]
    suspect: Mapping[str, Decimal]
    missing: tuple[str, ...]
    weeks: Sequence[PublishedWeek]
    known: Record | None

    def credible_week(self, region: str) -> date:
        """Return the week of a watched region's newest credible price, shown or recorded.

        It is that of the first look for a region that never had one.
        """
        shown = next((week.week for week in reversed(self.weeks) if region in week.prices), None)
        if self.known is None:
            recorded = self.weeks[0].week
        elif region in self.known.prices:
            recorded = self.known.week
        elif region in self.known.highs:
            recorded = self.known.highs[region].week
        else:
            recorded = shown or self.known.since[region]
        return max(shown or recorded, recorded)


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
    min_rise_cents: int | None = None
    quiet_weeks: int | None = None

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

    def apply(
        self, rows: Iterable[Row], newest_record: Record | None, news_since: date = date.min
    ) -> Outcome:
        """Judge the feed's rows, in any order and at least one, against the newest record.

        Of weeks before `news_since` nothing is told, and none of them is the first record.
        """
        return self.decide(judge(rows), newest_record, news_since)

    def decide(
        self,
        weeks: Sequence[PublishedWeek],
        newest_record: Record | None,
        news_since: date = date.min,
    ) -> Outcome:
        """Do the same for weeks judged before, oldest first, as several rules can share them."""
        newest = weeks[-1]
        records = tuple(self._records(weeks, newest_record, news_since))
        return Outcome(
            newest_week=max(newest.week, newest_record.week) if newest_record else newest.week,
            records=records,
            suspect=newest.suspect,
            missing=tuple(
                region
                for region in self.regions
                if region not in newest.prices and region not in newest.suspect
            ),
            weeks=weeks,
            known=records[-1] if records else newest_record,
        )

    def highs(self, newest_record: Record, weeks: Sequence[PublishedWeek]) -> Mapping[str, High]:
        """Return the highs that the weeks after a record are compared with.

        A high is the highest credible price since the region's last drop was told, that week
        included, as published now; where all were withdrawn there is none. What was recorded stands
        only for weeks before those of the last year: the feed has no more, or nothing to judge them
        by. For `drops`, whose high never rises, it is the price in the last notice, as published
        now.
        """
        days = [week.week for week in weeks]
        reach = bisect_left(days, days[-1] - YEAR)
        drops = self.record == "drops"
        # `drops` does not record the weeks that it passes over: they count as well.
        end = len(days) - 1 if drops else bisect_right(days, newest_record.week)
        highs = {}
        for region, since in newest_record.since.items():
            shown = weeks[bisect_left(days, since, reach) : end]
            recorded = newest_record.highs.get(region)
            is_out_of_reach = recorded is not None and recorded.week < days[reach]
            if not drops:
                high = _highest(recorded if is_out_of_reach else None, region, shown)
            elif recorded and not is_out_of_reach:
                high = _first_not_above(recorded, region, shown)
            else:
                high = recorded
            if high:
                highs[region] = high
        return highs

    def falls(self, newest_record: Record, weeks: Sequence[PublishedWeek]) -> Mapping[str, Fall]:
        """Return the falls that can turn in the last of the weeks; none if turns are not told."""
        if self.min_rise_cents is None:
            return {}
        return falls_as_published(newest_record, weeks)

    def kept_back(
        self, region: str, weeks: Sequence[PublishedWeek], newest_record: Record | None
    ) -> Iterator[str]:
        """Yield each thing that keeps a region out of the last week's notice, and by how much.

        A watched region that is in it has such things as well: a turn is no drop, and a drop is no
        turn.
        """
        highs = self.highs(newest_record, weeks) if newest_record else None
        yield from map(str, self._no_drop(region, weeks, highs))
        falls = self.falls(newest_record, weeks) if newest_record else {}
        if region in falls and region in weeks[-1].prices:
            low, price = falls[region].low, weeks[-1].prices[region]
            condition = f"min_rise_cents is {self.min_rise_cents}"
            yield str(_Difference(condition, price, low.price, low.week, "low"))

    def in_words(self) -> str:
        """Return the rule as the end of a sentence that begins "when a price ..."."""
        or_more = f" {_amount(self.min_drop_cents)} or more" if self.min_drop_cents > 1 else ""
        if self.record == "drops":
            from_what = "below the price in the last mail about it"
        elif self.min_rise_cents is None and self.quiet_weeks is None:
            from_what = "from its highest since the last mail about it"
        else:
            from_what = "from its highest since the last mail that it fell"
        conditions = [f"falls{or_more} {from_what}"]
        if self.below is not None:
            conditions.append(f"is at most ${self.below:.3f}".removesuffix("0"))
        if self.lowest_in_weeks is not None:
            weeks = "week" if self.lowest_in_weeks == 1 else f"{self.lowest_in_weeks} weeks"
            conditions.append(f"is lower than in the {weeks} before")
        *others, last = conditions
        words = f"{', '.join(others)} and {last}" if others else last
        if self.min_rise_cents is not None:
            words += f", or has then risen {_amount(self.min_rise_cents)} or more"
        if self.quiet_weeks is not None:
            words += f", or when nothing was told for {self.quiet_weeks} weeks"
        return words

    def _records(
        self, weeks: Sequence[PublishedWeek], newest_record: Record | None, news_since: date
    ) -> Iterator[Record]:
        if newest_record:
            new: Sequence[PublishedWeek] = [
                week for week in weeks if week.week > newest_record.week
            ]
            highs = self.highs(newest_record, weeks)
            since, falls, told = newest_record.since, newest_record.falls, newest_record.told
        else:
            new = [week for week in weeks[-1:] if week.week >= news_since]
            highs, since, falls = {}, {}, {}
            told = None
        for week in new:
            notice = None
            # Only the newest week is news: a late batch must not mail about weeks gone by.
            if week is weeks[-1] and week.week >= news_since:
                notice = self._notice(weeks, highs, newest_record)
            if notice or self.record == "every-week":
                parts = notice.regions if notice else ()
                anew = self._anew(week, parts, since)
                since = {**since, **dict.fromkeys(anew, week.week)}
                highs = {**highs, **self._risen(week, highs, anew)}
                if self.record == "every-week":
                    falls = falls_after(falls, week, parts, self.regions)
                if notice:
                    told = week.week
                yield Record(
                    week=week.week,
                    prices=week.prices,
                    suspect=week.suspect,
                    highs=highs,
                    since=since,
                    notice=notice,
                    falls=falls,
                    told=told,
                )

    def _notice(
        self,
        weeks: Sequence[PublishedWeek],
        highs: Mapping[str, High],
        newest_record: Record | None,
    ) -> Notice | None:
        """Return the notice about the last of the weeks; without a record it is the first ever."""
        newest = weeks[-1]
        drops = tuple(
            tell(region, highs.get(region), weeks)
            for region in self.regions
            if not any(self._no_drop(region, weeks, highs if newest_record else None))
        )
        if newest_record is None:
            return Notice("first", drops, self.in_words()) if drops else None
        falls = self.falls(newest_record, weeks)
        dropped = {drop.region for drop in drops}
        turns = tuple(
            tell(region, None, weeks, fall=falls[region])
            for region in self.regions
            if self._turned(region, newest, falls) and region not in dropped
        )
        if drops or turns:
            return Notice("drop" if drops else "turn", drops + turns, self.in_words())
        # A record of version 1.0 does not say when something was told: from it on, it is counted.
        before = newest_record.told or newest_record.week
        if self.quiet_weeks is None or newest.week - before < self.quiet_weeks * WEEK:
            return None
        quiet = tuple(
            tell(region, None, weeks, kept_back=self.kept_back(region, weeks, newest_record))
            for region in self.regions
            if region in newest.prices
        )
        return Notice("quiet", quiet, self.in_words(), told_before=before) if quiet else None

    def _no_drop(
        self, region: str, weeks: Sequence[PublishedWeek], highs: Mapping[str, High] | None
    ) -> Iterator[object]:
        """Yield each thing that keeps a drop back, in words only when asked for them.

        `highs` are those before the last week; on an empty table there are none, and a price is all
        it takes.
        """
        newest = weeks[-1]
        if region in newest.suspect:
            yield f"its price, {_exactly(newest.suspect[region])}, is suspect"
        elif region not in newest.prices:
            yield "it has no price"
        elif highs is not None:
            yield from self._too_high(region, weeks, highs.get(region))

    def _turned(self, region: str, newest: PublishedWeek, falls: Mapping[str, Fall]) -> bool:
        if self.min_rise_cents is None or region not in falls or region not in newest.prices:
            return False
        return (newest.prices[region] - falls[region].low.price) * 100 >= self.min_rise_cents

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
        self, week: PublishedWeek, told: Sequence[RegionNotice], since: Mapping[str, date]
    ) -> Collection[str]:
        """Return the regions whose highs are looked for from a week on."""
        dropped = {part.region for part in told if part.high}
        watched = set(self.regions)
        return week.prices.keys() - watched | dropped | watched - since.keys()

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


def _highest(recorded: High | None, region: str, weeks: Sequence[PublishedWeek]) -> High | None:
    """Return the highest of a recorded high and a region's prices, of equal ones the latest."""
    highest: PublishedWeek | None = None
    for week in weeks:
        if region in week.prices and (
            highest is None or week.prices[region] >= highest.prices[region]
        ):
            highest = week
    if highest is None or (recorded and recorded.price > highest.prices[region]):
        return recorded
    return High(highest.prices[region], highest.week)


def _first_not_above(recorded: High, region: str, weeks: Sequence[PublishedWeek]) -> High | None:
    """Return a region's first price not above a recorded one, which its own week's is cut to."""
    for week in weeks:
        if region in week.prices and (
            week.prices[region] <= recorded.price or week.week == recorded.week
        ):
            return High(min(week.prices[region], recorded.price), week.week)
    return None


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


def _amount(cents: int) -> str:
    dollars, rest = divmod(cents, 100)
    if dollars:
        return f"${dollars}.{rest:02}"
    return f"{cents} cent" if cents == 1 else f"{cents} cents"


def _exactly(amount: Decimal) -> str:
    """Return dollars as they are, with two decimals at least: thousandths can decide."""
    return f"${amount + Decimal('0.00')}"
