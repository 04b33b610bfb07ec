"""The 17 price series of the feed.

Source: New York State open data, "Gasoline Retail Prices Weekly Average by Region" (NYSERDA).
A region's slug is the name of the feed's column without its ending.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

STATE: Final = "new_york_state"
"""The slug of the state-wide average, the yardstick of every other region."""

REGIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        STATE: "New York State",
        "albany": "Albany",
        "batavia": "Batavia",
        "binghamton": "Binghamton",
        "buffalo": "Buffalo",
        "dutchess": "Dutchess",
        "elmira": "Elmira",
        "glens_falls": "Glens Falls",
        "ithaca": "Ithaca",
        "kingston": "Kingston",
        "nassau": "Nassau",
        "new_york_city": "New York City",
        "rochester": "Rochester",
        "syracuse": "Syracuse",
        "utica": "Utica",
        "watertown": "Watertown",
        "white_plains": "White Plains",
    }
)
"""Each region's slug and the name people call it, the state first."""


def column(region: str) -> str:
    """Return the feed's column that holds a region's price, in dollars per gallon."""
    return f"{region}_average_gal"
