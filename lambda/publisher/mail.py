"""The mail: one notice as a subject and a plain-text body.

Plain text is all that SNS can send; its subject is ASCII and has at most 99 characters. The body
is short lines of one fact each, which read the same on a phone, in a window and aloud, as wrapped
paragraphs and aligned columns do not. The chart, which says nothing aloud, comes after the facts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from itertools import dropwhile
from textwrap import fill
from typing import Final

from gas_prices.fuels import Fuel
from gas_prices.notice import Notice, RegionNotice
from gas_prices.regions import REGIONS
from gas_prices.what_followed import SITUATIONS, what_followed
from publisher.sparkline import sparkline
from wording import cents, day, dollars

LINE_WIDTH: Final = 72
DAYS_IN_WEEK: Final = 7
DAYS_IN_YEAR: Final = 364
"""The 52 weeks that a notice looks back."""
NEW_YORK: Final = timezone(timedelta(hours=-5))
"""Near enough for a day, without a data base of time zones."""
NEXT: Final = {"fell": "lower still", "same": "lower", "rose": "higher still"}
"""What is told of the next price, by what the price did."""
WAYS: Final = {"drop": "down", "turn": "up", None: "watched"}
"""How what is told of a region is called."""
ALSO: Final = {"down": "Also down:", "up": "No longer falling:", "watched": "Also watched:"}
"""What stands above the other regions, by what is told of them."""
TEN: Final = 10


@dataclass(frozen=True)
class Mail:
    """What one notice looks like in an inbox."""

    subject: str
    body: str


def compose(
    fuel: Fuel, week: date, notice: Notice, tank_gallons: Decimal, page_url: str | None = None
) -> Mail:
    """Return the mail of a week's notice; the tank holds US gallons, and a page may show more."""
    lead, *others = notice.regions
    paragraphs = (
        [_news(fuel, week, lead)],
        _silence(week, notice),
        _facts(week, lead, tank_gallons),
        _what_followed(fuel, lead),
        *(_others(week, way, others) for way in ALSO),
        _chart(lead),
        [_reason(notice)],
        _source(fuel, week, notice),
        [f"All prices, and a chart: {page_url}"] if page_url else [],
    )
    texts = ("\n".join(folded(line, LINE_WIDTH) for line in lines) for lines in paragraphs)
    return Mail(_subject(fuel, week, notice), "\n\n".join(filter(None, texts)) + "\n")


def folded(line: str, width: int) -> str:
    """Return a line broken into several of at most `width` characters; an address stays whole."""
    return fill(line, width, break_on_hyphens=False, break_long_words=False)


def _subject(fuel: Fuel, week: date, notice: Notice) -> str:
    lead, *others = notice.regions
    name, price, before = REGIONS[lead.region], dollars(lead.price), lead.before
    if before:
        change = cents(abs(lead.price - before.price), "c")
        news = f"{fuel.name.capitalize()} {WAYS[lead.kind]} {change} to {price} in {name}"
    elif notice.told_before:
        weeks = (week - notice.told_before).days // DAYS_IN_WEEK
        news = f"{fuel.name.capitalize()} at {price} in {name}, nothing to tell for {weeks} weeks"
    else:
        news = f"Now watching {fuel.name} in {name}: {price}"
    if lead.fall:
        news += f": the fall since {day(lead.fall.high.week, week)} is over"
    elif lead.high:
        news = ", ".join([news, *(f"lowest {since}" for since in _lowest(week, lead))])
    counts = Counter(WAYS[other.kind] for other in others)
    rest = ", ".join(
        f"{count} {'more ' if way == WAYS[lead.kind] else ''}{way}" for way, count in counts.items()
    )
    return f"{news}{f'; {rest}' if rest else ''} ({day(week, _seen(notice))})"


