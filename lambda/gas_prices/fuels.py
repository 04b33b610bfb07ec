"""The fuels: all that differs between them. One more takes an entry here and its recorded weeks.

Source: New York State open data, weekly averages by region (NYSERDA), a data set for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Fuel:
    """What a deployment watches: one fuel. The `slug` is its partition key in the price table.

    People ask for it by its `name` and buy a gallon of its `grade`. Its prices are in `data_set`;
    `older_views` are asked after that. `recorded_until` is the year that the recorded weeks end in,
    where that is long ago.
    """

    slug: str
    name: str
    grade: str
    data_set: str
    older_views: tuple[str, ...] = ()
    recorded_until: int | None = None

    @property
    def link(self) -> str:
        """The data set's page."""
        return f"https://data.ny.gov/d/{self.data_set}"

    @property
    def data_sets(self) -> tuple[str, ...]:
        """The ids of all data sets that have its prices."""
        return (self.data_set, *self.older_views)

    def years(self, since: int) -> str:
        """Return in words over which years, from one on, its recorded weeks are counted."""
        end = self.recorded_until
        return f"from {since} to {end}" if end else f"since {since}"

    @property
    def feed_urls(self) -> tuple[str, ...]:
        """The addresses of its feed, to be asked in their order."""
        return tuple(f"https://data.ny.gov/resource/{each}.json" for each in self.data_sets)


DEFAULT: Final = Fuel("gasoline", "gas", "regular", "nqur-w4p7", ("wuxr-ni2i",))
FUELS: Final[Mapping[str, Fuel]] = {
    fuel.slug: fuel
    for fuel in (DEFAULT, Fuel("diesel", "diesel", "diesel", "dtfv-pchi", recorded_until=2023))
}
"""Each fuel, by its slug."""
