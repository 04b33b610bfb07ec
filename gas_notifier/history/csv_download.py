"""The data set as data.ny.gov's own button downloads it: CSV, with names for people.

Over the years and ways to download it the names were `Albany Average ($/gal)`, without the unit,
or the feed's own `albany_average_gal`, and the dates `05/09/2022`, `5/9/2022` or ISO.
"""

import csv
import json
import re
from typing import Final

from gas_prices.fuels import Fuel
from gas_prices.regions import REGIONS, column

_DATE: Final = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
_BETWEEN_WORDS: Final = re.compile("[^a-z]+")
_COLUMNS: Final = {"date": "date", **{region: column(region) for region in REGIONS}}


def as_feed(download: bytes, fuel: Fuel) -> bytes:
    """Return the same rows as the feed writes them; columns that the feed has not are left out.

    Raises ValueError or csv.Error, which say what is expected, when it is no such CSV.
    """
    lines = csv.DictReader(download.decode("utf-8-sig", errors="replace").splitlines())
    columns = {
        name: _COLUMNS[slug] for name in lines.fieldnames or () if (slug := _slug(name)) in _COLUMNS
    }
    if "date" not in columns.values() or len(columns) == 1:
        raise ValueError(f"neither the JSON nor the CSV of the data set, see Export at {fuel.link}")
    rows = []
    for line in lines:
        row = {columns[name]: cell for name, cell in line.items() if name in columns and cell}
        rows.append({**row, "date": _DATE.sub(_iso, row.get("date", ""))})
    return json.dumps(rows).encode()


def _slug(name: str) -> str:
    words = _BETWEEN_WORDS.sub("_", name.lower())
    return words.partition("_average")[0].strip("_")


def _iso(date: re.Match[str]) -> str:
    # The month stands first in the United States.
    month, day, year = date.groups()
    return f"{year}-{int(month):02}-{int(day):02}"
