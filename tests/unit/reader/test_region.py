"""What is said of a region's newest price: `reader.region`."""

from decimal import Decimal

import pytest

from gas_notifier.history.replays import replay, windows
from gas_prices.fuels import DEFAULT
from gas_prices.record import Record
from gas_prices.rule import Rule
from reader.region import Region
from tests.support.feed_rows import rows


def region(prices: str) -> Region:
    """Return a region of weekly prices, a word a week."""
    records = [Record(row.week, row.prices, {}, {}, {}) for row in rows(albany=prices)]
    found = Region.of("albany", records[::-1])
    assert found
    return found


@pytest.mark.parametrize(
    ("prices", "facts"),
    [
        ("3.00", []),
        ("3.00 3.10", ["Up 10 cents in a week, from $3.00."]),
        ("3.00 3.10 3.05", ["Down 5 cents in a week, from $3.10.", "Lowest since Jan 6."]),
        ("3.05 3.10 3.20 3.05", ["Down 15 cents in a week, from $3.20.", "Lowest since Jan 6."]),
        (
            "3.00 3.10 2.99",
            ["Down 11 cents in a week, from $3.10.", "Lowest since records began on Jan 6."],
        ),
        ("3.00 2.90 2.90 2.90", ["Unchanged since Jan 13."]),
        ("2.80 3.00 2.90 2.90", ["Unchanged since Jan 20.", "Lowest since Jan 6."]),
        ("3.20 3.00 - 3.10", ["Up 10 cents since Jan 13, from $3.00.", "Highest since Jan 6."]),
    ],
)
def test_the_newest_price_is_set_beside_the_earlier_ones(prices: str, facts: list[str]) -> None:
    assert list(region(prices).facts()) == facts


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("3.40", "40 cents less than a year ago, $3.40."),
        ("2.00", "$1.00 more than a year ago, $2.00."),
        ("3.00", "The same as a year ago, $3.00."),
    ],
)
def test_it_is_set_beside_that_of_a_year_ago(first: str, said: str) -> None:
    assert list(region(f"{first}{' 3.00' * 52}").facts())[-1] == said


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        ("3.00 2.90", "Waiting a week was cheaper 7 times in 10."),
        ("3.00 2.99", "Waiting a week was cheaper 5 times in 10."),
        ("3.00 3.10", "Waiting a week was cheaper 4 times in 10."),
    ],
)
def test_whether_waiting_has_paid_is_counted(prices: str, said: str) -> None:
    waiting = region(prices).waiting(DEFAULT)
    assert waiting
    assert waiting.often == said
    assert f" {waiting.paid} times of {waiting.cases} since 2007." in waiting.counted


def test_of_waiting_nothing_is_said_where_the_last_step_is_not_known() -> None:
    assert region("3.00 -").waiting(DEFAULT) is None


@pytest.mark.parametrize(
    ("suspect", "said"),
    [
        ({}, "None is published for Jan 13."),
        ({"albany": Decimal("9.99")}, "The $9.99 published for Jan 13 is not believed."),
    ],
)
def test_where_the_newest_week_has_no_price_it_is_said_why(
    suspect: dict[str, Decimal], said: str
) -> None:
    first, second = rows(albany="3.00 -")
    records = [
        Record(second.week, {}, suspect, {}, {}),
        Record(first.week, first.prices, {}, {}, {}),
    ]
    found = Region.of("albany", records)
    assert found
    assert (found.week, list(found.without_price())) == (first.week, [said])
    assert list(region("3.00").without_price()) == []


def test_the_weeks_before_its_first_price_are_none_of_its() -> None:
    assert len(region("- - 3.00 -").series.prices) == 2


def test_a_drop_and_a_turn_of_one_mail_are_marked_as_what_they_are() -> None:
    prices = rows(utica="3.20 3.10 3.15", albany="3.20 3.20 3.10")
    [played] = replay([Rule(("albany", "utica"), min_rise_cents=5)], windows(prices))
    utica, albany = (Region.of(slug, played.records[::-1]) for slug in ("utica", "albany"))
    assert utica
    assert albany
    _, second, third = (row.week for row in prices)
    assert (list(utica.series.marks["drop"]), list(utica.series.marks["turn"])) == (
        [second],
        [third],
    )
    assert (list(albany.series.marks["drop"]), list(albany.series.marks["turn"])) == ([third], [])
