"""Which region is for which county, city, large town or nickname of New York State.

The prices are AAA's averages, whose areas are those that the Office of Management and Budget drew
in February 2013 (Bulletin 13-01): one is still called Dutchess-Putnam. So each county of a
metropolitan area or division that is a region goes to that region; New York City is its five
counties. Each other county goes to the region whose own city is nearest to its seat, as the crow
flies between the coordinates in GeoNames. Cities and towns go with their county.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gas_prices.regions import STATE

_PLACES: Final[Mapping[str, str]] = {
    STATE: "NY, NYS, state, statewide, upstate",
    "albany": "Albany, Fulton, Montgomery, Rensselaer, Saratoga, Schenectady, Schoharie; "
    "Amsterdam, Bethlehem, Clifton Park, Cohoes, Colonie, Gloversville, Guilderland, Johnstown, "
    "Mechanicville, Saratoga Springs, Troy, Watervliet, Capital District, Capital Region",
    "batavia": "Allegany, Genesee, Wyoming",
    "binghamton": "Broome, Chenango, Delaware, Tioga; Endicott, Johnson City, Norwich, Vestal, "
    "Southern Tier",
    "buffalo": "Cattaraugus, Chautauqua, Erie, Niagara; Amherst, Cheektowaga, Dunkirk, Hamburg, "
    "Jamestown, Lackawanna, Lockport, Niagara Falls, North Tonawanda, Olean, Salamanca, "
    "Tonawanda, West Seneca, Western New York, WNY",
    "dutchess": "Dutchess, Orange, Putnam, Sullivan; Beacon, Middletown, Monticello, Newburgh, "
    "Port Jervis, Poughkeepsie, Hudson Valley, Mid Hudson",
    "elmira": "Chemung, Steuben; Corning, Hornell",
    "glens_falls": "Clinton, Essex, Hamilton, Warren, Washington; Lake George, Lake Placid, "
    "Plattsburgh, Queensbury, Adirondacks",
    "ithaca": "Cortland, Schuyler, Seneca, Tompkins; Watkins Glen",
    "kingston": "Columbia, Greene, Ulster; Catskill, Hudson, New Paltz, Woodstock, Catskills",
    "nassau": "Nassau, Suffolk; Babylon, Brentwood, Brookhaven, Freeport, Glen Cove, Hamptons, "
    "Hempstead, Hicksville, Huntington, Islip, Levittown, Long Beach, Mineola, Montauk, "
    "North Hempstead, Oyster Bay, Riverhead, Smithtown, Southampton, Valley Stream, Long Island, "
    "LI",
    "new_york_city": "Bronx, Kings, New York, Queens, Richmond; Astoria, Brooklyn, Flushing, "
    "Harlem, Jamaica, Manhattan, Staten Island, NYC, Big Apple, five boroughs",
    "rochester": "Livingston, Monroe, Ontario, Orleans, Wayne, Yates; Brighton, Canandaigua, "
    "Geneva, Greece, Henrietta, Irondequoit, Penn Yan, Webster, Finger Lakes",
    "syracuse": "Cayuga, Madison, Onondaga, Oswego; Auburn, Cicero, Clay, Fulton City, "
    "Oneida City, Central New York, CNY",
    "utica": "Herkimer, Oneida, Otsego; Cooperstown, Little Falls, Oneonta, Rome, Sherrill, "
    "Mohawk Valley",
    "watertown": "Franklin, Jefferson, Lewis, St Lawrence; Fort Drum, Malone, Massena, Ogdensburg, "
    "Potsdam, North Country",
    "white_plains": "Rockland, Westchester; Clarkstown, Greenburgh, Harrison, Mount Vernon, "
    "New City, New Rochelle, Nyack, Ossining, Peekskill, Port Chester, Ramapo, Rye, "
    "Spring Valley, Yonkers",
}
"""Counties first, then cities, towns and nicknames."""


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
