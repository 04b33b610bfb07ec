"""What the page says of one region: its newest price, beside the earlier ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import dropwhile, takewhile
from typing import Final, NamedTuple, Self

from chart import MARKS, Series
from gas_prices.fuels import Fuel
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.what_followed import SITUATIONS, what_followed
from wording import cents, day, dollars

WEEK: Final = timedelta(weeks=1)


class Waiting(NamedTuple):
    """How often waiting was cheaper, in words and counted: `paid` of `cases` times."""

    often: str
    counted: str
    paid: int
    cases: int


@dataclass(frozen=True)
class Region:
    """A region that has a price in at least one week."""

    slug: str
    series: Series

    @classmethod
    def of(cls, slug: str, records: Sequence[Record]) -> Self | None:
        """Return the region as the records, newest first, know it; None when it has no price."""
        prices: dict[date, Decimal | None] = {}
        marks: Mapping[str, dict[date, Decimal]] = {kind: {} for kind in MARKS}
        for record in reversed(records):
            prices[record.week] = record.prices.get(slug)
            if slug in record.suspect:
                marks["suspect"][record.week] = record.suspect[slug]
            for told in record.notice.regions if record.notice else ():
                if told.region == slug and told.kind:
                    marks[told.kind][record.week] = told.price
        series = Series(prices, marks)
        return cls(slug, series.since(min(series.known))) if series.known else None

    @property
    def name(self) -> str:
        """What people call it."""
        return REGIONS[self.slug]

    @cached_property
    def known(self) -> Sequence[tuple[date, Decimal]]:
        """Its prices with their weeks, oldest first."""
        return tuple(self.series.known.items())

    @property
    def week(self) -> date:
        """The week of its newest price."""
        return self.known[-1][0]

    @property
    def price(self) -> Decimal:
        """Its newest price, in dollars per gallon."""
        return self.known[-1][1]

    @property
    def change(self) -> Decimal | None:
        """By how many dollars that price is above the one before, if there was one before."""
        earlier = self.known[-2:-1]
        return self.price - earlier[0][1] if earlier else None

    def facts(self) -> Iterator[str]:
        """Yield what is worth saying of the newest price, a sentence each."""
        if self.change is not None:
            yield f"{self._moved(self.change)}."
        yield from self._extreme("Lowest", [-price for _, price in self.known])
        yield from self._extreme("Highest", [price for _, price in self.known])
        year_ago = self.series.known.get(self.week - 52 * WEEK)
        if year_ago is not None:
            yield f"{_compared(self.price - year_ago)} a year ago, {dollars(year_ago)}."

    def without_price(self) -> Iterator[str]:
        """Yield why there is no price of the newest week, where there is none."""
        newest = max(self.series.prices)
        if newest in self.series.marks["suspect"]:
            suspect = dollars(self.series.marks["suspect"][newest])
            yield f"The {suspect} published for {day(newest, self.week)} is not believed."
        elif newest > self.week:
            yield f"None is published for {day(newest, self.week)}."

    def waiting(self, fuel: Fuel) -> Waiting | None:
        """Return how often waiting was cheaper after weeks like the newest, if that is known."""
        found = what_followed(fuel, self.slug, [*self.series.prices.values()])
        if found is None:
            return None
        counted = (
            "Prices come out about two weeks late. A driver who then read of "
            f"{SITUATIONS[found.situation]} in {self.name} and waited one more week paid less "
            f"{found.late_lower} times of {found.cases} {fuel.years(found.since)}. "
            f"The next price to come out was lower {found.lower} times."
        )
        often = f"Waiting a week was cheaper {found.tenths(found.late_lower)} times in 10."
        return Waiting(often, counted, found.late_lower, found.cases)

    def _moved(self, change: Decimal) -> str:
        if change == 0:
            *_, (since, _) = takewhile(lambda known: known[1] == self.price, reversed(self.known))
            return f"Unchanged since {day(since, self.week)}"
        week, price = self.known[-2]
        when = "in a week" if self.week - week == WEEK else f"since {day(week, self.week)}"
        return (
            f"{'Up' if change > 0 else 'Down'} {cents(abs(change))} {when}, from {dollars(price)}"
        )

    def _extreme(self, what: str, heights: Sequence[Decimal]) -> Iterator[str]:
        """Yield since when no price was as high, unless it is since the price before.

        For how many weeks it has been what it is now does not matter.
        """
        newest = heights[-1]
        earlier = [*dropwhile(lambda height: height == newest, reversed(heights))]
        not_below = next((age for age, height in enumerate(earlier) if height >= newest), None)
        if not_below is None and len(earlier) > 1:
            yield f"{what} since records began on {day(self.known[0][0], self.week)}."
        elif not_below:
            since, _ = self.known[len(earlier) - 1 - not_below]
            yield f"{what} since {day(since, self.week)}."


def _compared(difference: Decimal) -> str:
    if difference == 0:
        return "The same as"
    return f"{cents(abs(difference))} {'more' if difference > 0 else 'less'} than"
