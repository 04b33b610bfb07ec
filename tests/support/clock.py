"""A clock that stands still."""

from datetime import UTC, datetime
from typing import Final, Self

NOW: Final = datetime(2025, 2, 7, 23, 30, tzinfo=UTC)
"""A Friday evening, five weeks after the first row of `tests.support.feed_rows`."""


class StandingClock(datetime):
    """Stands in for `datetime` where it is asked what time it is."""

    @classmethod
    def now(cls, tz: object = None) -> Self:
        """Return always the same moment."""
        assert tz is UTC
        return cls.fromtimestamp(NOW.timestamp(), UTC)
