"""The recorded weeks: real prices, as the feed writes them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

Row = Mapping[str, str]

RECORDED: Final = Path(__file__).with_name("gasoline_prices.json")
"""Their file, as the feed writes it."""


def recorded_weeks() -> list[Row]:
    """Return the recorded weeks as the feed writes them, oldest first.

    They are all 962 from 2007-10-29 to 2026-04-06. Source: New York State open data, data set
    nqur-w4p7, and dated copies of it for the weeks that it no longer holds.
    """
    rows: list[Row] = json.loads(RECORDED.read_bytes())
    return sorted(rows, key=lambda row: row["date"])


def week_of(row: Row) -> date:
    """Return the week that a row of the feed is about."""
    return datetime.fromisoformat(row["date"]).date()
