"""The reader's entry point: answers requests for the page, for JSON and for the Atom feed."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from client_config import CLIENT_CONFIG
from gas_prices.fuels import DEFAULT, FUELS, Fuel
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable
from reader import atom, page, weeks
from reader.answer import FOR_EVER, NOT_AT_ALL, Answer, version
from reader.history import History
from reader.week_range import WeekRange
from request import RequestError, day

JSON: Final = "application/json"
FRAME: Final = page.Frame(
    head=(
        f'<link rel="icon" href="icon.svg?{version(page.ICON)}">'
        f'<link rel="stylesheet" href="page.css?{version(page.STYLE_SHEET)}">'
        f'<script src="page.js?{version(page.SCRIPT)}" defer></script>'
        '<link rel="alternate" type="application/atom+xml" title="Notices" href="notices.atom">'
    ),
    region="?region={}",
    foot=(
        '<p><a href="notices.atom">Atom feed of the mails</a> · '
        '<a href="weeks">Prices as JSON</a></p>'
    ),
)
FILES: Final[Mapping[str, Answer]] = {
    "/icon.svg": Answer(page.ICON, "image/svg+xml", FOR_EVER),
    "/page.css": Answer(page.STYLE_SHEET, "text/css", FOR_EVER),
    "/page.js": Answer(page.SCRIPT, "text/javascript", FOR_EVER),
}
"""What the page is made from, by its path."""

logger = logging.getLogger(__name__)


def handler(event: Mapping[str, Any], _context: LambdaContext) -> dict[str, object]:
    """Answer a request as API Gateway hands it over (payload format 2.0)."""
    try:
        answer = _reader().answer(event)
    except RequestError as error:
        answer = _refusal(error.status, str(error))
    except (BotoCoreError, ClientError) as error:
        logger.error("table not read", extra={"reason": str(error)})
        answer = _refusal(HTTPStatus.SERVICE_UNAVAILABLE, "the prices cannot be read just now")
    return answer.to(event)


def _refusal(status: HTTPStatus, error: str) -> Answer:
    return Answer(json.dumps({"error": error}), JSON, NOT_AT_ALL, status)


@dataclass(frozen=True)
class Reader:
    """Shows what is recorded, and the rule by which it was told."""

    fuel: Fuel
    rule: Rule
    history: History

    def answer(self, event: Mapping[str, Any]) -> Answer:
        """Return the answer to a request of one of the API's routes.

        Raises RequestError when it asks for what cannot be.
        """
        query: Mapping[str, str] = event.get("queryStringParameters", {})
        match event["routeKey"].split()[1]:
            case "/":
                return self._page(query.get("region", self.rule.regions[0]))
            case "/notices.atom":
                host = event["requestContext"]["domainName"]
                return Answer(atom.feed(self.history.records(), host), "application/atom+xml")
            case "/weeks":
                return Answer(weeks.several(self.history.records(), WeekRange.of(query)), JSON)
            case "/weeks/{week}":
                return self._week(event["pathParameters"]["week"])
            case path:
                return FILES[path]

    def _week(self, text: str) -> Answer:
        week = day("week", text)
        for record in self.history.records():
            if record.week == week:
                return Answer(weeks.one(record), JSON)
        raise RequestError(f"week {week} is not recorded", HTTPStatus.NOT_FOUND)

    def _page(self, slug: str) -> Answer:
        if slug not in REGIONS:
            raise RequestError(f"{slug!r} is not a region; allowed are {', '.join(REGIONS)}")
        today = datetime.now(UTC).date()

        def draw(records: Sequence[Record]) -> str:
            return page.page(self.fuel, records, self.rule, (slug,), today, FRAME)

        return Answer(self.history.once(slug, draw), "text/html")


@cache
def _reader() -> Reader:
    fuel = FUELS[os.environ.get("FUEL", DEFAULT.slug)]
    dynamodb = boto3.client("dynamodb", config=CLIENT_CONFIG)
    table = PriceTable(os.environ["TABLE_NAME"], dynamodb, fuel)
    return Reader(fuel, Rule.from_json(os.environ["RULE"]), History(table))
