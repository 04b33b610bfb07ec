"""A row of bars, one a price, as tall as the price is high."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

BARS: Final = "▁▂▃▄▅▆▇█"
NO_PRICE: Final = "·"


def sparkline(prices: Sequence[Decimal | None]) -> str:
    """Return a bar for each price, of which there is at least one, and a dot for each gap."""
    known = [price for price in prices if price is not None]
    low, high = min(known), max(known)
    # Equal prices make a flat line, whatever the span is taken to be.
    span = high - low or Decimal(1)
    return "".join(
        NO_PRICE if price is None else BARS[round((price - low) / span * (len(BARS) - 1))]
        for price in prices
    )
