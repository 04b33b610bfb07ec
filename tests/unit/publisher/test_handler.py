"""The publisher as Lambda runs it: table, topic and a subscribed queue in moto."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from lambda_context import LambdaContext
from price_table import PriceTable
from publisher import handler as publisher_handler
from tests.support.feed_rows import week
from tests.support.stream_records import records, stream_record

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Publish = Callable[..., None]
Inserted = Callable[..., dict[str, Any]]
Inbox = Callable[[], list[dict[str, Any]]]
Upset = Callable[..., None]

MAILED_AT: Final = "2025-02-07T23:30:00+00:00"

REFUSED: Final = ClientError({"Error": {"Code": "InternalError", "Message": "no"}}, "Publish")
UNREACHABLE: Final = EndpointConnectionError(endpoint_url="https://sns")


def subjects(mails: list[dict[str, Any]]) -> list[str]:
    return [mail["Subject"] for mail in mails]


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return level and message of every line but those that only repeat the event."""
    return [
        (line.levelname, line.message) for line in caplog.records if line.message != "stream record"
    ]


@pytest.fixture(autouse=True)
def _every_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="publisher")


class TestABatch:
    def test_every_notice_is_mailed_and_its_week_marked(
        self, publish: Publish, inserted: Inserted, inbox: Inbox, price_table: PriceTable
    ) -> None:
        inserts = records(3)
        publish(inserted(*inserts))
        first, *_, last = sorted(inbox(), key=lambda mail: str(mail["Message"]), reverse=True)
        assert first["Subject"] == "Now watching gas in Albany: $3.10; 1 more watched (Jan 6)"
        assert first["Message"].startswith("Now watching gas in Albany: $3.10 a gallon.\n")
        # For the filters of subscribers.
        assert last["MessageAttributes"] == {
            "regions": {"Type": "String.Array", "Value": '["albany", "utica"]'}
        }
        for record in inserts:
            assert price_table.get(record.week) == replace(record, notified_at=MAILED_AT)

    def test_the_tank_is_as_large_as_the_setting_says(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("TANK_GALLONS", "13.5")
        publish(inserted(*records(1)))
        assert "A tank of 13.5 gallons costs $41.85" in inbox()[0]["Message"]

    def test_every_record_is_logged_for_later_analysis(
        self,
        publish: Publish,
        inserted: Inserted,
        caplog: pytest.LogCaptureFixture,
        context: LambdaContext,
    ) -> None:
        event = inserted(*records(2))
        event["Records"].append(stream_record(week(0), None, "REMOVE"))
        publish(event)
        lines = [vars(line) for line in caplog.records if line.message == "stream record"]
        assert [line["event_name"] for line in lines] == ["INSERT", "INSERT", "REMOVE"]
        assert [line["Keys"] for line in lines] == [
            change["dynamodb"]["Keys"] for change in event["Records"]
        ]
        assert [line["NewImage"] for line in lines] == [
            change["dynamodb"].get("NewImage") for change in event["Records"]
        ]
        assert {line["request_id"] for line in lines} == {context.aws_request_id}

    def test_a_mail_is_logged_with_its_week_and_regions_and_no_address(
        self, publish: Publish, inserted: Inserted, caplog: pytest.LogCaptureFixture
    ) -> None:
        publish(inserted(*records(2)[1:]))
        line = vars(caplog.records[-1])
        assert told(caplog) == [("INFO", "mailed")]
        assert (line["week"], line["kind"]) == ("2025-01-13", "drop")
        assert line["regions"] == ["albany", "utica"]


class TestWhatIsNotMailed:
    @pytest.mark.parametrize("event_name", ["MODIFY", "REMOVE"])
    def test_any_change_but_an_insert(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        aws_calls: list[str],
        event_name: str,
    ) -> None:
        event = inserted(*records(1))
        image = event["Records"][0]["dynamodb"]["NewImage"]
        aws_calls.clear()
        publish(
            {
                "Records": [
                    stream_record(week(0), None if event_name == "REMOVE" else image, event_name)
                ]
            }
        )
        assert aws_calls == []
        assert inbox() == []

    def test_a_week_that_was_mailed_before(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        event = inserted(*records(1))
        for _ in range(3):
            publish(event)
        assert len(inbox()) == 1
        assert told(caplog) == [("INFO", "mailed"), *[("INFO", "already mailed")] * 2]

    def test_a_week_that_was_deleted_meanwhile(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        dynamodb: "DynamoDBClient",
        table_name: str,
        price_table: PriceTable,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        event = inserted(*records(1))
        key = event["Records"][0]["dynamodb"]["Keys"]
        dynamodb.delete_item(TableName=table_name, Key=key)
        publish(event)
        assert inbox() == []
        assert price_table.get(week(0)) is None
        assert told(caplog) == [("WARNING", "week was deleted")]

    @pytest.mark.parametrize(
        ("damage", "reason"),
        [
            pytest.param({"notice": None}, "notice is missing", id="no notice"),
            pytest.param({"week": None}, "week is missing", id="no week"),
            pytest.param(
                {"suspect": {"N": "dear"}}, "suspect is Decimal('NaN')", id="a number in words"
            ),
            pytest.param({"suspect": {"Z": "?"}}, "suspect is {'Z': '?'}", id="an unknown type"),
            pytest.param({"suspect": {"M": "?"}}, "suspect is {'M': '?'}", id="a map of nothing"),
        ],
    )
    def test_a_poison_record_is_logged_with_its_key_and_those_behind_it_are_mailed(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        caplog: pytest.LogCaptureFixture,
        damage: dict[str, Any],
        reason: str,
    ) -> None:
        first, second = records(2)
        event = inserted(first, second)
        image = {**event["Records"][0]["dynamodb"]["NewImage"], **damage}
        event["Records"][0] = stream_record(
            week(0), {name: value for name, value in image.items() if value is not None}
        )
        publish(event)
        assert [subject[-8:] for subject in subjects(inbox())] == ["(Jan 13)"]
        assert told(caplog) == [("ERROR", "not a record"), ("INFO", "mailed")]
        [error] = [vars(line) for line in caplog.records if line.levelno == logging.ERROR]
        assert error["Keys"]["week"]["S"] == "2025-01-06"
        assert error["reason"] == reason

    def test_an_insert_without_an_image_is_poison_too(
        self, publish: Publish, inserted: Inserted, inbox: Inbox, caplog: pytest.LogCaptureFixture
    ) -> None:
        event = inserted(*records(1))
        event["Records"].insert(0, stream_record(week(5), None))
        publish(event)
        assert len(inbox()) == 1
        assert told(caplog)[0] == ("ERROR", "not a record")


class TestWhenAWSFails:
    @pytest.mark.parametrize("error", [REFUSED, UNREACHABLE], ids=["refused", "unreachable"])
    @pytest.mark.parametrize("operation", ["sns.Publish", "dynamodb.GetItem"])
    def test_a_notice_that_was_not_mailed_is_raised_when_the_others_are_mailed(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        upset: Upset,
        price_table: PriceTable,
        caplog: pytest.LogCaptureFixture,
        operation: str,
        error: Exception,
    ) -> None:
        event = inserted(*records(3))
        upset(operation, None, error)
        with pytest.raises(publisher_handler.PublishError) as raised:
            publish(event)
        assert str(raised.value) == "not mailed: 2025-01-13"
        assert len(inbox()) == 2
        record = price_table.get(week(1))
        assert record is not None
        assert record.notified_at is None
        [line] = [vars(line) for line in caplog.records if line.levelno == logging.ERROR]
        assert line["message"] == "not mailed"
        assert line["Keys"]["week"]["S"] == "2025-01-13"
        assert line["reason"] == str(error)

    def test_all_that_were_not_mailed_are_named_and_the_retry_mails_only_these(
        self, publish: Publish, inserted: Inserted, inbox: Inbox, upset: Upset
    ) -> None:
        event = inserted(*records(3))
        upset("sns.Publish", REFUSED, None, REFUSED)
        with pytest.raises(publisher_handler.PublishError, match=r"2025-01-06, 2025-01-20$"):
            publish(event)
        assert len(inbox()) == 1
        publish(event)
        assert len(inbox()) == 2

    def test_a_week_deleted_between_mail_and_mark_does_not_come_back(
        self,
        publish: Publish,
        inserted: Inserted,
        inbox: Inbox,
        upset: Upset,
        dynamodb: "DynamoDBClient",
        table_name: str,
        price_table: PriceTable,
    ) -> None:
        event = inserted(*records(1))
        key = event["Records"][0]["dynamodb"]["Keys"]
        upset("sns.Publish", lambda: dynamodb.delete_item(TableName=table_name, Key=key))
        publish(event)
        assert len(inbox()) == 1
        assert price_table.get(week(0)) is None

    def test_one_record_is_one_get_one_publish_and_one_update(
        self, publish: Publish, inserted: Inserted, aws_calls: list[str]
    ) -> None:
        event = inserted(*records(1))
        aws_calls.clear()
        publish(event)
        assert aws_calls == ["GetItem", "Publish", "UpdateItem"]


class TestSendingAWeekAgain:
    def test_its_mail_is_the_same_as_before(
        self, publish: Publish, inserted: Inserted, inbox: Inbox
    ) -> None:
        publish(inserted(*records(2)[1:]))
        [before] = inbox()
        publish({"week": "2025-01-13"})
        [again] = inbox()
        for name in ("Subject", "Message", "MessageAttributes"):
            assert again[name] == before[name]

    def test_a_week_that_was_never_mailed_is_mailed_and_marked(
        self, publish: Publish, inserted: Inserted, inbox: Inbox, price_table: PriceTable
    ) -> None:
        [record] = records(1)
        inserted(record)
        publish({"week": "2025-01-06"})
        assert len(inbox()) == 1
        assert price_table.get(week(0)) == replace(record, notified_at=MAILED_AT)

    @pytest.mark.parametrize(
        "event",
        [{}, {"week": 20250106}, {"week": "last"}, [], None],
        ids=repr,
    )
    def test_an_event_that_names_no_week_is_told_what_it_must_be_like(
        self, publish: Publish, event: object
    ) -> None:
        with pytest.raises(publisher_handler.ResendError) as raised:
            publish(event)
        assert str(raised.value) == (
            f'the event must be a stream batch or like {{"week": "2026-04-06"}}: {event!r}'
        )

    def test_a_week_without_a_notice_is_told_so(
        self, publish: Publish, inserted: Inserted, inbox: Inbox
    ) -> None:
        [record] = records(1)
        inserted(replace(record, notice=None))
        with pytest.raises(publisher_handler.ResendError, match="week 2025-01-06 has no notice"):
            publish({"week": "2025-01-06"})
        assert inbox() == []

    def test_a_mail_that_is_refused_is_raised_and_not_marked(
        self, publish: Publish, inserted: Inserted, upset: Upset, price_table: PriceTable
    ) -> None:
        [record] = records(1)
        inserted(record)
        upset("sns.Publish", REFUSED)
        with pytest.raises(ClientError, match="InternalError"):
            publish({"week": "2025-01-06"})
        assert price_table.get(week(0)) == record
