"""The weeks from before the watch began, recorded once, for the page to show."""

import logging
from collections.abc import Sequence
from datetime import datetime

from fetcher import feed
from gas_prices.credible import judge
from gas_prices.record import Record
from price_table import PriceTable

logger = logging.getLogger(__name__)


def fill(price_table: PriceTable, feed_urls: Sequence[str], now: datetime) -> None:
    """Record the weeks of the feed that are older than all records, unless that was done before.

    They tell nobody anything and have no highs. Cut off, the next call goes on from there: the
    newest comes first, and that all are there is noted last.
    """
    if price_table.has_history():
        return
    try:
        rows = feed.read(feed_urls, now, weeks=feed.ALL_WEEKS).rows.rows
    except feed.FeedError as error:
        logger.warning("no history yet", extra={"reason": str(error)})
        return
    oldest = price_table.oldest_week()
    before = [week for week in judge(rows) if week.week < oldest]
    for week in reversed(before):
        price_table.insert(Record(week.week, week.prices, week.suspect, highs={}, since={}))
    price_table.note_history()
    logger.info("history recorded", extra={"weeks": len(before)})
