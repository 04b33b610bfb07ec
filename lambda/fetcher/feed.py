"""The feed, over HTTP: New York State's open data, served by Socrata (SODA 2.1).

Only what can pass by itself is tried again: 202 (still computing), 408 and 429 (too slow, too
often), 5xx, time-outs, a name that cannot be looked up for the moment, and an answer that breaks
off. For everything else the next URL is asked, and so it is when a URL has only old weeks.
"""

import logging
import re
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from fetcher.rows import MOST_ROWS, Rows, RowsError, one_line, parse
from gas_prices.notice import NEWS

WEEKS: Final = 54
"""How many of the newest rows are asked for: 53 go back a year, the last is to judge them by."""
ALL_WEEKS: Final = 2_000
"""As good as all: the data set, which began in 2007, has so many in 2046."""
BUDGET: Final = 20.0
"""Seconds that a whole reading may take, all URLs and retries together."""
CONNECT_TIMEOUT: Final = 3.0
READ_TIMEOUT: Final = 5.0
ATTEMPTS: Final = 3
PAUSE: Final = 0.5
"""Seconds before the second attempt; doubled before each later one."""
LONGEST_PAUSE: Final = 10.0
"""The most seconds that a Retry-After header can ask for."""
LARGEST_BODY: Final = 1_000_000
"""Bytes, unpacked; 54 rows take about 36,000. Who asks for more rows may get so much more."""
LARGEST_ROW: Final = 1_000
"""Bytes."""
CHUNK: Final = 65_536
LONGEST_REASON: Final = 300
TOO_LATE: Final = "no whole answer in the time allowed"
OK: Final = 200
ASK_AGAIN: Final = (202, 408, 429)
SERVER_ERROR: Final = 500

logger = logging.getLogger(__name__)


class FeedError(Exception):
    """No URL gave rows; the message says for each URL why."""


class _PassingError(FeedError):
    """A failure that may be gone at the next attempt, at the earliest after `pause` seconds."""

    def __init__(self, message: str, pause: float = 0.0) -> None:
        super().__init__(message)
        self.pause = pause


@dataclass(frozen=True)
class Answer:
    """What the feed gave, which URL gave it, and when (UTC), by the feed's own clock."""

    url: str
    rows: Rows
    at: datetime

    @property
    def newest_week(self) -> date:
        """The newest week it has."""
        return max(row.week for row in self.rows.rows)

    @property
    def is_news(self) -> bool:
        """Whether that week is still news."""
        return self.at.date() - self.newest_week <= NEWS


@dataclass(frozen=True)
class _Reply:
    body: bytes
    date: str | None


class _Session(requests.Session):
    """A session that takes an answer as it is."""

    def __init__(self) -> None:
        super().__init__()
        # The environment must not redirect a request whose answer decides about mails.
        self.trust_env = False

    def get_redirect_target(self, _response: requests.Response) -> None:
        """Return none: to say where a redirect leads, requests reads its body, however large."""


def read(urls: Sequence[str], now: datetime, budget: float = BUDGET, weeks: int = WEEKS) -> Answer:
    """Return the newest `weeks` rows from the first URL that has news, within `budget` seconds.

    Where none has, they are from the one with the newest week. The moment (UTC) is the function's.
    Raises FeedError when no URL gives any row.
    """
    end = time.monotonic() + budget
    failures: list[str] = []
    old: list[Answer] = []
    for index, url in enumerate(urls):
        begun = time.monotonic()
        # A URL that hangs leaves the ones after it their share of the time.
        deadline = begun + (end - begun) / (len(urls) - index)
        try:
            reply = _fetch(url, deadline, weeks)
            rows = parse(reply.body, now.date(), max(weeks, MOST_ROWS)).newest(weeks)
            answer = Answer(url, rows, _moment(reply.date, now))
            if answer.is_news:
                return answer
            old.append(answer)
            logger.warning(
                "feed is old", extra={"feed_url": url, "newest_week": str(answer.newest_week)}
            )
        except (FeedError, RowsError) as error:
            failures.append(f"{url}: {error}")
            logger.warning("feed failed", extra={"feed_url": url, "reason": str(error)})
    if old:
        return max(old, key=lambda answer: answer.newest_week)
    raise FeedError("; ".join(failures))


