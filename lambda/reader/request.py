"""What a request asks for, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final, Self

MOST_WEEKS: Final = 1000
"""So many of them are well under the megabyte that an answer may have."""
A_YEAR: Final = 52


class RequestError(ValueError):
    """A request asks for what cannot be; one line says what is allowed."""

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Range:
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
        since = day(query["since"]) if "since" in query else date.min
        until = day(query["until"]) if "until" in query else date.max
        if since > until:
            raise RequestError(f"since {since} is after until {until}")
        return cls(since, until, _limit(query.get("limit", str(A_YEAR))))


def day(text: str) -> date:
    """Return a day like 2026-04-06.

    Raises RequestError when it is none.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    # Python reads other ways to write a day as well.
    if found is None or str(found) != text:
        raise RequestError(f"{text!r} is not a day like 2026-04-06")
    return found


def _limit(text: str) -> int:
    if text not in map(str, range(1, MOST_WEEKS + 1)):
        raise RequestError(f"limit is {text!r}, which is not a whole number from 1 to {MOST_WEEKS}")
    return int(text)
