"""A notice that nobody mailed: a later look at the feed says so, in its log and its metrics."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import reload
from typing import Any, Final

import pytest

from fetcher import handler as fetcher_handler
from gas_prices.fuels import DEFAULT
from gas_prices.item import ItemError, from_item, to_item
from gas_prices.outcome import apply
from gas_prices.record import Record
from gas_prices.rule import Rule
from lambda_context import LambdaContext
from price_table import PriceTable
from tests.support.feed_rows import body, rows, week
from tests.support.scripted_feed import ScriptedFeed, answer

Serve = Callable[..., ScriptedFeed]
Look = Callable[..., int]

EVENING: Final = datetime(2025, 2, 6, 23, 0, tzinfo=UTC)
"""When the first week, with its `first` notice, is recorded."""
DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)


@pytest.fixture
def look(
    serve: Serve,
    table_name: str,
    context: LambdaContext,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Look:
    """Return a function that has a fetcher look, at a moment, at Albany's prices week by week.

    It returns how many unmailed notices the look counted; the log then holds that look's lines.
    """

    def look(at: datetime, prices: str) -> int:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> "Clock":
                assert tz is UTC
                return cls.fromtimestamp(at.timestamp(), UTC)

        environment = {
            "TABLE_NAME": table_name,
            "FEED_URLS": serve(answer(body(rows(albany=prices)))).url,
            "RULE": Rule(("albany",)).to_json(),
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        reload(fetcher_handler)
        monkeypatch.setattr(fetcher_handler, "datetime", Clock)
        capsys.readouterr()
        caplog.clear()
        fetcher_handler.handler(None, context)
        metrics: dict[str, Any] = json.loads(capsys.readouterr().out)
        return int(metrics["UnmailedNotices"])

    return look


class TestALook:
    def test_counts_a_notice_day_after_day_until_it_is_mailed_and_logs_an_error(
        self, look: Look, price_table: PriceTable, caplog: pytest.LogCaptureFixture
    ) -> None:
        counted = [look(EVENING + days * DAY, "3.10") for days in range(3)]
        assert counted == [0, 1, 1]
        (error,) = [line for line in caplog.records if line.levelno >= logging.ERROR]
        assert (error.message, vars(error)["week"]) == ("notice not mailed", "2025-01-06")
        price_table.mark_notified(week(0), (EVENING + 3 * DAY).isoformat())
        assert look(EVENING + 4 * DAY, "3.10") == 0
        assert not [line for line in caplog.records if line.levelno >= logging.ERROR]

    def test_at_a_new_week_counts_the_one_before_it_and_not_its_own(self, look: Look) -> None:
        look(EVENING, "3.10")
        assert look(EVENING + DAY, "3.10 3.05") == 1
        # The newest record is now the second week, whose notice is a second old.
        assert look(EVENING + DAY + SECOND, "3.10 3.05") == 0

    def test_at_a_week_without_a_notice_counts_nothing(self, look: Look) -> None:
        look(EVENING, "3.10")
        look(EVENING + SECOND, "3.10 3.20")
        assert look(EVENING + DAY, "3.10 3.20") == 0


class TestTheRecord:
    @pytest.fixture
    def judged(self) -> Record:
        """The record of a first week, as the rule makes it."""
        (record,) = apply(Rule(regions=("albany",)), rows(albany="3.10"), None).records
        return record

    @pytest.fixture
    def record(self, judged: Record) -> Record:
        """The record as it is written that evening."""
        return judged.stamped(EVENING)

    def test_a_mail_is_due_half_a_day_after_its_notice_was_recorded(self, record: Record) -> None:
        assert not record.is_unmailed(EVENING + timedelta(hours=12))
        assert record.is_unmailed(EVENING + timedelta(hours=12) + SECOND)

    def test_a_notice_that_does_not_tell_since_when_it_waits_is_due(self, judged: Record) -> None:
        assert judged.is_unmailed(EVENING)

    def test_what_is_mailed_or_has_no_notice_is_never_due(self, record: Record) -> None:
        assert not replace(record, notified_at="2025-02-07T23:00:00").is_unmailed(EVENING + DAY)
        assert not replace(record, notice=None).is_unmailed(EVENING + DAY)

    def test_the_rule_has_no_clock_and_the_record_is_told_the_time(
        self, judged: Record, record: Record
    ) -> None:
        assert judged.notice is not None
        assert judged.notice.recorded_at is None
        assert record == replace(judged, notice=replace(judged.notice, recorded_at=EVENING))
        silent = replace(judged, notice=None)
        assert silent.stamped(EVENING) == silent

    def test_the_time_is_kept_in_the_table(self, record: Record) -> None:
        item = to_item(DEFAULT, record)
        assert item["notice"]["recorded_at"] == "2025-02-06T23:00:00+00:00"
        assert from_item(item) == record

    @pytest.mark.parametrize("wrong", ["yesterday", "2025-02-06T23:00:00", Decimal(1_738_882_800)])
    def test_a_time_that_is_none_or_of_no_zone_is_named(
        self, record: Record, wrong: object
    ) -> None:
        item = to_item(DEFAULT, record)
        item["notice"]["recorded_at"] = wrong
        with pytest.raises(ItemError, match="notice: recorded_at is "):
            from_item(item)
