"""The sparkline: a bar a price."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.sparkline import sparkline


def drawn(prices: str) -> str:
    """Return the sparkline of prices that are written as words, with a dash for a gap."""
    return sparkline([None if price == "-" else Decimal(price) for price in prices.split()])


@pytest.mark.parametrize(
    ("prices", "bars"),
    [
        pytest.param("3.00 3.01 3.02 3.03 3.04 3.05 3.06 3.07", "▁▂▃▄▅▆▇█", id="every height"),
        pytest.param("3.30 3.20 3.10 3.00", "█▆▃▁", id="a fall"),
        pytest.param("3.00 4.00", "▁█", id="two prices"),
        pytest.param("3.10 3.10 3.10", "▁▁▁", id="equal prices"),
        pytest.param("3.10", "▁", id="one price"),
        pytest.param("3.00 - 3.07", "▁·█", id="a gap"),
        pytest.param("- 3.00 3.07 -", "·▁█·", id="gaps at both ends"),
    ],
)
def test_bars_are_as_tall_as_prices_are_high(prices: str, bars: str) -> None:
    assert drawn(prices) == bars


@given(
    st.lists(st.none() | st.decimals(1, 15, places=2), max_size=20), st.decimals(1, 15, places=2)
)
def test_there_is_a_mark_for_each_price_and_a_higher_price_has_no_lower_bar(
    others: list[Decimal | None], one: Decimal
) -> None:
    prices = [*others, one]
    bars = sparkline(prices)
    assert len(bars) == len(prices)
    by_price = sorted(
        (price, bar) for price, bar in zip(prices, bars, strict=True) if price is not None
    )
    assert [bar for _, bar in by_price] == sorted(bar for _, bar in by_price)
    assert bars.count("·") == prices.count(None)
