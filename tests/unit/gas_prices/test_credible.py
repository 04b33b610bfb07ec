"""Which prices are believed. The rows of each test are written oldest first, a word a week."""

from decimal import Decimal

import pytest

from gas_prices.credible import PublishedWeek, judge
from tests.support.feed_rows import rows, week


def suspects(**series: str) -> list[set[str]]:
    """Return the regions whose price is suspect, week by week."""
    return [set(judged.suspect) for judged in judge(rows(**series))]


@pytest.mark.parametrize("price", ["1.00", "15.00"])
def test_a_price_at_the_end_of_the_range_is_credible(price: str) -> None:
    assert suspects(albany=price) == [set()]


@pytest.mark.parametrize("price", ["0.99", "15.01", "0", "-3.10", "9999"])
def test_a_price_out_of_range_is_suspect_even_as_the_first(price: str) -> None:
    assert suspects(albany=price) == [{"albany"}]


def test_a_price_out_of_range_is_suspect_however_small_its_step() -> None:
    assert suspects(new_york_state="1.05 0.99") == [set(), {"new_york_state"}]
    assert suspects(new_york_state="14.95 15.01") == [set(), {"new_york_state"}]


def test_the_first_price_in_range_is_credible_after_one_out_of_range() -> None:
    assert suspects(albany="0.34 3.40 3.41") == [{"albany"}, set(), set()]


def test_the_first_price_of_a_region_is_credible_whatever_the_state_costs() -> None:
    assert suspects(new_york_state="3.00 3.00", albany="- 5.00") == [set(), set()]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param("3.60", set(), id="up by the most"),
        pytest.param("2.40", set(), id="down by the most"),
        pytest.param("3.61", {"new_york_state"}, id="up by a cent more"),
        pytest.param("2.39", {"new_york_state"}, id="down by a cent more"),
    ],
)
def test_the_state_may_move_sixty_cents(step: str, expected: set[str]) -> None:
    assert suspects(new_york_state=f"3.00 {step}") == [set(), expected]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param("3.35", set(), id="above the state by the most"),
        pytest.param("3.05", set(), id="below the state by the most"),
        pytest.param("3.36", {"albany"}, id="above the state by a cent more"),
        pytest.param("3.04", {"albany"}, id="below the state by a cent more"),
    ],
)
def test_a_region_may_move_fifteen_cents_unlike_the_state(step: str, expected: set[str]) -> None:
    assert suspects(new_york_state="3.10 3.30", albany=f"3.00 {step}") == [set(), expected]


def test_a_region_that_stood_still_while_the_state_moved_is_suspect() -> None:
    assert suspects(new_york_state="3.00 3.16", albany="3.00 3.00") == [set(), {"albany"}]


def test_a_region_may_move_far_when_the_state_did_so_too() -> None:
    assert suspects(new_york_state="3.00 3.60", albany="3.00 3.75") == [set(), set()]


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("3.00 -", id="state missing now"),
        pytest.param("- 3.00", id="state missing before"),
        pytest.param("- -", id="state missing always"),
        pytest.param("3.00 3.61", id="state suspect now"),
    ],
)
def test_without_a_state_price_to_compare_with_a_region_may_move_sixty_cents(state: str) -> None:
    assert "albany" not in suspects(new_york_state=state, albany="3.00 3.60")[1]
    assert "albany" not in suspects(new_york_state=state, albany="3.00 2.40")[1]
    assert "albany" in suspects(new_york_state=state, albany="3.00 3.61")[1]
    assert "albany" in suspects(new_york_state=state, albany="3.00 2.39")[1]


def test_a_suspect_state_price_of_the_week_before_counts_as_missing() -> None:
    # From the mistyped 5.00 the state falls by 1.99: no measure for the rise of Albany.
    assert suspects(new_york_state="3.00 5.00 3.01", albany="3.00 3.00 3.30") == [
        set(),
        {"new_york_state"},
        set(),
    ]


def test_one_wrong_state_price_costs_no_other_region() -> None:
    judged = suspects(new_york_state="3.00 4.00 3.00", albany="3.00 3.02 3.04", utica="3 3 3")
    assert judged == [set(), {"new_york_state"}, set()]


def test_the_state_is_judged_first_wherever_its_column_stands() -> None:
    assert suspects(albany="3.00 3.00", new_york_state="3.00 3.40") == [set(), {"albany"}]


def test_after_a_typing_error_the_true_price_agrees_with_the_last_credible_one() -> None:
    assert suspects(new_york_state="3.90 3.91 3.92", syracuse="3.90 4.78 3.91") == [
        set(),
        {"syracuse"},
        set(),
    ]


def test_a_typing_error_that_is_repeated_is_believed_the_second_time() -> None:
    # It agrees with the row just before it: perhaps it was true all along.
    assert suspects(new_york_state="3.90 3.91 3.92", syracuse="3.90 4.78 4.79") == [
        set(),
        {"syracuse"},
        set(),
    ]


def test_two_different_errors_in_a_row_are_both_suspect() -> None:
    assert suspects(new_york_state="3 3 3 3", utica="3.00 4.00 5.00 3.00") == [
        set(),
        {"utica"},
        {"utica"},
        set(),
    ]


def test_a_region_is_measured_over_the_same_two_weeks_as_the_state() -> None:
    # From its last credible price, three weeks ago, Utica rose by 0.40, and so did the state.
    assert suspects(new_york_state="3.00 3.10 3.20 3.40", utica="3.00 4.50 - 3.40") == [
        set(),
        {"utica"},
        set(),
        set(),
    ]


def test_after_a_gap_a_price_is_measured_against_the_last_credible_one() -> None:
    assert suspects(new_york_state="3 3 3", batavia="3.00 - 3.16")[2] == {"batavia"}
    assert suspects(new_york_state="3 3 3", batavia="3.00 - 3.15")[2] == set()


def test_an_older_suspect_price_is_no_measure() -> None:
    # 5.00 agrees with neither the credible 3.00 nor the row just before, which is empty.
    assert suspects(new_york_state="3 3 3 3", utica="3.00 5.00 - 5.00")[3] == {"utica"}


def test_prices_are_judged_by_date_and_not_by_position() -> None:
    series = rows(new_york_state="3.90 3.91 3.92", syracuse="3.90 4.78 3.91")
    assert judge(reversed(series)) == judge(series)


def test_the_published_prices_are_all_kept_credible_or_suspect() -> None:
    assert judge(rows(new_york_state="3.00 3.01", albany="3.00 4.00")) == [
        PublishedWeek(
            week(0), {"new_york_state": Decimal("3.00"), "albany": Decimal("3.00")}, suspect={}
        ),
        PublishedWeek(week(1), {"new_york_state": Decimal("3.01")}, {"albany": Decimal("4.00")}),
    ]
