"""The weeks there are to replay: the recorded ones, those of a file, those of a feed."""

import csv
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from fetcher import feed
from fetcher.rows import Rows, parse
from gas_notifier.history import csv_download
from gas_notifier.history.recorded_weeks import file_of
from gas_prices.fuels import DEFAULT, Fuel


class PriceHistoryError(ValueError):
    """A file does not hold weeks; the message, one line, says where it is broken."""


def recorded(fuel: Fuel = DEFAULT) -> Rows:
    """Return the recorded weeks."""
    return parse(file_of(fuel).read_bytes(), date.max)


def of_file(path: Path, fuel: Fuel = DEFAULT) -> Rows:
    """Return the weeks of a file: JSON as the feed writes it, or the data set's CSV download.

    Raises PriceHistoryError when it cannot be read or holds no sound row.
    """
    try:
        body = path.read_bytes()
        if not body.removeprefix(BOM_UTF8).lstrip().startswith((b"[", b"{")):
            body = csv_download.as_feed(body, fuel)
        return parse(body, datetime.now(UTC).date(), feed.ALL_WEEKS)
    except OSError as error:
        raise PriceHistoryError(f"{path}: {error.strerror}") from error
    except (ValueError, csv.Error) as error:
        raise PriceHistoryError(f"{path}: {error}") from error


def of_feed(urls: Sequence[str]) -> Rows:
    """Return all weeks of the first feed that answers.

    Raises FeedError when none does.
    """
    return feed.read(urls, datetime.now(UTC), weeks=feed.ALL_WEEKS).rows


def up_to_now(urls: Sequence[str], fuel: Fuel = DEFAULT) -> Rows:
    """Return the newest weeks as a feed has them now, and before them the recorded ones.

    Raises FeedError when no feed answers.
    """
    # Where the recorded weeks end long ago, only the feed has those since.
    weeks = feed.ALL_WEEKS if fuel.recorded_until else feed.WEEKS
    live = feed.read(urls, datetime.now(UTC), weeks=weeks).rows
    oldest = min(row.week for row in live.rows)
    before = tuple(row for row in recorded(fuel).rows if row.week < oldest)
    return Rows((*before, *live.rows), live.faults)