def _news(fuel: Fuel, week: date, region: RegionNotice) -> str:
    name, price, before = REGIONS[region.region], dollars(region.price), region.before
    if before is None:
        watching = "" if region.kept_back else f"Now watching {fuel.name} in "
        return f"{watching}{name}: {price} a gallon."
    change = abs(region.price - before.price)
    percent = (change / before.price * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    then = f"{dollars(before.price)} on {day(before.week, week)}"
    return f"{name}: {price}, {WAYS[region.kind]} {cents(change)} ({percent}%) from {then}."


def _silence(week: date, notice: Notice) -> Iterator[str]:
    if notice.told_before:
        yield f"Nothing was told since {day(notice.told_before, week)}."
    for region in notice.regions:
        if region.kept_back:
            yield f"Not told: {REGIONS[region.region]}, {'; '.join(region.kept_back)}."


def _facts(week: date, region: RegionNotice, tank_gallons: Decimal) -> Iterator[str]:
    if region.fall:
        high, low = region.fall.high, region.fall.low
        took = f"from {dollars(high.price)} on {day(high.week, week)} to {dollars(low.price)}"
        yield f"The fall {took} is over."
    else:
        for since in _lowest(week, region):
            yield f"Lowest {since}."
    if region.falling_weeks > 1:
        yield f"Down {region.falling_weeks} weeks in a row."
    yield from _comparisons(week, region)
    gallons = "gallon" if tank_gallons == 1 else "gallons"
    tank = f"A tank of {tank_gallons:f} {gallons} costs {dollars(region.price * tank_gallons)}"
    if before := region.before:
        amount = cents(abs(region.price - before.price) * tank_gallons)
        less = "less" if region.high else "more"
        tank += f", {amount} {less} than on {day(before.week, week)}"
    yield f"{tank}."


def _comparisons(week: date, region: RegionNotice) -> Iterator[str]:
    # When it is measured from the price of a week ago, the news has told that.
    before = region.before
    told = before and (week - before.week).days <= DAYS_IN_WEEK
    for ago, price in (
        ("week", None if told else region.week_ago),
        ("month", region.month_ago),
        ("year", region.year_ago),
    ):
        if price is not None:
            yield f"{_compared(region.price, price)} a {ago} ago ({dollars(price)})."


def _what_followed(fuel: Fuel, region: RegionNotice) -> Iterator[str]:
    found = what_followed(fuel, region.region, region.recent)
    if region.before is None or found is None:
        return
    way = found.situation[:4]
    count = found.higher if way == "rose" else found.lower
    tenths = found.tenths(count)
    yield (
        f"After {SITUATIONS[found.situation]} in {REGIONS[region.region]}, the next price was "
        f"{NEXT[way]} {'more than 9' if tenths == TEN else tenths} times in 10 "
        f"({count} of {found.cases} {fuel.years(found.since)}); "
        f"the median change was {found.median_cents:+}c."
    )
    yield (
        "Prices are about two weeks old when mailed: from then on, waiting a week was cheaper "
        f"{found.tenths(found.late_lower)} times in 10, {found.paid_late}."
    )


def _others(week: date, way: str, others: Sequence[RegionNotice]) -> Iterator[str]:
    regions = [region for region in others if WAYS[region.kind] == way]
    if regions:
        yield ALSO[way]
    for region in regions:
        line = f"{REGIONS[region.region]}: {dollars(region.price)}"
        if before := region.before:
            line += f", {way} {cents(abs(region.price - before.price))}"
            # Of what a week has brought nobody asks since when.
            if (week - before.week).days > DAYS_IN_WEEK:
                line += f" since {day(before.week, week)}"
        lowest = () if region.fall else _lowest(week, region)
        whole = ", ".join([line, *(f"lowest {since}" for since in lowest)])
        yield whole if len(whole) <= LINE_WIDTH else line


def _chart(region: RegionNotice) -> Iterator[str]:
    known = [price for price in region.recent if price is not None]
    if len(known) > 1:
        span = f"lowest {dollars(min(known))}, highest {dollars(max(known))}"
        yield f"Last {len(known)} weekly prices in {REGIONS[region.region]}: {span}"
        yield sparkline(list(dropwhile(lambda price: price is None, region.recent)))


def _reason(notice: Notice) -> str:
    when = "From now on you get a mail" if notice.kind == "first" else "You get this mail"
    return f"{when} when a price {notice.reason}."


def _source(fuel: Fuel, week: date, notice: Notice) -> Iterator[str]:
    on = _seen(notice)
    seen = f", seen {day(on, week)}" if on else ""
    yield f"Prices are for a gallon of {fuel.grade}, dated {day(week)}, {week.year}{seen}."
    yield "Each is an average over the week before its date."
    yield f"Source: New York State, {fuel.link}"


def _seen(notice: Notice) -> date | None:
    return notice.recorded_at and notice.recorded_at.astimezone(NEW_YORK).date()


def _lowest(week: date, region: RegionNotice) -> Iterator[str]:
    """Yield since when the price is the lowest, if that is more than the week before."""
    if region.lowest_since is None:
        if (week - region.known_since).days >= DAYS_IN_YEAR:
            yield "in at least a year"
    elif (week - region.lowest_since).days > DAYS_IN_WEEK:
        yield f"since {day(region.lowest_since, week)}"


def _compared(price: Decimal, earlier: Decimal) -> str:
    if price == earlier:
        return "The same as"
    return f"{cents(abs(price - earlier))} {'more' if price > earlier else 'less'} than"
