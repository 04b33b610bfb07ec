"""Rows of the feed, written short: `rows(new_york_state="3.10 - 3.05")` is three weeks of a region.

Each word is a week's price in dollars per gallon, a dash a week without one.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from gas_prices.credible import Row
from gas_prices.regions import column

FIRST_WEEK: Final = date(2025, 1, 6)
NO_PRICE: Final = "-"


def week(number: int) -> date:
    """Return the Monday of a week, the first of all rows being number 0."""
    return FIRST_WEEK + timedelta(weeks=number)


def rows(**series: str) -> list[Row]:
    """Return one row a week, oldest first, from each region's prices, which are equally many."""
    regions = list(series)
    weeks = zip(*(prices.split() for prices in series.values()), strict=True)
    return [
        Row(
            week(number),
            {
                region: Decimal(price)
                for region, price in zip(regions, prices, strict=True)
                if price != NO_PRICE
            },
        )
        for number, prices in enumerate(weeks)
    ]


def body(published: Iterable[Row]) -> bytes:
    """Return the feed's answer that holds the rows."""
    return json.dumps(
        [
            {
                "date": f"{row.week}T00:00:00.000",
                **{column(region): str(price) for region, price in row.prices.items()},
            }
            for row in published
        ]
    ).encode()
