"""The recorded weeks read once more, in whole cents, by none of the product's code."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from statistics import median
from typing import Final

from gas_notifier import REPOSITORY

DATA: Final = REPOSITORY / "gas_notifier/history"
DISBELIEVED: Final = {
    ("gasoline", "white_plains", date(2022, 3, 14)),
    ("diesel", "buffalo", date(2022, 3, 28)),
}
"""The recorded prices that are not credible, beside those of MISTYPED weeks."""
MISTYPED: Final = {("diesel", date(2023, 1, 9)), ("diesel", date(2023, 2, 13))}


@cache
def raw_weeks(fuel: str) -> Mapping[date, Mapping[str, int]]:
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
