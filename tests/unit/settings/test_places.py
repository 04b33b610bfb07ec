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


def test_every_county_has_a_region() -> None:
    assert len(COUNTIES) == 62
    assert REGION_OF.keys() >= COUNTIES
    assert set(REGION_OF.values()) == set(REGIONS)
