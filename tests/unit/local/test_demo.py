"""How the demo tells a week's price."""

from gas_notifier.local.demo import price_and_change

COLUMN = "batavia_average_gal"


def test_a_fall_a_rise_and_no_change_are_told_in_cents_in_one_width() -> None:
    told = [
        price_and_change({COLUMN: price}, {COLUMN: "3.1"}, "batavia")
        for price in ("3.04", "3.45", "3.10")
    ]

    assert told == ["$3.04   -6c", "$3.45  +35c", "$3.10     ="]


def test_a_regions_first_price_is_told_as_new() -> None:
    assert price_and_change({COLUMN: "3"}, {}, "batavia") == "$3.00   new"


def test_a_region_without_a_price_is_told_as_having_none() -> None:
    assert price_and_change({}, {COLUMN: "3.1"}, "batavia") == "-"
