"""Which weeks a request asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from request import RequestError, day

MOST_WEEKS: Final = 1000
"""So many of them are well under the megabyte that an answer may have."""
A_YEAR: Final = 52


@dataclass(frozen=True)
class WeekRange:
    """Which weeks are asked for: those from `since` to `until`, the newest `limit` of them."""

    since: date
    until: date
    limit: int

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Read the range in a query.

        Raises RequestError.
        """
        if unknown := query.keys() - {"since", "until", "limit"}:
            raise RequestError(f"{min(unknown)!r} is unknown; allowed are since, until and limit")
        since = day("since", query["since"]) if "since" in query else date.min
        until = day("until", query["until"]) if "until" in query else date.max
        if since > until:
            raise RequestError(f"since {since} is after until {until}")
        return cls(since, until, _limit(query.get("limit", str(A_YEAR))))


def _limit(text: str) -> int:
    if text not in map(str, range(1, MOST_WEEKS + 1)):
        raise RequestError(f"limit is {text!r}, which is not a whole number from 1 to {MOST_WEEKS}")
    return int(text)
