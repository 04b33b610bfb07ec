"""The fetcher's entry point: one look at the feed."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import boto3

from client_config import CLIENT_CONFIG
from fetcher import feed, history, metrics
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.notice import NEWS
from gas_prices.outcome import Outcome, apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fetcher:
    """What a look at the feed needs; URLs are asked in their order.

    One that `keeps_history` also records the weeks from before the watch began.
    """

    rule: Rule
    feed_urls: tuple[str, ...]
    price_table: PriceTable
    keeps_history: bool = False

    def write_new_weeks(
        self, rows: Sequence[Row], seen_at: datetime
    ) -> tuple[Record | None, Outcome, list[Record]]:
        """Write the weeks that are new in rows seen at a moment (UTC) to the table.

        Returns the newest record there was, what came of the rule, and the records written.
        """
        written: list[Record] = []
        while True:
            newest_record = self.price_table.newest()
            outcome = apply(self.rule, rows, newest_record, seen_at.date() - NEWS)
            for record in outcome.records:
                stamped = record.stamped(seen_at)
                if not self.price_table.insert(stamped):
                    # Another look was faster, and may have told what this one was about to tell:
                    # the weeks that are left are judged against its record.
                    break
                written.append(stamped)
            else:
                return newest_record, outcome, written


def handler(_event: object, context: LambdaContext) -> dict[str, object]:
    """Record the feed's new weeks, whatever the event, and return what came of it.

    Raises FeedError when no feed URL answers with prices.
    """
    fetcher = _fetcher()
    now = datetime.now(UTC)
    answer = feed.read(fetcher.feed_urls, now)
    newest_record, outcome, recorded = fetcher.write_new_weeks(answer.rows.rows, answer.at)
    if fetcher.keeps_history and (newest_record or recorded):
        history.fill(fetcher.price_table, fetcher.feed_urls, now)
    result = _result(outcome, recorded, answer.url)
    region = min(fetcher.rule.regions, key=outcome.credible_week)
    credible_week = outcome.credible_week(region)
    is_stale = now.date() - credible_week > NEWS
    # The result tells of the feed's newest week alone, and a late batch brings others.
    suspect = {record.week: record.suspect for record in recorded}
    suspect[answer.newest_week] = outcome.suspect
    in_order = not (any(suspect.values()) or outcome.missing or answer.rows.faults or is_stale)
    logger.log(
        logging.INFO if in_order else logging.WARNING,
        "looked at the feed",
        extra={
            **result,
            "suspect_weeks": {
                str(week): _as_text(prices) for week, prices in suspect.items() if prices
            },
            "oldest_price": {"region": region, "week": str(credible_week)},
            "faults": answer.rows.faults[:20],
            "fault_count": len(answer.rows.faults),
        },
    )
    line = metrics.line(
        context.function_name,
        now,
        {
            "OldestPriceAge": (now.date() - credible_week).days,
            "SuspectPrices": sum(map(len, suspect.values())),
            "MissingPrices": len(outcome.missing),
            "UnmailedNotices": _unmailed_notices(newest_record, answer.at),
        },
    )
    sys.stdout.write(f"{line}\n")
    return result


def _result(outcome: Outcome, recorded: Sequence[Record], feed_url: str) -> dict[str, object]:
    notice = next((record.notice for record in recorded if record.notice), None)
    return {
        "newest_week": outcome.newest_week.isoformat(),
        "recorded": [record.week.isoformat() for record in recorded],
        "notice": notice
        and {"kind": notice.kind, "regions": [region.region for region in notice.regions]},
        "suspect": _as_text(outcome.suspect),
        "missing": list(outcome.missing),
        "feed_url": feed_url,
    }


def _as_text(prices: Mapping[str, Decimal]) -> dict[str, str]:
    return {region: str(price) for region, price in sorted(prices.items())}


def _unmailed_notices(newest_record: Record | None, now: datetime) -> int:
    """Return 1 and log it when the newest record's notice should be mailed by now, and is not."""
    if newest_record is None or not newest_record.is_unmailed(now):
        return 0
    logger.error("notice not mailed", extra={"week": newest_record.week.isoformat()})
    return 1


@cache
def _fetcher() -> Fetcher:
    return Fetcher(
        rule=Rule.from_json(os.environ["RULE"]),
        feed_urls=tuple(os.environ["FEED_URLS"].split(",")),
        price_table=PriceTable(
            os.environ["TABLE_NAME"],
            boto3.client("dynamodb", config=CLIENT_CONFIG),
            FUELS[os.environ.get("FUEL", DEFAULT.slug)],
        ),
        keeps_history="KEEP_HISTORY" in os.environ,
    )
