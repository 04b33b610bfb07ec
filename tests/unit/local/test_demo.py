"""How the demo tells a week's price, and what it does not forgive."""

import pytest

from gas_notifier.local.demo import DemoError, expect_nothing, price_and_change, table_row

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


def test_a_mail_too_long_for_the_terminal_goes_on_below_itself() -> None:
    mail = "Gas down 3c to $3.14 in Utica, lowest since Jun 16 (Oct 20)"

    assert table_row("2025-10-20", ["$3.14   -3c"], mail, width=64).splitlines() == [
        "2025-10-20     $3.14   -3c  Gas down 3c to $3.14 in Utica,",
        "                            lowest since Jun 16 (Oct 20)",
    ]


@pytest.mark.parametrize("width", [None, 40], ids=["in no terminal", "in one too narrow for it"])
def test_otherwise_no_mail_is_broken(width: int | None) -> None:
    row = table_row("2025-10-20", ["$3.14   -3c"], "Gas down 3c to $3.14 in Utica", width)

    assert row == "2025-10-20     $3.14   -3c  Gas down 3c to $3.14 in Utica"


def test_what_is_left_of_the_stack_is_named() -> None:
    with pytest.raises(DemoError, match="left behind: queue b, table a"):
        expect_nothing({"table a", "queue b"})


def test_nothing_left_is_no_error() -> None:
    expect_nothing(set())
