"""The recorded weeks read once more, in whole cents, by none of the product's code."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, Final

from gas_notifier import REPOSITORY

Figures = Mapping[str, Any]
Weeks = Mapping[date, Mapping[str, int]]

ROWS_LOOKED_BACK: Final = 54
RECENT: Final = 12
WEEK: Final = timedelta(days=7)
YEAR: Final = timedelta(days=364)
DATA: Final = REPOSITORY / "gas_notifier/history"
DISBELIEVED: Final = {
    ("gasoline", "white_plains", date(2022, 3, 14)),
    ("diesel", "buffalo", date(2022, 3, 28)),
}
"""The recorded prices that are not credible, beside those of MISTYPED weeks."""
BELIEVED_LATER: Final = {
    ("diesel", "batavia", date(2022, 5, 9)),
    ("diesel", "glens_falls", date(2022, 5, 9)),
    ("diesel", "buffalo", date(2022, 10, 17)),
}
"""Those that were suspect until the next one came: never told of, but compared with."""
MISTYPED: Final = {("diesel", date(2023, 1, 9)), ("diesel", date(2023, 2, 13))}


@cache
def raw_weeks(fuel: str) -> Weeks:
    """Return the credible prices of each recorded week, the oldest first, region by region."""
    text = (DATA / f"{fuel}_prices.json").read_text(encoding="utf-8")
    rows = sorted(json.loads(text), key=lambda row: row["date"])
    return {
        (week := date.fromisoformat(row["date"][:10])): {
            slug: written(price)
            for column, price in row.items()
            if (slug := column.removesuffix("_average_gal")) != column
            and (fuel, slug, week) not in DISBELIEVED
            and (fuel, week) not in MISTYPED
        }
        for row in rows
    }


def written(price: str) -> int:
    """Return the cents of a price as the feed writes it, such as 3.04, 3.1 or 3."""
    dollars, _, rest = price.partition(".")
    return int(dollars + rest.ljust(2, "0"))


def reckoned(weeks: Weeks, slug: str, week: date) -> Figures:
    """Return what any notice must say of a region in a week, prices in cents."""
    in_order = list(weeks)
    end = in_order.index(week) + 1
    looked = in_order[max(0, end - ROWS_LOOKED_BACK) : end][::-1]
    price, *earlier = (weeks[each].get(slug) for each in looked)
    assert price is not None
    known = [each for each in looked if slug in weeks[each]]
    known_since = next((each for each in known if week - each >= YEAR), known[-1])
    lower = (each for each, cost in zip(looked[1:], earlier, strict=True) if cost and cost <= price)
    falling = 0
    for (later, newer), (each, older) in pairwise(zip(looked, [price, *earlier], strict=True)):
        if newer is None or older is None or newer >= older or later - each > WEEK:
            break
        falling += 1
    return {
        "price": price,
        "week_ago": weeks.get(week - WEEK, {}).get(slug),
        "month_ago": weeks.get(week - 4 * WEEK, {}).get(slug),
        "year_ago": weeks.get(week - YEAR, {}).get(slug),
        "lowest_since": next((each for each in lower if each >= known_since), None),
        "known_since": known_since,
        "falling_weeks": falling,
        "recent": [price, *earlier][:RECENT][::-1],
    }


def alike(changed: int) -> tuple[int, int]:
    """Return the least and the most change of the weeks that are counted with one."""
    for least, most in ((-999, -3), (-2, -2), (-1, -1), (0, 0), (1, 2), (3, 999)):
        if least <= changed <= most:
            return least, most
    raise AssertionError(changed)


@cache
def recount(fuel: str, slug: str, least: int, most: int) -> Mapping[str, int]:
    """Count what followed the changes from `least` to `most` cents, over all recorded weeks.

    A week counts if the three after it have prices: one says what followed, and the third whether
    who came two weeks later did well to wait.
    """
    in_order = list(raw_weeks(fuel).values())
    runs = [
        [week.get(slug) for week in weeks]
        for weeks in zip(*(in_order[skip:] for skip in range(5)), strict=False)
    ]
    counted = [
        (third - second, fifth - fourth)
        for first, second, third, fourth, fifth in runs
        if first is not None
        and second is not None
        and third is not None
        and fourth is not None
        and fifth is not None
        and least <= second - first <= most
    ]
    return {
        "since": next(week.year for week, prices in raw_weeks(fuel).items() if slug in prices),
        "cases": len(counted),
        "lower": sum(following < 0 for following, _ in counted),
        "higher": sum(following > 0 for following, _ in counted),
        "median_half_cents": int(2 * median(following for following, _ in counted)),
        "late_lower": sum(late < 0 for _, late in counted),
    }
