"""Which region is for which place."""

import re

from gas_notifier.settings.places import REGION_OF
from gas_prices.regions import REGIONS

COUNTIES = set(
    re.findall(
        r"\w+",
        """
        albany allegany bronx broome cattaraugus cayuga chautauqua chemung chenango clinton columbia
        cortland delaware dutchess erie essex franklin fulton genesee greene hamilton herkimer
        jefferson kings lewis livingston madison monroe montgomery nassau new_york niagara oneida
        onondaga ontario orange orleans oswego otsego putnam queens rensselaer richmond rockland
        saratoga schenectady schoharie schuyler seneca st_lawrence steuben suffolk sullivan tioga
        tompkins ulster warren washington wayne westchester wyoming yates
        """,
    )
)
# Those that no county and no region is called after.
CITIES = set(
    re.findall(
        r"\w+",
        """
        amsterdam auburn beacon canandaigua cohoes corning dunkirk geneva glen_cove gloversville
        hornell hudson jamestown johnstown lackawanna little_falls lockport long_beach mechanicville
        middletown mount_vernon new_rochelle newburgh niagara_falls north_tonawanda norwich
        ogdensburg olean oneonta peekskill plattsburgh port_jervis poughkeepsie rome rye salamanca
        saratoga_springs sherrill tonawanda troy watervliet yonkers
        """,
    )
)


def test_every_county_and_city_has_a_region() -> None:
    assert (len(COUNTIES), len(CITIES)) == (62, 42)
    assert REGION_OF.keys() >= COUNTIES | CITIES
    assert set(REGION_OF.values()) == set(REGIONS)
