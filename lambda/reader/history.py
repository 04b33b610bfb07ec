"""What is recorded, read from the table once in a while and kept."""

import time
from collections.abc import Sequence
from typing import Final

from gas_prices.record import Record
from price_table import PriceTable

MAX_AGE: Final = 60.0
"""Seconds for which what was read is good enough: however many ask, the table is read so often."""


class History:
    """All records of a table."""

    def __init__(self, price_table: PriceTable) -> None:
        self._price_table = price_table
        self._records: tuple[Record, ...] = ()
        self._good_until = 0.0

    def records(self) -> Sequence[Record]:
        """Return the records, newest first, without their highs."""
        now = time.monotonic()
        if now >= self._good_until:
            self._records = tuple(self._price_table.records())
            self._good_until = now + MAX_AGE
        return self._records
