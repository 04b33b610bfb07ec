"""The mail: one notice as a subject and a plain-text body.

Plain text is all that SNS can send; its subject is ASCII and has at most 99 characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from textwrap import fill
from typing import Final

from gas_prices.notice import Notice, RegionNotice
from gas_prices.regions import REGIONS
from publisher.sparkline import sparkline

LINE_WIDTH: Final = 72
DATA_SET: Final = "https://data.ny.gov/d/nqur-w4p7"
DAYS_IN_WEEK: Final = 7
DAYS_IN_YEAR: Final = 364
"""The 52 weeks that a notice looks back."""
CENTS_IN_DOLLAR: Final = 100


@dataclass(frozen=True)
class Mail:
    """What one notice looks like in an inbox."""

    subject: str
    body: str


def compose(week: date, notice: Notice, tank_gallons: Decimal) -> Mail:
    """Return the mail of a week's notice; the tank holds US gallons."""
    lead, *others = notice.regions
    you = "From now on you" if lead.high is None else "You"
    source = (
        "Prices are New York State's weekly averages for a gallon of regular."
        f" These are dated {_day(week)}, {week.year} and cover the week before."
    )
    paragraphs = [
        *_lead(week, lead, tank_gallons),
        *_others(week, others),
        f"{you} get a mail when a price {notice.reason}.",
        source,
        f"All weeks: {DATA_SET}",
    ]
    return Mail(_subject(week, lead, others), "\n".join(f"{_wrap(text)}\n" for text in paragraphs))


def _subject(week: date, lead: RegionNotice, others: Sequence[RegionNotice]) -> str:
    name, price = REGIONS[lead.region], _dollars(lead.price)
    if lead.high is None:
        news = [f"Now watching gas in {name}: {price}"]
        more = f" and {len(others)} more"
    else:
        fall = _cents(lead.high.price - lead.price, "c")
        news = [f"Gas down {fall} to {price} in {name}", *_lowest(week, lead)]
        more = f"; {len(others)} more down"
    return f"{', '.join(news)}{more if others else ''} ({_day(week)})"


def _lead(week: date, region: RegionNotice, tank_gallons: Decimal) -> Iterator[str]:
    name, price = REGIONS[region.region], _dollars(region.price)
    tank = f"A tank of {tank_gallons:f} gallons costs {_dollars(region.price * tank_gallons)}"
    if region.high is None:
        yield f"Now watching gas in {name}: {price} a gallon."
        history = []
        tank = f"{tank} to fill."
    else:
        high, fall = region.high, region.high.price - region.price
        before = f"the {_dollars(high.price)} of {_day(high.week, week)}"
        yield f"Gas in {name} is down {_cents(fall)} to {price} a gallon."
        history = [f"That is {fall / high.price:.1%} less than {before}."]
        tank = f"{tank} to fill, {_cents(fall * tank_gallons)} less."
    history += [f"It is the {lowest}." for lowest in _lowest(week, region)]
    if region.falling_weeks > 1:
        history.append(f"It has fallen {region.falling_weeks} weeks in a row.")
    history += _earlier(region)
    if history:
        yield " ".join(history)
    yield tank
    yield from _chart(region)


def _earlier(region: RegionNotice) -> Iterator[str]:
    """Yield one sentence on what the price was, as far as that is known."""
    earlier = [
        f"{_dollars(price)} a {ago} ago"
        for ago, price in (
            ("week", region.week_ago),
            ("month", region.month_ago),
            ("year", region.year_ago),
        )
        if price is not None
    ]
    if earlier:
        yield f"It was {_in_a_row(earlier)}."


def _chart(region: RegionNotice) -> Iterator[str]:
    known = [price for price in region.recent if price is not None]
    if len(known) > 1:
        yield (
            f"The last {len(region.recent)} weeks, from {_dollars(min(known))} to"
            f" {_dollars(max(known))}: {sparkline(region.recent)}"
        )


def _others(week: date, regions: Sequence[RegionNotice]) -> Iterator[str]:
    """Yield one paragraph with a line for each region."""
    lines = []
    for region in regions:
        facts = [f"{REGIONS[region.region]} {_dollars(region.price)}"]
        if region.high:
            facts.append(f"down {_cents(region.high.price - region.price)}")
        lines.append(", ".join([*facts, *_lowest(week, region)]))
    if lines:
        yield "\n".join(["Also down:" if regions[0].high else "Also watched:", *lines])


def _lowest(week: date, region: RegionNotice) -> Iterator[str]:
    """Yield since when the price is the lowest, if that is more than the week before."""
    if region.lowest_since is None:
        if (week - region.known_since).days >= DAYS_IN_YEAR:
            yield "lowest in at least a year"
    elif (week - region.lowest_since).days > DAYS_IN_WEEK:
        yield f"lowest since {_day(region.lowest_since, week)}"


def _day(day: date, seen_from: date | None = None) -> str:
    """Return a day like "Nov 3", with the year where it is not that of the week it is seen from."""
    year = f", {day.year}" if seen_from and day.year != seen_from.year else ""
    return f"{day:%b} {day.day}{year}"


def _dollars(amount: Decimal) -> str:
    return f"${amount.quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def _cents(amount: Decimal, unit: str | None = None) -> str:
    """Return dollars like "4 cents", or with a unit of its own, "4c"; from a dollar on "$1.20"."""
    cents = (amount * CENTS_IN_DOLLAR).quantize(Decimal(1), ROUND_HALF_UP)
    if cents >= CENTS_IN_DOLLAR:
        return _dollars(amount)
    return f"{cents}{unit or (' cent' if cents == 1 else ' cents')}"


def _in_a_row(parts: Sequence[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def _wrap(text: str) -> str:
    return "\n".join(fill(line, LINE_WIDTH, break_on_hyphens=False) for line in text.split("\n"))
