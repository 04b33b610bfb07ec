"""Which prices are believed. The rows of each test are written oldest first, a word a week."""

import pytest

from gas_prices.credible import judge
from gas_prices.regions import STATE
from tests.support.feed_rows import rows

FIVE = ("albany", "binghamton", "buffalo", "nassau", "utica")
ALL = {STATE, *FIVE}


def suspects(**series: str) -> list[set[str]]:
    """Return the regions whose price is suspect in the end, week by week."""
    return [set(judged.suspect) for judged in judge(rows(**series))]


def together(state: str, five: str, **others: str) -> list[set[str]]:
    """Return the same where five regions have the same prices, but for those that are given."""
    return suspects(**{STATE: state, **dict.fromkeys(FIVE, five), **others})


@pytest.mark.parametrize(
    ("prices", "is_believed"),
    [
        ("1.00", True),
        ("15.00", True),
        ("0.99", False),
        ("15.01", False),
        ("-3.10", False),
        ("1.05 0.99", False),
        ("0.34 3.40", True),
        ("15.30 15.00", True),
    ],
)
def test_a_price_lies_between_a_dollar_and_fifteen(prices: str, *, is_believed: bool) -> None:
    *_, last = suspects(albany=prices)
    assert last == (set() if is_believed else {"albany"})


@pytest.mark.parametrize(
    ("state", "albany", "expected"),
    [
        pytest.param("3.10 3.30", "3.00 3.35", set(), id="above the state by the most"),
        pytest.param("3.10 3.30", "3.00 3.05", set(), id="below the state by the most"),
        pytest.param("3.10 3.30", "3.00 3.36", {"albany"}, id="above it by a cent more"),
        pytest.param("3.10 3.30", "3.00 3.04", {"albany"}, id="below it by a cent more"),
        pytest.param("3.00 3.60", "3.00 3.60", set(), id="up by the most"),
        pytest.param("3.00 2.40", "3.00 2.40", set(), id="down by the most"),
        pytest.param("3.00 3.61", "3.00 3.00", {STATE}, id="the state alone is too far off"),
        pytest.param("3.00 5.00 3.01", "3.00 3.00 3.30", set(), id="as it was the week before"),
        pytest.param("3.00 -", "3.00 3.60", set(), id="no state price now"),
        pytest.param("- 3.00", "3.00 2.40", set(), id="no state price before"),
        pytest.param("- -", "3.00 3.61", {"albany"}, id="no state price, and too far off"),
        pytest.param("3.00 31.00", "3.00 3.20", {STATE}, id="no state price that can be"),
        pytest.param("3.00 3.00", "- 5.00", set(), id="a first price"),
    ],
)
def test_with_fewer_than_five_regions_a_price_is_measured_by_the_state_or_moves_sixty_cents(
    state: str, albany: str, expected: set[str]
) -> None:
    *_, last = suspects(albany=albany, new_york_state=state, utica=state)
    assert last - {"utica"} == expected


@pytest.mark.parametrize(
    ("state", "five", "others", "expected"),
    [
        pytest.param("3.00 3.72", "3.00 3.80", {}, set(), id="a large step, vouched for"),
        pytest.param("3.00 3.15", "3.00 3.00", {}, set(), id="the most they may differ"),
        pytest.param("3.00 3.75", "3.00 3.62", {"utica": "3 3.88"}, set(), id="by the state"),
        pytest.param("3.00 3.16", "3.00 3.00", {}, ALL, id="a contradiction"),
        pytest.param("3.00 3.90", "3.00 3.90", {}, set(), id="the most anything may move"),
        pytest.param("3.00 3.91", "3.00 3.01", {}, {STATE}, id="a state that moved by more"),
        pytest.param("3.00 3.85", "3.00 3.85", {"utica": "3 3.91"}, {"utica"}, id="a region too"),
        pytest.param("3.00 -", "3.00 3.80", {"utica": "3 3.64"}, {"utica"}, id="by the median"),
        pytest.param("3.00 -", "3.00 3.91", {"utica": "3 3.89"}, ALL - {STATE}, id="by as much"),
        pytest.param(
            "3.00 3.10",
            "3.00 3.00",
            {"albany": "3 3.4", "nassau": "3 3.4", "utica": "3 3.25"},
            {"albany", "nassau"},
            id="the median of five is the third",
        ),
        pytest.param(
            "3.00 3.00",
            "3.00 3.00",
            {"albany": "3 3.3", "nassau": "3 3.3", "utica": "3 3.3", "ithaca": "3 3"},
            {"albany", "nassau", "utica"},
            id="the median of six is halfway",
        ),
        pytest.param(
            "3.00 3.10 3.20 3.40",
            "3.00 3.10 3.20 3.40",
            {"utica": "3.00 4.50 - 3.40"},
            set(),
            id="over the same weeks",
        ),
    ],
)
def test_the_state_is_vouched_for_by_the_median_of_five_regions_or_more(
    state: str, five: str, others: dict[str, str], expected: set[str]
) -> None:
    assert together(state, five, **others)[-1] == expected


def test_a_week_that_contradicts_itself_is_held_back_and_the_next_is_believed() -> None:
    assert together("3.00 3.40 3.02", "3.00 3.01 3.02") == [set(), ALL, set()]
    assert together("3.00 3.01 3.02", "3.00 3.31 3.02") == [set(), ALL, set()]


@pytest.mark.parametrize(
    ("state", "utica", "expected"),
    [
        pytest.param("3.9 3.9 3.9", "3.90 4.78 3.91", [1], id="an error, mended"),
        pytest.param("3 3 3 3", "3.00 4.00 5.00 3.00", [1, 2], id="two errors"),
        pytest.param("3.9 3.9 3.9", "3.90 4.78 4.79", [], id="no error, as it is repeated"),
        pytest.param("3 3 3 3", "3.00 3.16 3.05 3.04", [1], id="none that is needed"),
        pytest.param("3 3 3 3", "3.00 3.20 3.18 3.17", [], id="the next agrees with it alone"),
        pytest.param("3 3 3 3", "3.00 5.00 - 5.00", [1, 3], id="not the row just before"),
        pytest.param("3 3 3", "3.00 - 3.15", [], id="over a gap"),
        pytest.param("3 3 3", "3.00 - 3.16", [2], id="over a gap, too far"),
    ],
)
def test_a_suspect_price_becomes_credible_when_it_alone_lets_the_next_one_be_believed(
    state: str, utica: str, expected: list[int]
) -> None:
    judged = suspects(new_york_state=state, utica=utica)
    assert [number for number, found in enumerate(judged) if found] == expected


def test_prices_are_judged_by_date_and_not_by_position_and_all_are_kept() -> None:
    series = rows(new_york_state="3.90 3.91 3.92", syracuse="3.90 4.78 3.91")
    judged = judge(reversed(series))
    assert judged == judge(series)
    assert [{**found.prices, **found.suspect} for found in judged] == [row.prices for row in series]
