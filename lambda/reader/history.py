"""What is recorded, read from the table once in a while and kept."""

import time
from collections.abc import Callable, Sequence
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
        self._made: dict[str, str] = {}
        self._good_until = 0.0

    def records(self) -> Sequence[Record]:
        """Return the records, newest first, without their highs."""
        now = time.monotonic()
        if now >= self._good_until:
            self._records = tuple(self._price_table.records())
            self._made.clear()
            # Whoever sees an empty page is about to have the first look taken, and to come back.
            self._good_until = now + MAX_AGE if self._records else now
        return self._records

    def once(self, name: str, make: Callable[[Sequence[Record]], str]) -> str:
        """Return what is made of the records, and the same by that name until they are read anew.

        A mail sends all its readers to one page within minutes.
        """
        records = self.records()
        if name not in self._made:
            self._made[name] = make(records)
        return self._made[name]
