"""The regions: their slugs are the feed's columns, their names what people read."""

import re
from collections.abc import MutableMapping

from gas_notifier.history.recorded_weeks import recorded_weeks
from gas_prices.regions import REGIONS, STATE, column


def test_the_state_leads_and_the_others_follow_by_name() -> None:
    first, *others = REGIONS
    assert first == STATE == "new_york_state"
    assert others == sorted(others)


def test_the_seventeen_regions_are_the_columns_of_the_feed() -> None:
    columns = {name for row in recorded_weeks() for name in row} - {"date"}
    assert {column(region) for region in REGIONS} == columns
    assert len(REGIONS) == 17


def test_a_name_is_its_slug_as_people_write_it() -> None:
    for slug, name in REGIONS.items():
        assert re.sub(" ", "_", name).lower() == slug
        assert name.istitle()


def test_no_code_can_change_the_regions() -> None:
    assert not isinstance(REGIONS, MutableMapping)
