"""What followed each recorded price, counted: for the mails, and for the decision to show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product, takewhile
from statistics import median
from typing import Final

from gas_prices.credible import PublishedWeek
from gas_prices.notice import RECENT_WEEKS
from gas_prices.regions import REGIONS
from gas_prices.what_followed import SITUATIONS, situation_of

FEWEST_CASES: Final = 20
"""Where there are fewer, nothing is said."""
LATE: Final = 2
"""Weeks from a price's date to when it is usually read of."""
COUNTS_MODULE: Final = '''\
"""What followed, counted: made by `make count`."""

# Of each fuel, a line for each region in its order: cases, lower, higher, lower two weeks later,
# median cents.
COUNTS = {
'''
FALLING_WEEKS: Final = {
    "5": "fell for 5 weeks or more",
    "4": "fell for 4 weeks",
    "3": "fell for 3 weeks",
    "2": "fell for 2 weeks",
    "1": "fell for 1 week",
}
COLUMNS: Final = (
    "after",
    "cases",
    "next lower",
    "next higher",
    "median",
    "lower: 1st half, 2nd half",
    "lower: by region",
    "less than above in",
    "lower two weeks later",
)

Prices = Sequence[Decimal | None]
"""A region's credible prices of published weeks, oldest first, in dollars per gallon."""
Tell = Callable[[Prices], str | None]
"""What the last of some prices did, by name."""


@dataclass(frozen=True)
class Case:
    """What a region's price did in a week, by name, and what followed, in cents.

    `cents` is the change to the next published price, `late_cents` that from the price two weeks
    later to the one after it.
    """

    region: str
    week: int
    situation: str
    cents: Decimal
    late_cents: Decimal


def cases(weeks: Sequence[PublishedWeek], tell: Tell) -> list[Case]:
    """Return each week of a region of which there is something to tell, and all that followed."""
    found = []
    for region in REGIONS:
        prices = [week.prices.get(region) for week in weeks]
        steps = [_step(before, price) for before, price in pairwise(prices)]
        for week in range(len(steps) - LATE):
            situation = tell(prices[max(0, week + 1 - RECENT_WEEKS) : week + 1])
            cents, late_cents = steps[week], steps[week + LATE]
            if situation and cents is not None and late_cents is not None:
                found.append(Case(region, week, situation, cents, late_cents))
    return found


def falling_weeks(prices: Prices) -> str | None:
    """Return for how many weeks in a row the price fell, 5 standing for more."""
    steps = (_step(before, price) for price, before in pairwise(reversed(prices)))
    fell = len(list(takewhile(lambda step: step is not None and step < 0, steps)))
    return str(min(fell, 5)) if fell else None


def counts_module(weeks: Mapping[str, Sequence[PublishedWeek]]) -> str:
    """Return the module that holds the mails' table of each fuel, by its slug, from its weeks.

    There is an empty line for too few cases.
    """
    tables = (f'    "{fuel}": """\n{_table_of_mails(weeks[fuel])}\n""",\n' for fuel in weeks)
    return f"{COUNTS_MODULE}{''.join(tables)}}}\n"


def _table_of_mails(weeks: Sequence[PublishedWeek]) -> str:
    found = cases(weeks, situation_of)
    first = (min(week.week.year for week in weeks if region in week.prices) for region in REGIONS)
    lines = ["since", *map(str, first)]
    for name in SITUATIONS:
        named = [case for case in found if case.situation == name]
        of_region = ([case for case in named if case.region == region] for region in REGIONS)
        lines += [name, *map(_counts, of_region)]
    return "\n".join(lines)


def decision(text: str, weeks: Mapping[str, Sequence[PublishedWeek]]) -> str:
    """Return the text of the decision with its tables of each fuel, by its slug, made anew."""
    for (fuel, of_fuel), (what, tell, names) in product(
        weeks.items(),
        (
            ("situations", situation_of, SITUATIONS),
            ("weeks in a row", falling_weeks, FALLING_WEEKS),
        ),
    ):
        marker = f"<!-- {what} of {fuel}: generated -->"
        before, _, after = text.split(marker)
        table = "\n".join(_table(cases(of_fuel, tell), len(of_fuel) // 2, names))
        text = f"{before}{marker}\n\n{table}\n\n{marker}{after}"
    return text


def _step(before: Decimal | None, price: Decimal | None) -> Decimal | None:
    return None if before is None or price is None else (price - before) * 100


def _counts(found: Sequence[Case]) -> str:
    if len(found) < FEWEST_CASES:
        return ""
    late_lower = sum(case.late_cents < 0 for case in found)
    return f"{len(found)} {_lower(found)} {_higher(found)} {late_lower} {_median(found)}"


def _table(found: Sequence[Case], half: int, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a table of all regions together, a row for each name."""
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    above: Mapping[str, float] = {}
    for name, words in names.items():
        named = [case for case in found if case.situation == name]
        of_region = {
            region: _share_lower([case for case in named if case.region == region])
            for region in REGIONS
        }
        halves = (
            [case for case in named if case.week < half],
            [case for case in named if case.week >= half],
        )
        less = sum(of_region[region] < share for region, share in above.items())
        late_lower = sum(case.late_cents < 0 for case in named)
        yield _row(
            [
                words,
                f"{len(named):,}",
                f"{_share_lower(named):.0%}",
                f"{_higher(named) / len(named):.0%}",
                f"{_median(named)}c",
                ", ".join(f"{_share_lower(of_half):.0%}" for of_half in halves),
                f"{min(of_region.values()):.0%} to {max(of_region.values()):.0%}",
                f"{less} of {len(above)}" if above else "",
                f"{late_lower / len(named):.0%}",
            ]
        )
        above = of_region


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lower(found: Sequence[Case]) -> int:
    return sum(case.cents < 0 for case in found)


def _higher(found: Sequence[Case]) -> int:
    return sum(case.cents > 0 for case in found)


def _median(found: Sequence[Case]) -> str:
    return f"{median(case.cents for case in found).normalize():f}"


def _share_lower(found: Sequence[Case]) -> float:
    return _lower(found) / len(found)
