"""What is said of a region's newest price: `reader.region`."""

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
        ("3.00 3.10", ["Up 10 cents from the price before, $3.00."]),
        ("3.00 3.10 3.05", ["Down 5 cents from the price before, $3.10.", "Lowest since Jan 6."]),
        (
            "3.00 3.10 3.20 3.05",
            ["Down 15 cents from the price before, $3.20.", "Lowest since Jan 6."],
        ),
        (
            "3.00 3.10 2.99",
            [
                "Down 11 cents from the price before, $3.10.",
                "Lowest since the records begin, Jan 6.",
            ],
        ),
        ("3.00 2.90 2.90", ["Unchanged from the price before, $2.90."]),
        (
            "3.20 3.00 - 3.10",
            ["Up 10 cents from the price before, $3.00.", "Highest since Jan 6."],
        ),
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
        ("3.00 2.90", "Waiting has paid more often than not."),
        ("3.00 2.99", "Waiting has paid about as often as not."),
        ("3.00 3.10", "Waiting has paid less often than not."),
    ],
)
def test_whether_waiting_has_paid_is_counted(prices: str, said: str) -> None:
    headline, counted = region(prices).waiting(DEFAULT)
    assert headline == said
    assert " times of " in counted


def test_of_waiting_nothing_is_said_where_the_last_step_is_not_known() -> None:
    assert list(region("3.00 -").waiting(DEFAULT)) == []


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
