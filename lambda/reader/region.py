"""What the page says of one region: its newest price, beside the earlier ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final, Self

from chart import Series
from gas_prices.fuels import Fuel
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.what_followed import SITUATIONS, what_followed
from wording import cents, day, dollars

WEEK: Final = timedelta(weeks=1)
MARKS: Final = ("drop", "turn", "suspect")


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
        return cls(slug, series) if series.known else None

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
            yield f"{_moved(self.change)} from the price before, {dollars(self.known[-2][1])}."
        yield from self._extreme("Lowest", [-price for _, price in self.known])
        yield from self._extreme("Highest", [price for _, price in self.known])
        year_ago = self.series.known.get(self.week - 52 * WEEK)
        if year_ago is not None:
            yield f"{_compared(self.price - year_ago)} a year ago, {dollars(year_ago)}."

    def waiting(self, fuel: Fuel) -> Iterator[str]:
        """Yield whether waiting has paid after weeks like the newest, if that is known, counted."""
        found = what_followed(fuel, self.slug, [*self.series.prices.values()])
        if found is None:
            return
        yield f"Waiting has paid {found.paid_late}."
        yield (
            f"After {SITUATIONS[found.situation]}, the next weekly price in {self.name} was lower "
            f"{found.lower} times of {found.cases} {fuel.years(found.since)}. Prices are two weeks "
            f"old when they are read; from then on, waiting a week paid {found.late_lower} times."
        )

    def _extreme(self, what: str, heights: Sequence[Decimal]) -> Iterator[str]:
        """Yield since when no price was as high, unless it is since the price before."""
        *earlier, newest = heights
        not_below = [index for index, height in enumerate(earlier) if height >= newest]
        since = not_below[-1] if not_below else 0
        if since + 1 < len(earlier):
            begin = "" if not_below else "the records begin, "
            yield f"{what} since {begin}{day(self.known[since][0], self.week)}."


def _moved(change: Decimal) -> str:
    if change == 0:
        return "Unchanged"
    return f"{'Up' if change > 0 else 'Down'} {cents(abs(change))}"


def _compared(difference: Decimal) -> str:
    if difference == 0:
        return "The same as"
    return f"{cents(abs(difference))} {'more' if difference > 0 else 'less'} than"
