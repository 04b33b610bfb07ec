"""What keeps a region out of a notice, and by how much."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gas_prices.credible import PublishedWeek
from gas_prices.highs import highs_as_published
from gas_prices.notice import High
from gas_prices.record import Record
from gas_prices.rule import Rule
from gas_prices.turn import falls_as_published


def kept_back(
    rule: Rule, region: str, weeks: Sequence[PublishedWeek], newest_record: Record | None
) -> Iterator[str]:
    """Yield each thing that keeps a region out of the last week's notice, and by how much.

    A watched region that is in it has such things as well: a turn is no drop, and a drop is no
    turn.
    """
    highs = highs_as_published(rule, newest_record, weeks) if newest_record else None
    yield from map(str, no_drop(rule, region, weeks, highs))
    falls = falls_as_published(rule, newest_record, weeks) if newest_record else {}
    if region in falls and region in weeks[-1].prices:
        low, price = falls[region].low, weeks[-1].prices[region]
        condition = f"min_rise_cents is {rule.min_rise_cents}"
        yield str(_Difference(condition, price, low.price, low.week, "low"))


def no_drop(
    rule: Rule,
    region: str,
    weeks: Sequence[PublishedWeek],
    highs: Mapping[str, High] | None,
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
        yield from _too_high(rule, region, weeks, highs.get(region))


def _too_high(
    rule: Rule, region: str, weeks: Sequence[PublishedWeek], high: High | None
) -> Iterator[object]:
    price = weeks[-1].prices[region]
    if high is None:
        yield "it has no earlier price to compare with"
    elif price >= high.price:
        yield _Difference("it did not fall", price, high.price, high.week)
    elif (high.price - price) * 100 < rule.min_drop_cents:
        yield _Difference(f"min_drop_cents is {rule.min_drop_cents}", price, high.price, high.week)
    if rule.below is not None and price > rule.below:
        yield _Difference("below is not reached", price, rule.below)
    recent = weeks[-1 - rule.lowest_in_weeks : -1] if rule.lowest_in_weeks else ()
    not_above = [
        (week.prices[region], week.week)
        for week in recent
        if region in week.prices and week.prices[region] <= price
    ]
    if not_above:
        yield _Difference(
            f"lowest_in_weeks is {rule.lowest_in_weeks}", price, *min(not_above), "price"
        )


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
