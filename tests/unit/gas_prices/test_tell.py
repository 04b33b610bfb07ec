"""What a notice tells of one region in one week."""

from datetime import date
from decimal import Decimal

import pytest

from gas_prices.credible import judge
from gas_prices.notice import High, RegionNotice
from gas_prices.tell import tell
from tests.support.feed_rows import rows, week


def told(prices: str, high: High | None = None) -> RegionNotice:
    """Return what is told of Albany in the last week of its prices."""
    return tell("albany", high, judge(rows(albany=prices)))


def test_the_news_is_the_price_of_the_last_week_and_what_it_fell_from() -> None:
    high = High(Decimal("3.20"), week(0))
    notice = told("3.20 3.10 3.05", high)
    assert notice.region == "albany"
    assert notice.price == Decimal("3.05")
    assert notice.high == high


@pytest.mark.parametrize(
    ("prices", "lowest_since"),
    [
        pytest.param("3.00 2.90 3.20 3.10 3.05", week(1), id="a lower price"),
        pytest.param("3.05 3.20 3.05 3.10 3.05", week(2), id="an equal price"),
        pytest.param("3.00 - 3.05", week(0), id="past a gap"),
        pytest.param("3.20 3.10 3.05", None, id="none was as low"),
        pytest.param("3.05", None, id="the only price"),
    ],
)
def test_a_price_is_the_lowest_since_the_last_week_it_was_not_above(
    prices: str, lowest_since: date | None
) -> None:
    assert told(prices).lowest_since == lowest_since


def test_a_suspect_price_is_not_taken_for_a_low() -> None:
    assert told("3.10 1.10 3.05").lowest_since is None


@pytest.mark.parametrize(
    ("prices", "known_since"),
    [
        pytest.param("- 3.20 3.10", 1, id="the first credible week"),
        # What comes before only serves to judge by.
        pytest.param("3.00 " + "3.40 " * 52 + "3.05", 1, id="a year ago"),
        pytest.param("3.40 - " + "3.40 " * 51 + "3.05", 0, id="just before, if that is missing"),
        pytest.param("3.40 9 " + "3.40 " * 51 + "3.05", 0, id="just before, if that is suspect"),
    ],
)
def test_since_when_prices_are_known(prices: str, known_since: int) -> None:
    assert told(prices).known_since == week(known_since)


@pytest.mark.parametrize(
    ("prices", "count"),
    [
        pytest.param("3.05", 0, id="the only price"),
        pytest.param("3.00 3.05", 0, id="a rise"),
        pytest.param("3.05 3.05", 0, id="no change"),
        pytest.param("3.10 3.05", 1, id="one fall"),
        pytest.param("3.00 3.20 3.10 3.05", 2, id="two falls after a rise"),
        pytest.param("3.20 3.10 3.10 3.05", 1, id="one fall after a standstill"),
        pytest.param("3.20 3.15 - 3.10 3.05", 1, id="one fall after a gap"),
        pytest.param("3.20 3.15 -  3.05", 0, id="a gap just before"),
        pytest.param("3.20 3.15 1.10 3.10 3.05", 1, id="one fall after a suspect price"),
        pytest.param("3.40 3.30 3.20 3.10", 3, id="nothing but falls"),
    ],
)
def test_falling_weeks_are_the_falls_in_a_row_up_to_now(prices: str, count: int) -> None:
    assert told(prices).falling_weeks == count


def test_the_prices_of_a_week_a_month_and_a_year_ago_are_those_of_just_those_weeks() -> None:
    series = [f"{300 + number}" for number in range(60)]
    notice = told(" ".join(f"{price[0]}.{price[1:]}" for price in series))
    assert notice.price == Decimal("3.59")
    assert notice.week_ago == Decimal("3.58")
    assert notice.month_ago == Decimal("3.55")
    assert notice.year_ago == Decimal("3.07")


def test_a_week_that_was_not_published_is_not_taken_for_the_one_before_it() -> None:
    weeks = judge(rows(albany="- 3.00 3.20 3.15 - 3.10"))
    notice = tell("albany", None, [*weeks[:4], weeks[5]])
    assert (notice.week_ago, notice.month_ago, notice.year_ago) == (None, Decimal("3.00"), None)
    assert notice.falling_weeks == 0


def test_the_recent_prices_are_those_of_the_last_twelve_weeks_with_their_gaps() -> None:
    notice = told("3.00 3.01 3.02 3.03 3.04 3.05 3.06 3.07 - 3.09 3.10 3.11 3.12 3.13")
    assert notice.recent == (
        *(Decimal(f"3.{cents:02}") for cents in range(2, 8)),
        None,
        *(Decimal(f"3.{cents:02}") for cents in range(9, 14)),
    )
    assert told("3.00 3.01").recent == (Decimal("3.00"), Decimal("3.01"))
