"""The recorded weeks: real prices, as the feed writes them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from gas_prices.fuels import DEFAULT, Fuel

Row = Mapping[str, str]


def file_of(fuel: Fuel) -> Path:
    """Return the file of a fuel's recorded weeks, as the feed writes them."""
    return Path(__file__).with_name(f"{fuel.slug}_prices.json")


def recorded_weeks(fuel: Fuel = DEFAULT) -> list[Row]:
    """Return the recorded weeks as the feed writes them, oldest first.

    Of gasoline they are all 962 from 2007-10-29 to 2026-04-06. Source: New York State open data,
    data set nqur-w4p7, and dated copies of it for the weeks that it no longer holds. Of diesel they
    are the first 838, to 2023-11-13, typing errors and all, from a dated copy of dtfv-pchi.
    """
    rows: list[Row] = json.loads(file_of(fuel).read_bytes())
    return sorted(rows, key=lambda row: row["date"])


def week_of(row: Row) -> date:
    """Return the week that a row of the feed is about."""
    return datetime.fromisoformat(row["date"]).date()
