"""The feed, over HTTP: New York State's open data, served by Socrata (SODA 2.1).

Only what can pass by itself is tried again: 202 (still computing), 429 (throttled), 5xx and
time-outs. For everything else the next URL is asked.
"""

import logging
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from fetcher.rows import Rows, RowsError, one_line, parse

WEEKS: Final = 54
"""How many of the newest rows are asked for: 53 go back a year, the last is to judge them by."""
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
"""Bytes, unpacked; 54 rows take about 36,000."""
CHUNK: Final = 65_536
LONGEST_REASON: Final = 300
OK: Final = 200
ASK_AGAIN: Final = (202, 429)
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
    """What the feed gave, and which URL gave it."""

    url: str
    rows: Rows


class _Session(requests.Session):
    """A session that takes an answer as it is."""

    def __init__(self) -> None:
        super().__init__()
        # The environment must not redirect a request whose answer decides about mails.
        self.trust_env = False

    def get_redirect_target(self, _response: requests.Response) -> None:
        """Return none: to say where a redirect leads, requests reads its body, however large."""


def read(urls: Sequence[str], today: date, budget: float = BUDGET, weeks: int = WEEKS) -> Answer:
    """Return the newest `weeks` rows from the first URL that gives any, within `budget` seconds.

    Raises FeedError when none does.
    """
    end = time.monotonic() + budget
    failures = []
    for index, url in enumerate(urls):
        now = time.monotonic()
        # A URL that hangs leaves the ones after it their share of the time.
        deadline = now + (end - now) / (len(urls) - index)
        try:
            rows = parse(_fetch(url, deadline, weeks), today)
            return Answer(url, rows.newest(weeks))
        except (FeedError, RowsError) as error:
            failures.append(f"{url}: {error}")
            logger.warning("feed failed", extra={"feed_url": url, "reason": str(error)})
    raise FeedError("; ".join(failures))


def _fetch(url: str, deadline: float, weeks: int) -> bytes:
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


def _within(deadline: float, work: Callable[[], bytes]) -> bytes:
    """Return what the work returns, or raise FeedError at the deadline, wherever it hangs by then.

    The time-outs of requests hold for one read each, and looking up a host name has none at all.
    """
    executor = ThreadPoolExecutor(max_workers=1)
    try:
        return executor.submit(work).result(timeout=max(0.0, deadline - time.monotonic()))
    except TimeoutError:
        raise FeedError("no whole answer in the time allowed") from None
    finally:
        executor.shutdown(wait=False)


def _get(url: str, deadline: float, weeks: int) -> bytes:
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
            return _answer(response, deadline)
    except (requests.Timeout, ReadTimeoutError) as error:
        raise _PassingError(_reason(error)) from error
    except (requests.RequestException, HTTPError) as error:
        raise FeedError(_reason(error)) from error


def _answer(response: requests.Response, deadline: float) -> bytes:
    status = response.status_code
    if status in ASK_AGAIN or status >= SERVER_ERROR:
        raise _PassingError(f"HTTP {status}", _retry_after(response))
    if status != OK:
        raise FeedError(f"HTTP {status}{_explanation(response, deadline)}")
    return _body(response, deadline)


def _explanation(response: requests.Response, deadline: float) -> str:
    """Return what the feed says of a refusal, if that can be read."""
    try:
        text = one_line(_body(response, deadline).decode(errors="replace"), LONGEST_REASON)
    except (FeedError, HTTPError):
        return ""
    return f": {text}" if text else ""


def _body(response: requests.Response, deadline: float) -> bytes:
    body = bytearray()
    # read1 returns what has come, so that a body that drips cannot outlive the clock.
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise FeedError(f"more than {LARGEST_BODY} bytes")
        if time.monotonic() >= deadline:
            break
    return bytes(body)


def _retry_after(response: requests.Response) -> float:
    seconds = response.headers.get("Retry-After", "")
    return min(float(seconds), LONGEST_PAUSE) if seconds.isdecimal() else 0.0


def _reason(error: Exception) -> str:
    # What requests raises wraps what urllib3 raised, which wraps what went wrong.
    cause = getattr(error.args[0], "reason", error) if error.args else error
    # urllib3 tells where in memory the connection is, which says nothing and is never the same.
    told = re.sub(" at 0x[0-9a-f]+", "", str(cause))
    return one_line(f"{type(cause).__name__}: {told}", LONGEST_REASON)
