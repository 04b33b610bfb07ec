"""The publisher as Lambda runs it: table, topic and a subscribed queue in moto."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError

from gas_prices.credible import Row
from gas_prices.record import Record
from gas_prices.rule import Rule
from publisher import handler as publisher_handler
from tests.support.feed_rows import rows, week
from tests.unit.publisher.conftest import Mailroom, key, stream_record

Upset = Callable[..., None]

MAILED_AT: Final = "2025-02-07T23:30:00+00:00"
REFUSED: Final = ClientError({"Error": {"Code": "InternalError", "Message": "no"}}, "Publish")


@pytest.fixture
def records(walk: Callable[[Rule, list[Row]], list[Record]]) -> list[Record]:
    """Three records, each with a notice: Albany falls every week, Utica in the last."""
    weeks = rows(albany="3.10 3.09 3.08", utica="3.20 3.20 3.15")
    return walk(Rule(("albany", "utica")), weeks)


def days(mails: list[dict[str, Any]]) -> list[str]:
    """Return the day with which each subject ends."""
    return sorted(mail["Subject"].rpartition("(")[2].rstrip(")") for mail in mails)


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return level and message of every line but those that only repeat the event."""
    return [
        (line.levelname, line.message) for line in caplog.records if line.message != "stream record"
    ]


@pytest.fixture(autouse=True)
def _every_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="publisher")


class TestABatch:
    def test_every_notice_is_mailed_and_its_week_marked_with_one_request_of_each_kind(
        self, mailroom: Mailroom, records: list[Record], aws_calls: list[str]
    ) -> None:
        event = mailroom.insert(*records)
        aws_calls.clear()
        mailroom.publish(event)
        assert aws_calls == ["GetItem", "Publish", "UpdateItem"] * 3
        assert days(mailroom.mails()) == ["Jan 13", "Jan 20", "Jan 6"]
        for number, record in enumerate(records):
            marked = replace(record, notified_at=MAILED_AT)
            assert mailroom.price_table.get(week(number)) == marked

    def test_a_mail_and_its_line_in_the_log_name_the_regions(
        self, mailroom: Mailroom, records: list[Record], caplog: pytest.LogCaptureFixture
    ) -> None:
        mailroom.publish(mailroom.insert(records[2]))
        [mail] = mailroom.mails()
        assert mail["Subject"] == "Gas down 1c to $3.08 in Albany; 1 more down (Jan 20)"
        assert "\nA tank of 13.5 gallons costs $41.58, 14 cents less" in mail["Message"]
        assert mail["MessageAttributes"] == {
            "regions": {"Type": "String.Array", "Value": '["albany", "utica"]'}
        }
        assert told(caplog) == [("INFO", "mailed")]
        line = vars(caplog.records[-1])
        assert (line["week"], line["kind"]) == ("2025-01-20", "drop")
        assert line["regions"] == ["albany", "utica"]

    def test_every_record_is_logged_for_later_analysis(
        self, mailroom: Mailroom, records: list[Record], caplog: pytest.LogCaptureFixture
    ) -> None:
        event = mailroom.insert(records[1])
        event["Records"].append(stream_record(week(0), None, "REMOVE"))
        mailroom.publish(event)
        lines = [vars(line) for line in caplog.records if line.message == "stream record"]
        image = event["Records"][0]["dynamodb"]["NewImage"]
        assert [(line["event_name"], line["Keys"], line["NewImage"]) for line in lines] == [
            ("INSERT", key(week(1)), image),
            ("REMOVE", key(week(0)), None),
        ]
        assert {line["request_id"] for line in lines} == {mailroom.context.aws_request_id}


