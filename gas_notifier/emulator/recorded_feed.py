"""The recorded feed: real weeks, served on loopback the way the real feed serves them.

It speaks as much of Socrata's SODA 2.1 as is asked for here: everything, as it is stored, or the
newest weeks first, so many of them. Prices are strings, and nulls are absent keys.
"""

import gzip
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from gas_notifier.emulator.loopback_server import LoopbackServer
from gas_notifier.history.recorded_weeks import Row, week_of
from gas_prices import credible
from gas_prices.fuels import DEFAULT, Fuel
from gas_prices.regions import column

_DEFAULT_LIMIT: Final = "1000"
LAG: Final = timedelta(days=11)
"""How long after its date a week is published, at the soonest."""
NOON: Final = time(12)


def as_published(rows: Iterable[credible.Row]) -> list[Row]:
    """Return rows as the feed writes them, oldest first."""
    return [
        {
            "date": f"{row.week}T00:00:00.000",
            **{column(region): str(price) for region, price in row.prices.items()},
        }
        for row in sorted(rows, key=lambda row: row.week)
    ]


class RecordedFeed(LoopbackServer):
    """A server of recorded weeks up to `newest_week`, which can be moved while it runs."""

    def __init__(
        self, rows: Iterable[Row], newest_week: date = date.max, fuel: Fuel = DEFAULT
    ) -> None:
        super().__init__(_Handler)
        self.path = f"/resource/{fuel.data_set}.json"
        self.rows = tuple(rows)
        self.newest_week = newest_week

    @property
    def url(self) -> str:
        """The address of the data set."""
        return super().url + self.path

    def published(self) -> list[Row]:
        """Return the rows that the feed shows at present."""
        return [row for row in self.rows if week_of(row) <= self.newest_week]


class _Handler(BaseHTTPRequestHandler):
    server: RecordedFeed

    def do_GET(self) -> None:
        """Answer one query."""
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        order, limit = query.pop("$order", None), query.pop("$limit", _DEFAULT_LIMIT)
        if address.path != self.server.path:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        if query or order not in {None, "date DESC"} or not re.fullmatch("[0-9]+", limit):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        rows = self.server.published()
        if order:
            rows.sort(key=week_of, reverse=True)
        body = json.dumps(rows[: int(limit)]).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the moment that the newest week shown was published at, for the header Date."""
        published = [week_of(row) for row in self.server.published()]
        if not published:
            return super().date_time_string(timestamp)
        return format_datetime(datetime.combine(max(published) + LAG, NOON, UTC), usegmt=True)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: what the feed was asked is for the fetcher to log."""
