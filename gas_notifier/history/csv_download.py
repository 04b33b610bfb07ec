"""The data set as data.ny.gov's own button downloads it: CSV, with names for people."""

import csv
import json
import re
from typing import Final

from gas_prices.regions import REGIONS, column

_UNIT: Final = " Average ($/gal)"
_DATE: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_COLUMNS: Final = {
    "Date": "date",
    **{f"{name}{_UNIT}": column(region) for region, name in REGIONS.items()},
}


def as_feed(download: bytes) -> bytes:
    """Return the same rows as the feed writes them; columns that the feed has not are left out.

    Raises ValueError or csv.Error when it is no CSV.
    """
    rows = []
    for line in csv.DictReader(download.decode("utf-8-sig").splitlines()):
        row = {_COLUMNS[name]: cell for name, cell in line.items() if name in _COLUMNS and cell}
        # The month stands first in the United States.
        date = _DATE.sub(r"\3-\1-\2", row.get("date", ""))
        rows.append({**row, "date": date})
    return json.dumps(rows).encode()
