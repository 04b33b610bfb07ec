"""The publisher's entry point: mails the notices of recorded weeks."""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from client_config import CLIENT_CONFIG
from gas_prices.fuels import DEFAULT, FUELS, Fuel
from gas_prices.item import ItemError
from gas_prices.notice import Notice
from gas_prices.record import Record
from lambda_context import LambdaContext
from price_table import PriceTable, record_of
from publisher.mail import compose

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

logger = logging.getLogger(__name__)


class PublishError(Exception):
    """The topic did not accept every notice of a batch; the message names the weeks."""


class ResendError(ValueError):
    """The event names no week, or one that has no notice to send."""


def handler(event: Mapping[str, Any] | None, context: LambdaContext) -> None:
    """Mail each inserted record's notice, or once more the notice of the week the event names.

    The event is a batch of the table's stream, or `{"week": "2026-04-06"}`. A notice that was
    mailed before is skipped in a batch, so a batch that failed can be handed over again. Raises
    PublishError for a batch, ResendError or the AWS error for a week.
    """
    publisher = _publisher()
    if not event or "Records" not in event:
        publisher.resend(event)
        return
    failed = [
        stream_record["dynamodb"]["Keys"]["week"]["S"]
        for stream_record in event["Records"]
        if not publisher.handle(stream_record, context.aws_request_id)
    ]
    if failed:
        raise PublishError(f"not mailed: {', '.join(failed)}")


@dataclass(frozen=True)
class Publisher:
    """Mails notices through a topic and marks in the price table which ones it accepted."""

    fuel: Fuel
    price_table: PriceTable
    sns: "SNSClient"
    topic_arn: str
    tank_gallons: Decimal
    page_url: str | None

    def handle(self, stream_record: Mapping[str, Any], request_id: str) -> bool:
        """Mail the notice of one stream record; return whether it is done with for good."""
        change = stream_record["dynamodb"]
        key, image = change["Keys"], change.get("NewImage")
        logger.info(
            "stream record",
            extra={
                "event_name": stream_record["eventName"],
                "request_id": request_id,
                "Keys": key,
                # Last, as CloudWatch Logs Insights sees the first 200 fields of a line alone.
                "NewImage": image,
            },
        )
        if stream_record["eventName"] != "INSERT":
            return True
        try:
            self._publish_once(record_of(image or {}))
        except ItemError as error:
            # No retry can mend it, and it must not hold up the weeks behind it.
            logger.error("not a record", extra={"Keys": key, "reason": str(error)})
        except (BotoCoreError, ClientError) as error:
            logger.error("not mailed", extra={"Keys": key, "reason": str(error)})
            return False
        return True

    def resend(self, event: Mapping[str, Any] | None) -> None:
        """Mail the notice of the event's week, mailed before or not.

        Raises ResendError when there is none, and ItemError when the week's item is no record.
        """
        try:
            week = date.fromisoformat((event or {})["week"])
        except (KeyError, TypeError, ValueError):
            raise ResendError(
                f'the event must be a stream batch or like {{"week": "2026-04-06"}}: {event!r}'
            ) from None
        record = self.price_table.get(week)
        if record is None or record.notice is None:
            raise ResendError(f"week {week} has no notice to send")
        self._publish(record, record.notice)

    def _publish_once(self, image: Record) -> None:
        if image.notice is None:
            raise ItemError("notice is missing")
        # The image was taken when the week was inserted: whether it was mailed since, only the
        # table knows.
        record = self.price_table.get(image.week)
        if record is None:
            logger.warning("week was deleted", extra={"week": image.week.isoformat()})
        elif record.notified_at:
            logger.info("already mailed", extra={"week": image.week.isoformat()})
        else:
            self._publish(image, image.notice)

    def _publish(self, record: Record, notice: Notice) -> None:
        mail = compose(self.fuel, record.week, notice, self.tank_gallons, self.page_url)
        regions = [region.region for region in notice.regions]
        self.sns.publish(
            TopicArn=self.topic_arn,
            Subject=mail.subject,
            Message=mail.body,
            MessageAttributes={
                "regions": {"DataType": "String.Array", "StringValue": json.dumps(regions)}
            },
        )
        try:
            self.price_table.mark_notified(record.week, datetime.now(UTC).isoformat())
        except (BotoCoreError, ClientError) as error:
            # The mail is out: failing here would only have it sent a second time.
            logger.error(
                "mailed but not marked",
                extra={"week": record.week.isoformat(), "reason": str(error)},
            )
        else:
            logger.info(
                "mailed",
                extra={"week": record.week.isoformat(), "kind": notice.kind, "regions": regions},
            )


@cache
def _publisher() -> Publisher:
    fuel = FUELS[os.environ.get("FUEL", DEFAULT.slug)]
    return Publisher(
        fuel,
        PriceTable(os.environ["TABLE_NAME"], boto3.client("dynamodb", config=CLIENT_CONFIG), fuel),
        boto3.client("sns", config=CLIENT_CONFIG),
        os.environ["TOPIC_ARN"],
        Decimal(os.environ["TANK_GALLONS"]),
        os.environ.get("PAGE_URL"),
    )
