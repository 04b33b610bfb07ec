"""Which region is for which county, town or nickname of New York State.

Sources: for the counties of a metropolitan area that is a region, and of the parts of New York
City's, the areas as the Office of Management and Budget drew them in March 2020 (Bulletin 20-01);
for each other county, the region nearest to its seat. Towns go with their county.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gas_prices.regions import STATE

_PLACES: Final[Mapping[str, str]] = {
    STATE: "NY, NYS, state, statewide, upstate",
    "albany": "Albany, Fulton, Montgomery, Rensselaer, Saratoga, Schenectady, Schoharie; "
    "Amsterdam, Cohoes, Colonie, Gloversville, Saratoga Springs, Troy, Capital District",
    "batavia": "Allegany, Genesee, Wyoming",
    "binghamton": "Broome, Chenango, Delaware, Tioga; Endicott, Johnson City, Norwich, Vestal",
    "buffalo": "Cattaraugus, Chautauqua, Erie, Niagara; Amherst, Cheektowaga, Dunkirk, Jamestown, "
    "Lackawanna, Lockport, Niagara Falls, North Tonawanda, Olean, Tonawanda",
    "dutchess": "Dutchess, Orange, Putnam, Sullivan; Beacon, Middletown, Monticello, Newburgh, "
    "Poughkeepsie",
    "elmira": "Chemung, Steuben; Corning, Hornell",
    "glens_falls": "Clinton, Essex, Hamilton, Warren, Washington; Lake George, Lake Placid, "
    "Plattsburgh, Queensbury, Adirondacks",
    "ithaca": "Cortland, Schuyler, Seneca, Tompkins; Watkins Glen",
    "kingston": "Columbia, Greene, Ulster; Catskill, Hudson, New Paltz, Woodstock",
    "nassau": "Nassau, Suffolk; Babylon, Brookhaven, Freeport, Hamptons, Hempstead, Huntington, "
    "Islip, Levittown, Long Beach, Mineola, Montauk, Oyster Bay, Riverhead, Smithtown, "
    "Southampton, Long Island, LI",
    "new_york_city": "Bronx, Kings, New York, Queens, Richmond; Brooklyn, Harlem, Manhattan, "
    "Staten Island, NYC, Big Apple, five boroughs",
    "rochester": "Livingston, Monroe, Ontario, Orleans, Wayne, Yates; Brighton, Canandaigua, "
    "Geneva, Greece, Irondequoit, Penn Yan, Finger Lakes",
    "syracuse": "Cayuga, Madison, Onondaga, Oswego; Auburn, Cicero, Clay, Oneida City",
    "utica": "Herkimer, Oneida, Otsego; Cooperstown, Oneonta, Rome",
    "watertown": "Franklin, Jefferson, Lewis, St Lawrence; Fort Drum, Malone, Massena, Ogdensburg, "
    "Potsdam, North Country",
    "white_plains": "Rockland, Westchester; Mount Vernon, New City, New Rochelle, Nyack, Ossining, "
    "Peekskill, Ramapo, Spring Valley, Yonkers",
}
"""Counties first, then towns and nicknames."""


def slug(name: str) -> str:
    """Return a name as regions are written: `St. Lawrence County` is `st_lawrence`."""
    words = re.findall("[a-z]+", name.lower().replace("saint", "st"))
    return "_".join(word for word in words if word not in {"the", "county", "co"})


REGION_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        slug(place): region
        for region, places in _PLACES.items()
        for place in re.split("[,;]", places)
    }
)
"""The region for each place, by the place's own slug."""
