"""The recorded feed: real weeks, served on loopback the way the real feed serves them.

It speaks as much of Socrata's SODA 2.1 as the data set needs: `$select`, `$order`, `$limit`,
`$offset`, and `$where` with comparisons of the date. Prices are strings, nulls are absent keys,
and errors come in the two envelopes of the original.
"""

import gzip
import json
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

from gas_notifier.history.recorded_weeks import Row, week_of
from gas_prices.regions import REGIONS, column

DATA_SET: Final = "nqur-w4p7"
COLUMNS: Final = ("date", *(column(region) for region in REGIONS))
DEFAULT_LIMIT: Final = 1000
CLAUSE: Final = re.compile(r"\s*date\s*(<=|>=|!=|=|<|>)\s*'([^']*)'\s*", re.IGNORECASE)
COMPARISONS: Final[Mapping[str, Callable[[datetime, datetime], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class RecordedFeed:
    """A server of recorded weeks up to `newest_week`, which can be moved while it runs.

    Use it as a context manager; it listens on a free port of the loopback address.
    """

    def __init__(self, rows: Iterable[Row], newest_week: date = date.max) -> None:
        self.rows = tuple(rows)
        self.newest_week = newest_week
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The address of the data set."""
        return f"http://127.0.0.1:{self._server.server_port}/resource/{DATA_SET}.json"

    def published(self) -> list[Row]:
        """Return the rows that the feed shows at present."""
        return [row for row in self.rows if week_of(row) <= self.newest_week]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class QueryError(ValueError):
    """The feed refuses a query; `code` is the error code it gives."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def query(rows: Iterable[Row], parameters: Mapping[str, str]) -> list[Row]:
    """Return the rows that the feed answers a query with.

    Raises QueryError when a parameter, a column or a value is not one that it knows.
    """
    unknown = parameters.keys() - {"$select", "$order", "$limit", "$offset", "$where"}
    if unknown:
        raise QueryError(f"Unrecognized arguments {sorted(unknown)}", "query.unrecognized")
    chosen = list(filter(_condition(parameters.get("$where", "")), rows))
    for part in reversed(_parts(parameters.get("$order", ""))):
        name, _, direction = part.partition(" ")
        _sort(chosen, _column(name), direction.strip().upper())
    offset = _whole(parameters.get("$offset", "0"))
    limit = _whole(parameters.get("$limit", str(DEFAULT_LIMIT)))
    names = [_column(name) for name in _parts(parameters.get("$select", ",".join(COLUMNS)))]
    return [
        {name: row[name] for name in names if name in row}
        for row in chosen[offset : offset + limit]
    ]


def _condition(where: str) -> Callable[[Row], bool]:
    clauses = []
    for part in re.split(r"\sAND\s", where, flags=re.IGNORECASE) if where else []:
        clause = CLAUSE.fullmatch(part)
        if clause is None:
            raise QueryError(f"Could not parse {part!r}", "query.compiler.malformed")
        comparison, text = clause.groups()
        try:
            clauses.append((COMPARISONS[comparison], datetime.fromisoformat(text)))
        except ValueError:
            raise QueryError(f"Type mismatch: {text!r}", "query.soql.type-mismatch") from None
    return lambda row: all(
        compare(datetime.fromisoformat(row["date"]), moment) for compare, moment in clauses
    )


def _sort(rows: list[Row], name: str, direction: str) -> None:
    if direction not in {"", "ASC", "DESC"}:
        raise QueryError(f"Could not parse {direction!r}", "query.compiler.malformed")
    rows.sort(key=lambda row: row.get(name, ""), reverse=direction == "DESC")


def _parts(text: str) -> Sequence[str]:
    return [part.strip() for part in text.split(",")] if text else []


def _column(name: str) -> str:
    if name not in COLUMNS:
        raise QueryError(f"No such column: {name}", "query.soql.no-such-column")
    return name


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise QueryError(f"Not a whole number: {text!r}", "query.soql.invalid-value")
    return int(text)


class _Server(ThreadingHTTPServer):
    def __init__(self, feed: RecordedFeed) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.feed = feed


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """Answer one query."""
        address = urlsplit(self.path)
        if address.path != f"/resource/{DATA_SET}.json":
            missing = {"id": PurePosixPath(address.path).stem}
            self._send(
                HTTPStatus.NOT_FOUND,
                {"code": "dataset.missing", "error": True, "message": "Not found", "data": missing},
            )
            return
        try:
            rows = query(self.server.feed.published(), dict(parse_qsl(address.query)))
        except QueryError as error:
            self._send(
                HTTPStatus.BAD_REQUEST,
                {"message": str(error), "errorCode": error.code, "data": {}},
            )
        else:
            self._send(HTTPStatus.OK, rows)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: what the feed was asked is for the fetcher to log."""

    def _send(self, status: HTTPStatus, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