class TestWhatIsNotMailed:
    @pytest.mark.parametrize("event_name", ["MODIFY", "REMOVE"])
    def test_any_change_but_an_insert(
        self, mailroom: Mailroom, records: list[Record], aws_calls: list[str], event_name: str
    ) -> None:
        event = mailroom.insert(records[0])
        event["Records"][0]["eventName"] = event_name
        aws_calls.clear()
        mailroom.publish(event)
        assert aws_calls == []

    def test_a_week_that_was_mailed_before(
        self, mailroom: Mailroom, records: list[Record], caplog: pytest.LogCaptureFixture
    ) -> None:
        event = mailroom.insert(records[0])
        for _ in range(3):
            mailroom.publish(event)
        assert len(mailroom.mails()) == 1
        assert told(caplog) == [("INFO", "mailed"), *[("INFO", "already mailed")] * 2]

    def test_a_week_that_was_deleted_meanwhile(
        self, mailroom: Mailroom, records: list[Record], caplog: pytest.LogCaptureFixture
    ) -> None:
        event = mailroom.insert(records[0])
        mailroom.dynamodb.delete_item(TableName="prices", Key=key(week(0)))
        mailroom.publish(event)
        assert mailroom.mails() == []
        assert told(caplog) == [("WARNING", "week was deleted")]

    @pytest.mark.parametrize(
        ("names", "reason"),
        [
            (["week", "prices", "suspect", "highs"], "notice is missing"),
            (["week", "notice"], "prices is missing"),
            ([], "week is missing"),
            (None, "week is missing"),
        ],
    )
    def test_a_poison_record_is_logged_with_its_key_and_those_behind_it_are_mailed(
        self,
        mailroom: Mailroom,
        records: list[Record],
        caplog: pytest.LogCaptureFixture,
        names: list[str] | None,
        reason: str,
    ) -> None:
        event = mailroom.insert(*records[:2])
        image = event["Records"][0]["dynamodb"]["NewImage"]
        event["Records"][0] = stream_record(
            week(0), None if names is None else {name: image[name] for name in names}
        )
        mailroom.publish(event)
        assert days(mailroom.mails()) == ["Jan 13"]
        assert told(caplog) == [("ERROR", "not a record"), ("INFO", "mailed")]
        [error] = [vars(line) for line in caplog.records if line.levelno == logging.ERROR]
        assert (error["Keys"], error["reason"]) == (key(week(0)), reason)


@pytest.mark.parametrize("operation", ["sns.Publish", "dynamodb.GetItem"])
def test_notices_that_were_not_mailed_are_raised_when_the_others_are_and_the_retry_mails_them_alone(
    mailroom: Mailroom,
    records: list[Record],
    upset: Upset,
    caplog: pytest.LogCaptureFixture,
    operation: str,
) -> None:
    event = mailroom.insert(*records)
    upset(operation, REFUSED, None, REFUSED)
    with pytest.raises(publisher_handler.PublishError) as raised:
        mailroom.publish(event)
    assert str(raised.value) == "not mailed: 2025-01-06, 2025-01-20"
    assert days(mailroom.mails()) == ["Jan 13"]
    assert [mailroom.mailed_at(number) for number in range(3)] == [None, MAILED_AT, None]
    errors = [vars(line) for line in caplog.records if line.levelno == logging.ERROR]
    assert [(line["message"], line["Keys"], line["reason"]) for line in errors] == [
        ("not mailed", key(week(number)), str(REFUSED)) for number in (0, 2)
    ]
    mailroom.publish(event)
    assert days(mailroom.mails()) == ["Jan 20", "Jan 6"]


class TestSendingAWeekAgain:
    def test_it_is_mailed_and_marked_and_each_time_the_same_mail(
        self, mailroom: Mailroom, records: list[Record]
    ) -> None:
        mailroom.insert(records[1])
        mailroom.publish({"week": "2025-01-13"})
        [before] = mailroom.mails()
        assert mailroom.mailed_at(1) == MAILED_AT
        mailroom.publish({"week": "2025-01-13"})
        [again] = mailroom.mails()
        for name in ("Subject", "Message", "MessageAttributes"):
            assert again[name] == before[name]

    @pytest.mark.parametrize("event", [{}, {"week": 20250106}, {"week": "last"}, "x", None])
    def test_an_event_that_names_no_week_is_told_what_it_must_be_like(
        self, mailroom: Mailroom, event: object
    ) -> None:
        with pytest.raises(publisher_handler.ResendError) as raised:
            mailroom.publish(event)
        assert str(raised.value) == (
            f'the event must be a stream batch or like {{"week": "2026-04-06"}}: {event!r}'
        )

    @pytest.mark.parametrize("number", [0, 1], ids=["recorded without one", "not recorded"])
    def test_a_week_without_a_notice_is_told_so(
        self, mailroom: Mailroom, records: list[Record], number: int
    ) -> None:
        mailroom.insert(replace(records[0], notice=None))
        with pytest.raises(publisher_handler.ResendError, match=f"{week(number)} has no notice"):
            mailroom.publish({"week": f"{week(number)}"})
        assert mailroom.mails() == []

    def test_a_mail_that_is_refused_is_raised_and_not_marked(
        self, mailroom: Mailroom, records: list[Record], upset: Upset
    ) -> None:
        mailroom.insert(records[0])
        upset("sns.Publish", REFUSED)
        with pytest.raises(ClientError, match="InternalError"):
            mailroom.publish({"week": "2025-01-06"})
        assert mailroom.mailed_at(0) is None
