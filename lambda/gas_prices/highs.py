"""The highs: what a week's prices are compared with."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from gas_prices.credible import PublishedWeek
from gas_prices.notice import YEAR, High, RegionNotice
from gas_prices.record import Record
from gas_prices.rule import Rule


def highs_as_published(
    rule: Rule, newest_record: Record, weeks: Sequence[PublishedWeek]
) -> Mapping[str, High]:
    """Return the highs that the weeks after a record are compared with.

    A high is the highest credible price since the region's last drop was told, that week included,
    as published now; where all were withdrawn there is none. What was recorded stands only for
    weeks before those of the last year: the feed has no more, or nothing to judge them by. For
    `drops`, whose high never rises, it is the price in the last notice, as published now.
    """
    days = [week.week for week in weeks]
    reach = bisect_left(days, days[-1] - YEAR)
    drops = rule.record == "drops"
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


def highs_after(
    rule: Rule,
    highs: Mapping[str, High],
    since: Mapping[str, date],
    week: PublishedWeek,
    told: Sequence[RegionNotice],
) -> tuple[Mapping[str, High], Mapping[str, date]]:
    """Return the highs after a week and what was told of it, and since when each is the highest."""
    dropped = {part.region for part in told if part.high}
    watched = set(rule.regions)
    anew = week.prices.keys() - watched | dropped | watched - since.keys()
    risen = {
        region: High(price, week.week)
        for region, price in week.prices.items()
        if region in anew
        or region not in highs
        or (rule.record == "every-week" and price >= highs[region].price)
    }
    return {**highs, **risen}, {**since, **dict.fromkeys(anew, week.week)}


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
