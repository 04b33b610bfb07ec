"""The recorded weeks as JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from gas_prices.record import Record
from reader.week_range import WeekRange


def one(record: Record) -> str:
    """Return a week."""
    return json.dumps(_week(record))


def several(records: Sequence[Record], asked: WeekRange) -> str:
    """Return the weeks of a range, and the address of those after them; records are newest first.

    That address is relative, as the page can be had at more than one.
    """
    found = [record for record in records if asked.since <= record.week <= asked.until]
    shown, others = found[: asked.limit], found[asked.limit :]
    following = None
    if others:
        since = {} if asked.since == date.min else {"since": asked.since}
        until = shown[-1].week - timedelta(days=1)
        following = f"weeks?{urlencode({**since, 'until': until, 'limit': asked.limit})}"
    return json.dumps({"weeks": [_week(record) for record in shown], "next": following})


def _week(record: Record) -> dict[str, object]:
    notice = record.notice
    return {
        "week": record.week.isoformat(),
        "prices": _numbers(record.prices),
        "suspect": _numbers(record.suspect),
        "notice": notice
        and {"kind": notice.kind, "regions": [told.region for told in notice.regions]},
    }


def _numbers(prices: Mapping[str, Decimal]) -> dict[str, float]:
    # A double keeps the six digits that a price has at most.
    return {region: float(price) for region, price in sorted(prices.items())}
