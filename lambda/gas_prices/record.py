"""The record: one published week, as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Self

from gas_prices.notice import Fall, High, Notice

MAIL_DUE: Final = timedelta(hours=12)
"""Twice as long as a notice is tried at most, and well under the day from one look to the next."""


@dataclass(frozen=True)
class Record:
    """One published week.

    `prices` are the credible ones, `suspect` those not believed, both in dollars per gallon;
    `highs` are as they stand after this week, and `since` is the week from which on each is the
    highest: that of the region's last drop told or, where none was yet, of the first record since
    it is watched; while it is not, of its last price. `notified_at` is when the topic accepted the
    notice (ISO 8601, UTC). `falls` are those told of watched regions that have not turned, and
    `told` is the week of the last notice, if that is known.
    """

    week: date
    prices: Mapping[str, Decimal]
    suspect: Mapping[str, Decimal]
    highs: Mapping[str, High]
    since: Mapping[str, date]
    notice: Notice | None = None
    notified_at: str | None = None
    falls: Mapping[str, Fall] = field(default_factory=dict)
    told: date | None = None

    def stamped(self, at: datetime) -> Self:
        """Return the record as it is written at a moment (UTC), which its notice then tells."""
        return replace(self, notice=self.notice and replace(self.notice, recorded_at=at))

    def is_unmailed(self, now: datetime) -> bool:
        """Tell whether a record of the table has a notice that should be mailed by now, and is not.

        A notice that does not tell since when it waits has waited long enough.
        """
        if self.notice is None or self.notified_at:
            return False
        return self.notice.recorded_at is None or now - self.notice.recorded_at > MAIL_DUE
