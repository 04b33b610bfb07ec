"""The record: one published week, as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gas_prices.notice import High, Notice


@dataclass(frozen=True)
class Record:
    """One published week.

    `prices` are the credible ones, `suspect` those not believed, both in dollars per gallon;
    `highs` are as they stand after this week; `notified_at` is when the topic accepted the notice
    (ISO 8601, UTC).
    """

    week: date
    prices: Mapping[str, Decimal]
    suspect: Mapping[str, Decimal]
    highs: Mapping[str, High]
    notice: Notice | None = None
    notified_at: str | None = None
