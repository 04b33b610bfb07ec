"""The fetcher's entry point: one look at the feed."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import cast

import boto3

from client_config import CLIENT_CONFIG
from environment import required
from fetcher import feed, metrics
from gas_prices.record import Record
from gas_prices.rule import Outcome, RecordMode, Rule
from lambda_context import LambdaContext
from price_table import PriceTable

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fetcher:
    """What a look at the feed needs; URLs are asked in their order."""

    rule: Rule
    feed_urls: tuple[str, ...]
    price_table: PriceTable


def handler(_event: object, context: LambdaContext) -> dict[str, object]:
    """Record the feed's new weeks, whatever the event, and return what came of it.

    Raises FeedError when no feed URL answers with prices.
    """
    fetcher = _fetcher()
    now = datetime.now(UTC)
    answer = feed.read(fetcher.feed_urls, now.date())
    outcome = fetcher.rule.apply(answer.rows.rows, fetcher.price_table.newest())
    recorded = [record for record in outcome.records if fetcher.price_table.insert(record)]
    result = _result(outcome, recorded, answer.url)
    in_order = not (outcome.suspect or outcome.missing or answer.rows.faults)
    logger.log(
        logging.INFO if in_order else logging.WARNING,
        "recorded %d weeks",
        len(recorded),
        extra={**result, "faults": answer.rows.faults[:20], "fault_count": len(answer.rows.faults)},
    )
    line = metrics.line(
        context.function_name,
        now,
        {
            "NewestWeekAge": (now.date() - outcome.newest_week).days,
            "SuspectPrices": len(outcome.suspect),
            "MissingPrices": len(outcome.missing),
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
        "suspect": {region: str(price) for region, price in sorted(outcome.suspect.items())},
        "missing": list(outcome.missing),
        "feed_url": feed_url,
    }


@cache
def _fetcher() -> Fetcher:
    below = required("BELOW")
    lowest_in_weeks = required("LOWEST_IN_WEEKS")
    return Fetcher(
        rule=Rule(
            regions=tuple(required("REGIONS").split(",")),
            min_drop_cents=int(required("MIN_DROP_CENTS")),
            below=Decimal(below) if below else None,
            lowest_in_weeks=int(lowest_in_weeks) if lowest_in_weeks else None,
            record=cast("RecordMode", required("RECORD")),
        ),
        feed_urls=tuple(required("FEED_URLS").split(",")),
        price_table=PriceTable(
            required("TABLE_NAME"), boto3.client("dynamodb", config=CLIENT_CONFIG)
        ),
    )
