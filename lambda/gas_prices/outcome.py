"""The outcome of a look at the feed: which weeks are recorded, and what is told of the newest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gas_prices.credible import PublishedWeek, Row, judge
from gas_prices.highs import highs_after, highs_as_published
from gas_prices.kept_back import kept_back, no_drop
from gas_prices.notice import WEEK, High, Notice
from gas_prices.record import Record
from gas_prices.rule import Rule
from gas_prices.tell import tell
from gas_prices.turn import falls_after, falls_as_published, has_turned


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


def apply(
    rule: Rule, rows: Iterable[Row], newest_record: Record | None, news_since: date = date.min
) -> Outcome:
    """Judge the feed's rows, in any order and at least one, against the newest record.

    Of weeks before `news_since` nothing is told, and none of them is the first record.
    """
    return decide(rule, judge(rows), newest_record, news_since)


def decide(
    rule: Rule,
    weeks: Sequence[PublishedWeek],
    newest_record: Record | None,
    news_since: date = date.min,
) -> Outcome:
    """Do the same for weeks judged before, oldest first, as several rules can share them."""
    newest = weeks[-1]
    records = tuple(_records(rule, weeks, newest_record, news_since))
    return Outcome(
        newest_week=max(newest.week, newest_record.week) if newest_record else newest.week,
        records=records,
        suspect=newest.suspect,
        missing=tuple(
            region
            for region in rule.regions
            if region not in newest.prices and region not in newest.suspect
        ),
        weeks=weeks,
        known=records[-1] if records else newest_record,
    )


def _records(
    rule: Rule,
    weeks: Sequence[PublishedWeek],
    newest_record: Record | None,
    news_since: date,
) -> Iterator[Record]:
    if newest_record:
        new: Sequence[PublishedWeek] = [week for week in weeks if week.week > newest_record.week]
        highs = highs_as_published(rule, newest_record, weeks)
        since, falls, told = newest_record.since, newest_record.falls, newest_record.told
    else:
        new = [week for week in weeks[-1:] if week.week >= news_since]
        highs, since, falls = {}, {}, {}
        told = None
    for week in new:
        notice = None
        # Only the newest week is news: a late batch must not mail about weeks gone by.
        if week is weeks[-1] and week.week >= news_since:
            notice = _notice(rule, weeks, highs, newest_record)
        if notice or rule.record == "every-week":
            parts = notice.regions if notice else ()
            highs, since = highs_after(rule, highs, since, week, parts)
            if rule.record == "every-week":
                falls = falls_after(falls, week, parts, rule.regions)
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
    rule: Rule,
    weeks: Sequence[PublishedWeek],
    highs: Mapping[str, High],
    newest_record: Record | None,
) -> Notice | None:
    """Return the notice about the last of the weeks; without a record it is the first ever."""
    newest = weeks[-1]
    drops = tuple(
        tell(region, highs.get(region), weeks)
        for region in rule.regions
        if not any(no_drop(rule, region, weeks, highs if newest_record else None))
    )
    if newest_record is None:
        return Notice("first", drops, rule.in_words()) if drops else None
    falls = falls_as_published(rule, newest_record, weeks)
    dropped = {drop.region for drop in drops}
    turns = tuple(
        tell(region, None, weeks, fall=falls[region])
        for region in rule.regions
        if has_turned(rule, falls.get(region), newest.prices.get(region)) and region not in dropped
    )
    if drops or turns:
        return Notice("drop" if drops else "turn", drops + turns, rule.in_words())
    # A record of version 1.0 does not say when something was told: from it on, it is counted.
    before = newest_record.told or newest_record.week
    if rule.quiet_weeks is None or newest.week - before < rule.quiet_weeks * WEEK:
        return None
    quiet = tuple(
        tell(region, None, weeks, kept_back=kept_back(rule, region, weeks, newest_record))
        for region in rule.regions
        if region in newest.prices
    )
    return Notice("quiet", quiet, rule.in_words(), told_before=before) if quiet else None
