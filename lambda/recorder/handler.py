"""The recorder's entry point: a week of prices in a PUT, recorded as if the feed had brought it."""

import json
import logging
import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from itertools import islice
from typing import Any, Final, NoReturn

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from client_config import CLIENT_CONFIG
from gas_prices.credible import Row
from gas_prices.fuels import DEFAULT, FUELS
from gas_prices.item import ItemError
from gas_prices.notice import NEWS
from gas_prices.outcome import apply
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable
from request import RequestError, day

MONDAY: Final = 0
WEEKS: Final = 53
"""So many before it, a year, are what a week is judged by."""
MOST_PLACES: Final = 3
MOST_CHARACTERS: Final = 10_000
"""Of a body; one with all regions has some five hundred."""
EXAMPLE: Final = '{"prices": {"buffalo": 3.05}}'

logger = logging.getLogger(__name__)


def handler(event: Mapping[str, Any], _context: LambdaContext) -> dict[str, object]:
    """Record the week of a request as API Gateway hands it over (payload format 2.0)."""
    now = datetime.now(UTC)
    try:
        week = _week(event["pathParameters"]["week"], now.date())
        status, answer = _recorder().record(week, _prices(event), now)
    except RequestError as error:
        status, answer = error.status, {"error": str(error)}
    except (BotoCoreError, ClientError, ItemError) as error:
        logger.error("week not recorded", extra={"reason": str(error)})
        status, answer = (
            HTTPStatus.SERVICE_UNAVAILABLE,
            {"error": "nothing can be recorded just now"},
        )
    logger.info("asked to record a week", extra={"status": int(status), **answer})
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(answer),
    }


@dataclass(frozen=True)
class Recorder:
    """Records weeks by the rule that the fetcher has."""

    rule: Rule
    price_table: PriceTable

    def record(
        self, week: date, prices: Mapping[str, Decimal], now: datetime
    ) -> tuple[HTTPStatus, dict[str, object]]:
        """Record a week, as of now (UTC), and return what came of it.

        Raises RequestError when a watched region is missing, when a price is not credible or has
        none before it to be judged by, and when that week or a newer one is recorded already, but
        for the very same prices.
        """
        if missing := [region for region in self.rule.regions if region not in prices]:
            raise RequestError(
                f"{', '.join(missing)} is missing: a week is recorded once, with all watched"
            )
        newest = self.price_table.newest()
        if newest and week <= newest.week:
            if week == newest.week and prices.items() <= newest.prices.items():
                return HTTPStatus.OK, {"week": str(week), "recorded": True}
            raise RequestError(
                f"weeks up to {newest.week} are recorded already", HTTPStatus.CONFLICT
            )
        rows = [
            Row(record.week, {**record.prices, **record.suspect})
            for record in islice(self.price_table.records(), WEEKS)
        ]
        known = {region for row in rows for region in row.prices}
        if unknown := [region for region in prices if region not in known]:
            # The first price of a region is believed, whatever it is.
            raise RequestError(
                f"{', '.join(unknown)}: no price is recorded to judge it by; make look records "
                "what the feed has",
                HTTPStatus.CONFLICT,
            )
        outcome = apply(self.rule, [*rows, Row(week, prices)], newest, now.date() - NEWS)
        for region, price in outcome.suspect.items():
            raise RequestError(
                f"{region} {price} is not credible beside the prices before it",
                HTTPStatus.UNPROCESSABLE_ENTITY,
            )
        if not outcome.records:
            # `record: drops` keeps no week without a notice.
            return HTTPStatus.OK, {"week": str(week), "recorded": False}
        record = outcome.records[-1].stamped(now)
        if not self.price_table.insert(record):
            # A look was faster: what it recorded decides.
            return self.record(week, prices, now)
        told = record.notice and [region.region for region in record.notice.regions]
        return HTTPStatus.CREATED, {"week": str(week), "recorded": True, "told": told or []}


def _week(text: str, today: date) -> date:
    week = day("week", text)
    if week.weekday() != MONDAY or week > today:
        raise RequestError(f"week {week} is not a Monday up to today")
    return week


def _prices(event: Mapping[str, Any]) -> Mapping[str, Decimal]:
    try:
        # Cut off, a longer one is no JSON, and no answer quotes all of it.
        body = event.get("body", "")[:MOST_CHARACTERS]
        text = b64decode(body) if event.get("isBase64Encoded") else body
        prices = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)[
            "prices"
        ]
        return {_region(region): _price(region, price) for region, price in prices.items()}
    except RequestError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        raise RequestError(f"the body is not like {EXAMPLE}") from None


def _region(slug: str) -> str:
    if slug not in REGIONS:
        raise RequestError(f"{slug!r} is not a region; allowed are {', '.join(REGIONS)}")
    return slug


def _price(region: str, value: object) -> Decimal:
    if not isinstance(value, Decimal) or value <= 0 or value != round(value, MOST_PLACES):
        raise RequestError(
            f"{region}: {json.dumps(value, default=float)} is not a price, a number of dollars "
            f"with at most {MOST_PLACES} decimals"
        )
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


@cache
def _recorder() -> Recorder:
    fuel = FUELS[os.environ.get("FUEL", DEFAULT.slug)]
    dynamodb = boto3.client("dynamodb", config=CLIENT_CONFIG)
    table = PriceTable(os.environ["TABLE_NAME"], dynamodb, fuel)
    return Recorder(Rule.from_json(os.environ["RULE"]), table)
