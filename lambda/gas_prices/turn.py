"""The turn: when a fall that was told is over."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from gas_prices.credible import PublishedWeek
from gas_prices.notice import YEAR, Fall, High, Low, RegionNotice
from gas_prices.record import Record
from gas_prices.rule import Rule


def falls_as_published(
    rule: Rule, newest_record: Record, weeks: Sequence[PublishedWeek]
) -> Mapping[str, Fall]:
    """Return the falls that could be over in the last of the weeks, with prices as published now.

    There are none if turns are not told. The low is the lowest since the last drop was told, that
    week included, the high the highest since the fall began and up to that low. As for a high, what
    was recorded stands only for weeks before those of the last year.
    """
    if rule.min_rise_cents is None:
        return {}
    reach = next(week.week for week in weeks if week.week >= weeks[-1].week - YEAR)
    falls = {}
    for region, recorded in newest_record.falls.items():
        told = newest_record.since[region]
        published = [
            (week.prices[region], week.week)
            for week in weeks[:-1]
            if week.week >= max(recorded.high.week, reach) and region in week.prices
        ]
        lows = [recorded.low] if recorded.low.week < reach else []
        lows += [Low(price, week) for price, week in published if week >= told]
        if not lows:
            continue
        low = min(lows)
        highs = [recorded.high] if recorded.high.week < reach else []
        highs += [High(price, week) for price, week in published if week <= low.week]
        high = max(highs, key=lambda high: (high.price, high.week))
        # Where all that was higher was revised or withdrawn, nothing fell.
        if high.price > low.price:
            falls[region] = Fall(high, low)
    return falls


def falls_after(
    falls: Mapping[str, Fall],
    week: PublishedWeek,
    told: Collection[RegionNotice],
    watched: Collection[str],
) -> Mapping[str, Fall]:
    """Return the falls that have not turned after a week, and what was told of it."""
    following = {}
    turned = {part.region for part in told if part.fall}
    for region, fall in falls.items():
        if region in watched and region not in turned:
            price = week.prices.get(region, fall.low.price)
            lower = price < fall.low.price
            following[region] = Fall(fall.high, Low(price, week.week)) if lower else fall
    for part in told:
        if part.high:
            high = falls[part.region].high if part.region in falls else part.high
            following[part.region] = Fall(high, Low(part.price, week.week))
    return following


def has_turned(rule: Rule, fall: Fall | None, price: Decimal | None) -> bool:
    """Tell whether a price, in dollars per gallon, is so far above the low that a fall is over."""
    if rule.min_rise_cents is None or fall is None or price is None:
        return False
    return (price - fall.low.price) * 100 >= rule.min_rise_cents