def _moment(told: str | None, now: datetime) -> datetime:
    """Return when a reply was sent, as its header tells; a clock ahead of ours is not believed."""
    try:
        return min(parsedate_to_datetime(told or ""), now)
    except (TypeError, ValueError):
        return now


def _fetch(url: str, deadline: float, weeks: int) -> _Reply:
    attempts = 1
    while True:
        try:
            return _within(deadline, lambda: _get(url, deadline, weeks))
        except _PassingError as error:
            pause = max(error.pause, PAUSE * 2 ** (attempts - 1))
            if attempts == ATTEMPTS or time.monotonic() + pause >= deadline:
                raise FeedError(f"{error}, attempt {attempts}") from error
            logger.info("feed asked again", extra={"feed_url": url, "reason": str(error)})
            time.sleep(pause)
            attempts += 1


def _within(deadline: float, work: Callable[[], _Reply]) -> _Reply:
    """Return what the work returns, or raise FeedError at the deadline, wherever it hangs by then.

    The time-outs of requests hold for one read each, and looking up a host name has none at all.
    """
    executor = ThreadPoolExecutor(max_workers=1)
    try:
        return executor.submit(work).result(timeout=max(0.0, deadline - time.monotonic()))
    except TimeoutError:
        raise FeedError(TOO_LATE) from None
    finally:
        executor.shutdown(wait=False)


def _get(url: str, deadline: float, weeks: int) -> _Reply:
    try:
        with (
            _Session() as session,
            session.get(
                url,
                params={"$order": "date DESC", "$limit": str(weeks)},
                headers={"Accept": "application/json", "Accept-Encoding": "gzip"},
                timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                stream=True,
            ) as response,
        ):
            largest = max(LARGEST_BODY, weeks * LARGEST_ROW)
            return _Reply(_answer(response, deadline, largest), response.headers.get("Date"))
    except (requests.Timeout, ReadTimeoutError, ProtocolError) as error:
        raise _PassingError(_reason(error)) from error
    except (requests.RequestException, HTTPError) as error:
        if _is_busy_name_server(error):
            raise _PassingError(_reason(error)) from error
        raise FeedError(_reason(error)) from error


def _is_busy_name_server(error: Exception) -> bool:
    origin = _cause(error).__cause__
    return isinstance(origin, socket.gaierror) and origin.errno == socket.EAI_AGAIN


def _answer(response: requests.Response, deadline: float, largest: int) -> bytes:
    status = response.status_code
    if status in ASK_AGAIN or status >= SERVER_ERROR:
        raise _PassingError(f"HTTP {status}", _retry_after(response))
    if status != OK:
        raise FeedError(f"HTTP {status}{_explanation(response, deadline)}")
    return _body(response, deadline, largest)


def _explanation(response: requests.Response, deadline: float) -> str:
    """Return what the feed says of a refusal, if that can be read."""
    try:
        text = one_line(
            _body(response, deadline, LARGEST_BODY).decode(errors="replace"), LONGEST_REASON
        )
    except (FeedError, HTTPError):
        return ""
    return f": {text}" if text else ""


def _body(response: requests.Response, deadline: float, largest: int) -> bytes:
    body = bytearray()
    # read1 returns what has come, so that a body that drips cannot outlive the clock.
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > largest:
            raise FeedError(f"more than {largest} bytes")
        if time.monotonic() >= deadline:
            raise FeedError(TOO_LATE)
    return bytes(body)


def _retry_after(response: requests.Response) -> float:
    seconds = response.headers.get("Retry-After", "")
    return min(float(seconds), LONGEST_PAUSE) if seconds.isdecimal() else 0.0


def _cause(error: Exception) -> Exception:
    # What requests raises wraps what urllib3 raised, which wraps what went wrong.
    cause: Exception = getattr(error.args[0], "reason", error) if error.args else error
    return cause


def _reason(error: Exception) -> str:
    cause = _cause(error)
    # urllib3 begins with the connection, of which whoever logs this names the address; where in
    # memory that is says nothing and is never the same.
    told = re.sub(r"^HTTPS?Connection\w*\(.*?\): | at 0x[0-9a-f]+", "", str(cause))
    return one_line(f"{type(cause).__name__}: {told}", LONGEST_REASON)
